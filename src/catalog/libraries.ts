import type { Library } from './schema.js';
import { httpClients } from './http-clients.js';

/** Every library that we know, in no particular order. */
export const libraries: readonly Library[] = [...httpClients];
