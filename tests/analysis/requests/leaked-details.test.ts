import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';
import { SentBodies } from '../../../src/analysis/requests/answers.js';

const route = (body: string): string => `import express from 'express'; const app = express(); app.get('/', async (req, res) => { ${body} });`;

describe('what is sent', () => {
  const statuses = (code: string): string[] => {
    const file = modelOf(code);
    const sent = new SentBodies(file);
    return sent.all.map(each => {
      const status = sent.statusOf(each, file.ast);
      return 'value' in status ? `${status.kind} ${status.value}` : status.kind;
    });
  };

  it.each([
    ['in the chain', route('res.status(500).type("json").send(x);'), ['known 500']],
    ['in a constant', route('const code = 503; res.status(code).json(x);'), ['known 503']],
    ['beside it', route('res.status(404); res.json(x);'), ['known 404']],
    ['one of two', route('if (a) res.status(404); else res.status(500); res.json(x);'), ['unknown']],
    ['of nobody', route('res.json(x);'), ['default']],
    ['or 500', route('res.status(x.status ?? 500).json(x);'), ['fallback 500']],
    ['chosen', route('res.status(known ? 400 : 500).json(x);'), ['fallback 500']],
    ['from a call', route('res.status(statusOf(x)).json(x);'), ['unknown']],
    ['as an option', 'Response.json(x, { status: 502 });', ['known 502']],
    ['as a number', "import { json } from '@remix-run/node'; json(x, 422);", ['known 422']],
    ['in options of others', 'new Response(x, init);', ['unknown']],
    ['a field', "import Koa from 'koa'; new Koa().use(ctx => { ctx.status = 418; ctx.body = x; });", ['known 418']],
    ['fixed', "import { BadGatewayException } from '@nestjs/common'; throw new BadGatewayException(x);", ['known 502']],
  ])('with the status %s', (_, code, expected) => expect(statuses(code)).toEqual(expected));
});

describe('leaked details', () => {
  it.each([
    ['each part', route('try { load(); } catch (e) { res.status(500).json({ a: e.message, b: [e.stack], c: e }); }'), ['message stack whole']],
    ['a stack only, at 400', route('try { load(); } catch (e) { res.status(400).json({ a: e.message, b: e.stack }); }'), ['stack']],
    ['not through an unknown function', route('try { load(); } catch (e) { res.status(500).json(clean(e)); }'), []],
    ['a condition outside of the handler is no gate', route('if (req.query.a) { try { load(); } catch (e) { res.status(500).send(e.message); } }'), ['message']],
    ['one about the environment is', route('if (isDevelopment) { try { load(); } catch (e) { res.status(500).send(e.message); } }'), []],
    ['products are no production', route('if (product) { try { load(); } catch (e) { res.status(500).send(e.message); } }'), ['message']],
  ])('%s', (_, code, expected) => expect(modelOf(code).leakedDetails.map(each => each.details.map(({ kind }) => kind).join(' '))).toEqual(expected));
});
