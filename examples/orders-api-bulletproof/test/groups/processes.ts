import '../contrast.test.js';
import '../shutdown.test.js';
import '../support/end.js';
