import { defineLibrary, type Library } from './schema.js';

void defineLibrary;

export const tracing: readonly Library[] = [];
