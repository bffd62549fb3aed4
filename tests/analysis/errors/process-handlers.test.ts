import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const faultsOf = (code: string): string[] => modelOf(code).processHandlers.faults.map(each => each.kind);

describe('listeners of uncaught errors', () => {
  it('finds them by event', () => {
    const { listeners } = modelOf(`
      process.on('SIGTERM', stop);
      process.once('uncaughtException', a);
      for (const each of ['unhandledRejection', 'exit']) process.addListener(each, b);
      process.setUncaughtExceptionCaptureCallback(c);
    `).processHandlers;
    expect(listeners.map(each => each.events)).toEqual([['uncaughtException'], ['unhandledRejection'], ['uncaughtException']]);
  });

  it('has nothing to say in a file without any', () => {
    expect(modelOf('export const a = 1;').processHandlers.faults).toEqual([]);
  });

  it('reports one that goes on once, by its call', () => {
    expect(faultsOf(`const f = e => { console.error(e); }; process.on('uncaughtException', f); process.on('unhandledRejection', f);`)).toEqual(['goes on', 'goes on']);
  });

  it('reports an exit of two listeners once', () => {
    expect(faultsOf(`const f = e => { console.error(e); process.exit(0); }; process.on('uncaughtException', f); process.on('unhandledRejection', f);`)).toEqual(['success']);
  });

  it('reports a close that nothing limits, and not one that a timer does', () => {
    const server = `import http from 'node:http'; const server = http.createServer();`;
    expect(faultsOf(`${server} process.on('uncaughtException', () => { server.close(() => process.exit(1)); });`)).toEqual(['waits']);
    expect(faultsOf(`${server} process.on('uncaughtException', () => { server.close(() => process.exit(1)); setTimeout(() => process.exit(1), 100); });`)).toEqual([]);
  });
});
