import { defineLibrary, type Library } from './schema.js';

void defineLibrary;

export const brokers: readonly Library[] = [];
