/** Skips the running test. @param reason what this machine lacks: `npm test` lists it beside the test. */
export function skip(test: Mocha.Context, reason: string): never {
  // Of what mocha hands from one process to another, only the error can carry the reason.
  Object.assign(test.runnable(), { err: new Error(reason) });
  test.skip();
}
