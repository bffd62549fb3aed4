import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const IMPORT = "import { EventEmitter } from 'node:events';\n";
const LINK = `${IMPORT}class Link extends EventEmitter { constructor(socket) { super(); socket.on('error', error => this.emit('error', error)); } }\n`;

/** The objects that pass errors on to nobody, by what they are called where a listener is added. */
function namesOf(code: string): readonly (string | undefined)[] {
  return modelOf(code).reemittedErrors.map(each => each.name);
}

describe('reemittedErrors', () => {
  it.each([
    [`${LINK}const a = new Link(x); const b = new Link(y); b.on('error', report);`, ['a']],
    [`${LINK}new Link(x);`, [undefined]],
    [`${LINK}class Store { #link = new Link(x); }`, ['this.#link']],
    [`${IMPORT}const Link = class extends EventEmitter { open(socket) { socket.on('error', this.emit.bind(this, 'error')); } }; const link = new Link(); link.open(x);`, ['link']],
    [`${LINK}class Store { link = new Link(x); }`, []],
    [`${LINK}const links = [new Link(x)];`, []],
    [`${IMPORT}class Link extends EventEmitter { open(socket) { const self = this; socket.on('error', error => self.emit('error', error)); } } const link = new Link(); link.open(x);`, []],
    [`${IMPORT}class Link extends EventEmitter { open(socket) { socket.on('error', function (error) { this.emit('error', error); }); } } const link = new Link(); link.open(x);`, []],
    [`${IMPORT}class Link extends EventEmitter { static open(socket) { socket.on('error', error => this.emit('error', error)); } } const link = new Link();`, []],
  ])('%s', (code, names) => {
    expect(namesOf(code)).toEqual(names);
  });
});
