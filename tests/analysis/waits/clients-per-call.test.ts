import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const PRISMA = "import { PrismaClient } from '@prisma/client';";

describe('what is made per call', () => {
  it.each([
    ['export const f = id => { const p = new PrismaClient(); return p.a.findMany(id); }', ['call open']],
    ['export const f = id => { const p = new PrismaClient(); return p; }', []],
    ['export const f = id => { const p = new PrismaClient(); return () => p.a.b(id); }', []],
    ['export const f = id => { const p = new PrismaClient(); return ids.map(() => p.a.findMany(id)); }', ['call open']],
    ['export const f = async id => { const p = new PrismaClient(); await p.a.b(id); await p.$disconnect(); }', []],
    ['export const f = async id => { for (;;) { const p = new PrismaClient(); await p.a.b(id); await p.$disconnect(); } }', ['round closed']],
    ['export const f = async id => { const p = new PrismaClient(); }', []],
    ['export const f = async id => { const p = new PrismaClient(urlOf(id)); await p.a.b(); }', []],
    ['export const f = async id => { let p; p = new PrismaClient(); await p.a.b(); }', ['call open']],
    ['export const f = async id => { const { a } = new PrismaClient(); await a.b(); }', ['call open']],
    ['export const f = async id => { const p = id ? new PrismaClient() : other; await p.a.b(); }', []],
    ['export class A { b = () => { const p = new PrismaClient(); return p.a.findMany(); }; constructor() { const p = new PrismaClient(); p.a.b(); } }', ['call open']],
  ])('%s', (code, expected) => {
    expect(modelOf(PRISMA + code).clientsPerCall.all.map(each => `${each.per} ${each.isClosed ? 'closed' : 'open'}`)).toEqual(expected);
  });
});
