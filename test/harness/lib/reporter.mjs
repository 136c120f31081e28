// For mocha's `--reporter`: what its own `spec` prints, and the result as JSON in the file that PLAYGROUND_RESULT names.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class Reporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const skipped = [];
    runner.on('pending', (test) => skipped.push({ title: test.fullTitle(), reason: test.reason }));
    runner.once('end', () => {
      const { passes: passed, failures: failed } = this.stats;
      writeFileSync(process.env.PLAYGROUND_RESULT, JSON.stringify({ passed, failed, skipped }));
    });
  }
}
