import { after } from 'node:test';
import '../contrast.test.js';
import '../shutdown.test.js';

// Services that were killed on purpose can leave a pipe behind, held by the transpiler's own child. The tests are done:
// say what is left, and end.
after(() => {
  setTimeout(() => {
    console.error(`still open after the tests: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit();
  }, 3_000).unref();
  // Unreferenced timers fire only while something else keeps the process alive, which is the case to end.
});
