import { runService } from 'orders-api-bulletproof/embedded/run-service';

process.exitCode = await runService(new URL('../src/main.ts', import.meta.url));
