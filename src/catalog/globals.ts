import { defineLibrary, type Library } from './schema.js';

void defineLibrary;

export const globals: readonly Library[] = [];
