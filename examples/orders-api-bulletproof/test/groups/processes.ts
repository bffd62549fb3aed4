import '../contrast.test.js';
import '../shutdown.test.js';
