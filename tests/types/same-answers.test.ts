import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromServices } from '../../src/types/from-services.js';
import type { Session } from '../../src/types/native/session.js';
import { QUESTIONS, type Question, type TypeAnswers } from '../../src/types/native/wire.js';
import { ask, parsed, sessionOf, TYPED, VERSIONS } from './typed-corpus.js';

const FILES = readdirSync(TYPED).filter(each => /\.[cm]?[jt]sx?$/.test(each));

/** Every question on every expression, put to typescript-eslint's services and to TypeScript 7. */
describe.each(VERSIONS)('TypeScript $version answers as typescript-eslint does', version => {
  let session: Session;
  const told = new Map<number, TypeAnswers>();
  beforeAll(async () => {
    session = await sessionOf(version);
  });
  afterAll(() => {
    session.close();
  });

  it.each(FILES)('%s', name => {
    const file = join(TYPED, name);
    const { text, services, expressions } = parsed(file);
    const facts = fromServices(services);
    const native = ask(session, file, text, expressions, told);
    expect(expressions.length).toBeGreaterThan(15);
    const given = expressions.map((node, i) => [show(node, text), native?.[i] ?? 'no type'] as const);
    const expected = expressions.map(node => {
      const answers = Object.fromEntries((Object.keys(QUESTIONS) as Question[]).map(question => [question, facts[question](node)]));
      return [show(node, text), { ...answers, declaredBy: facts.declaredBy(node) }] as const;
    });
    expect(given).toEqual(expected);
  });

  it('gives every answer that there is', () => {
    const seen = new Set([...told.values()].flatMap(({ bits, declared }) => [...Object.entries(QUESTIONS).map(([question, { shift }]) => `${question} ${String((bits >> shift) & 3)}`), ...(declared ? ['declared'] : [])]));
    for (const question of Object.keys(QUESTIONS)) for (const answer of [0, 1, 2]) expect([...seen]).toContain(`${question} ${String(answer)}`);
    expect([...seen]).toContain('declared');
  });
});

const show = (node: { readonly type: string; readonly range: readonly [number, number] }, text: string): string => `${node.type} ${text.slice(...node.range)}`;
