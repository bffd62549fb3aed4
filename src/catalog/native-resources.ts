import { defineLibrary, type AcquiresFacts, type Entry, type Library } from './schema.js';

/** Headless browsers: each is a group of processes of its own. One is often kept for the life of the service. */
const BROWSER: AcquiresFacts = { releasedBy: ['close', 'disconnect'], longLived: true, what: 'a browser', harm: 'its processes pile up until the machine has no memory left' };

const launch = (example: string): Entry => ({ role: 'acquire', promise: true, gives: 'Browser', acquires: BROWSER, example });

const playwrightLaunch = (name: string): Entry => launch(`import { ${name} } from 'playwright'; await ${name}.launch();`);

/** Memory of WebAssembly: the garbage collector, which does not see how much it is, gets to it late or never. */
const encoder = (name: string): Entry => ({
  role: 'acquire', gives: 'Tiktoken', acquires: { releasedBy: ['free'], what: 'an encoder', harm: 'memory that the garbage collector does not see grows' },
  example: `import { ${name} } from 'tiktoken'; ${name}(model);`,
});

export const nativeResources: readonly Library[] = [
  defineLibrary({
    modules: ['puppeteer', 'puppeteer-core'],
    verified: 'puppeteer-core 24.43.1',
    entries: {
      launch: launch(`import puppeteer from 'puppeteer'; await puppeteer.launch();`),
      'Browser#newPage': { role: 'other', promise: true, example: `import puppeteer from 'puppeteer'; const browser = await puppeteer.launch(); await browser.newPage();` },
      'Browser#close': { role: 'other', promise: true, example: `import puppeteer from 'puppeteer'; const browser = await puppeteer.launch(); await browser.close();` },
    },
    types: { Browser: {} },
  }),
  defineLibrary({
    modules: ['playwright', 'playwright-core'],
    verified: 'playwright-core 1.65.1',
    entries: {
      'chromium.launch': playwrightLaunch('chromium'),
      'firefox.launch': playwrightLaunch('firefox'),
      'webkit.launch': playwrightLaunch('webkit'),
      'Browser#newPage': { role: 'other', promise: true, example: `import { chromium } from 'playwright'; const browser = await chromium.launch(); await browser.newPage();` },
      'Browser#newContext': { role: 'other', promise: true, example: `import { chromium } from 'playwright'; const browser = await chromium.launch(); await browser.newContext();` },
      'Browser#close': { role: 'other', promise: true, example: `import { chromium } from 'playwright'; const browser = await chromium.launch(); await browser.close();` },
    },
    types: { Browser: {} },
  }),
  defineLibrary({
    modules: ['tiktoken', '@dqbd/tiktoken'],
    verified: 'tiktoken 1.0.22',
    entries: { get_encoding: encoder('get_encoding'), encoding_for_model: encoder('encoding_for_model') },
    types: { Tiktoken: {} },
  }),
];
