import { defineLibrary, type Library } from './schema.js';

// ——— What a library has once for the whole process. Each was run: what one caller sets, the next one gets.

export const processSettings: readonly Library[] = [
  defineLibrary({
    modules: ['moment', 'moment-timezone'],
    verified: 'moment 2.31.0',
    entries: {
      // `moment().locale('de')` is that one moment's own.
      locale: { role: 'other', keepsForAll: { value: 0 }, example: "import moment from 'moment'; moment.locale(value);" },
    },
  }),
  defineLibrary({
    modules: ['dayjs'],
    verified: '1.11.23',
    entries: {
      locale: { role: 'other', keepsForAll: { value: 0 }, example: "import dayjs from 'dayjs'; dayjs.locale(value);" },
    },
  }),
  defineLibrary({
    modules: ['i18next'],
    verified: '26.7.2',
    entries: {
      changeLanguage: { role: 'other', keepsForAll: { value: 0 }, example: "import i18next from 'i18next'; i18next.changeLanguage(value);" },
    },
  }),
  defineLibrary({
    modules: ['luxon'],
    verified: '3.7.2',
    entries: {
      // A write to a member of `Settings` is one for everybody.
      'Settings.resetCaches': { role: 'other', example: "import { Settings } from 'luxon'; Settings.resetCaches();" },
    },
  }),
];
