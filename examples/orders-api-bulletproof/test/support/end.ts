// Node.js 20 can spin for ever in the clean-up of its own handles after the last test, when children were killed in the
// middle of a write. `process.exit` does not go that way. The delay is for the reporter, which writes after the last test.
process.once('beforeExit', () => {
  setTimeout(() => { process.exit(); }, 300);
});
