import { expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const handler = (path: string): string => `
  import express from 'express';
  import fs from 'node:fs';
  import path from 'node:path';
  import { fileURLToPath } from 'node:url';
  const here = path.dirname(fileURLToPath(import.meta.url));
  const root = './data';
  express().post('/', (req, res) => { fs.writeFileSync(${path}, req.body); res.end(); });
`;

it.each(["'./data/a'", '`data/${name}`', "here + '/data'", 'path.join(here, name)', 'path.join(root, name)', "path.resolve('data', 'a')", 'path.join(process.cwd(), name)', "path.normalize(__dirname + '/a')"])('%s lies in the folder of the program', path => {
  expect(modelOf(handler(path)).diskStates.map(each => each.uploads)).toEqual([false]);
});

it.each(["'/data/a'", 'name', 'path.join(folder, name)', 'path.resolve(here, name)', "'https://a/b'", "'C:/data'", "path.join(here, 'tmp', name)", '`${folder}/data`', 'path.join(root, process.env.NAME)'])('%s is not proven to', path => {
  expect(modelOf(handler(path)).diskStates).toEqual([]);
});

it('finds the folders of uploads wherever they are named', () => {
  const model = modelOf(`import multer from 'multer'; multer({ dest: 'a/' }); multer({ dest: 'b/', storage }); multer({ dest: folder });`);
  expect(model.diskStates.map(({ path }) => model.sourceCode.getText(path))).toEqual(["'a/'"]);
});
