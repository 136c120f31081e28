/** Skips the running test. @param reason what this machine lacks: `npm test` lists it beside the test. */
export function skip(test: Mocha.Context, reason: string): never {
  Object.assign(test.runnable(), { reason });
  test.skip();
}
