import { runService } from './run-service.js';

process.exitCode = await runService(new URL('../src/main.ts', import.meta.url));
