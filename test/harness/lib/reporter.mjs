// For mocha's `--reporter`: what its own `spec` prints, and the result as JSON in the file that PLAYGROUND_RESULT names.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class Reporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const skipped = [];
    runner.on('pending', (test) => skipped.push({ title: test.fullTitle(), reason: test.err?.message }));
    runner.once('end', () => {
      const { passes: passed, failures: failed } = this.stats;
      const failures = this.failures.map((test) => ({ title: test.fullTitle(), error: wordsOf(test.err) }));
      const result = { passed, failed, skipped, ...(failed > 0 && { failures }) };
      writeFileSync(process.env.PLAYGROUND_RESULT, JSON.stringify(result));
    });
  }
}

/** All that is known of an error: where it comes from, what was expected and what came. */
function wordsOf(error) {
  const { showDiff, actual, expected } = error;
  const stack = error.stack ?? error.message ?? String(error);
  // By now `spec` has made texts of both.
  const isCompared = showDiff !== false && typeof actual === 'string' && typeof expected === 'string';
  return isCompared ? `${stack}\n${Mocha.reporters.Base.generateDiff(actual, expected)}` : stack;
}
