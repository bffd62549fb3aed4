import { expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const namesOf = (code: string): readonly string[] => modelOf(code).blockingCalls.all.map(({ name, when, isConstant }) => `${name} ${when}${isConstant ? ' constant' : ''}`);
const app = "import express from 'express';\nimport fs from 'node:fs';\nimport path from 'node:path';\nconst app = express();\n";

it('finds what runs for each request, and what checks secrets', () => {
  expect(namesOf(`${app}import bcrypt from 'bcrypt';
    const root = path.join(__dirname, 'pages');
    app.get('/', (req, res) => { fs.readFileSync(path.join(root, 'a')); fs.readFileSync(req.path); fs.existsSync('a'); });
    export const check = (a, b) => bcrypt.compareSync(a, b);
    fs.readFileSync('b');`)).toEqual(['readFileSync request constant', 'readFileSync request', 'existsSync request constant', 'compareSync secret']);
});

it('asks nothing of a file without such calls', () => {
  expect(namesOf('export const a = (b) => b.readFileSync();')).toEqual([]);
});

it('leaves alone what is kept', () => {
  expect(namesOf(`${app}const kept = new Map(); app.get('/', (req, res) => { kept.set(req.path, JSON.parse(fs.readFileSync(req.path, 'utf8'))); });`)).toEqual([]);
});
