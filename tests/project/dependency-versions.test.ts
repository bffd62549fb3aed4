import { join } from 'node:path';
import { expect, it } from 'vitest';
import { declares, majorOf, majorOfRange, mayPrecede, runsOnNodeBefore } from '../../src/project/dependency-versions.js';
import { onDisk } from './on-disk.js';

it.each([
  ['^4.18.2', 4], ['~4.18', 4], ['4.x', 4], ['4', 4], ['=4.21.0', 4], ['v5.1.0', 5], ['5.0.0-beta.3', 5],
  ['>=4.17.0 <5', 4], ['>=4 <5.0.0-0', 4], ['^4.0.0 || ^4.17.1', 4], ['npm:express@^4.18.0', 4],
  ['>=4', undefined], ['>=3 <5', undefined], ['^4 || ^5', undefined], ['*', undefined], ['latest', undefined], ['workspace:*', undefined], ['catalog:', undefined], ['', undefined],
])('%s', (range, major) => {
  expect(majorOfRange(range)).toBe(major);
});

it('reads the nearest manifest that declares the dependency', () => {
  const file = `${import.meta.dirname}/../fixtures/express4/src/deep/app.ts`;
  expect(majorOf(file, 'express')).toBe(4);
  // The package around it.
  expect(majorOf(file, 'vitest')).toBe(4);
  expect(majorOf(file, 'there-is-no-such-package')).toBeUndefined();
  expect(declares(file, 'express')).toBe(true);
});

it('says nothing of what is not on the disk', () => {
  expect(majorOf('src/service.ts', 'express')).toBeUndefined();
  expect(declares('<input>', 'express')).toBe(false);
});

/** Asked of a file of a project on the disk. */
function asked(files: Readonly<Record<string, string>>): boolean {
  const project = onDisk({ ...files, 'src/app.ts': '' });
  try {
    return mayPrecede(join(project.folder, 'src/app.ts'), 'a', '4.4.0');
  } finally {
    project.remove();
  }
}

it.each([
  ['^4.5.0', false], ['4.4.0', false], ['~4.4.1', false], ['5.x', false], ['latest', false], ['*', false],
  ['^4.3.0', true], ['^2.3.1', true], ['>=3 <5', true], ['4', true], ['catalog:', true], ['workspace:*', true],
])('%s may bring a version before 4.4.0: %s', (range, expected) => {
  expect(asked({ 'package.json': JSON.stringify({ dependencies: { a: range } }) })).toBe(expected);
});

it('believes what is installed more than a range', () => {
  const files = (version: string) => ({ 'package.json': JSON.stringify({ dependencies: { a: '^4.0.0' } }), 'node_modules/a/package.json': JSON.stringify({ name: 'a', version }) });
  expect(asked(files('4.14.2'))).toBe(false);
  expect(asked(files('4.1.1'))).toBe(true);
  expect(mayPrecede('src/app.ts', 'a', '4.4.0')).toBe(false);
});

it.each([['>=18', true], ['^18.17 || >=20', true], ['18.x', true], ['>=20', false], ['22', false], [undefined, false]])('runs on a Node.js before 20: %s', (node, before) => {
  const project = onDisk({ 'package.json': JSON.stringify({ name: 'x', engines: { node } }), 'src/app.ts': '' });
  try {
    expect(runsOnNodeBefore(join(project.folder, 'src/app.ts'), 20)).toBe(before);
  } finally {
    project.remove();
  }
});
