import '../dependencies.test.js';
import '../database.test.js';
import '../input.test.js';
import '../queue.test.js';
import '../support/end.js';
