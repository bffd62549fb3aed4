import { expect, it } from 'vitest';
import { modelOf } from '../../model.js';

it('finds what keeps its state in the process, in source order', () => {
  const model = modelOf(`
    import session from 'express-session';
    import { rateLimit } from 'express-rate-limit';
    app.use(rateLimit({ windowMs: 1000 }));
    app.use(session({ secret }));
    app.use(session({ secret, store }));
  `);
  expect(model.processStates.map(each => each.facts.kind)).toEqual(['limits', 'sessions']);
});

it('takes one of two ways for a choice', () => {
  const model = modelOf(`
    import session from 'express-session';
    const a = url ? connect(url) : new session.MemoryStore();
    const b = given ?? new session.MemoryStore();
    function c(store = new session.MemoryStore()) {}
    switch (kind) { case 'memory': use(new session.MemoryStore()); }
  `);
  expect(model.processStates).toEqual([]);
});

it('finds plugins that are registered, and quotes their name', () => {
  const model = modelOf(`import limits from '@fastify/rate-limit'; app.register(limits, { max: 1 }); app.register(limits, { redis });`);
  expect(model.processStates.map(({ named, node }) => [model.sourceCode.getText(named), node.loc.start.column])).toEqual([['limits', 42]]);
});
