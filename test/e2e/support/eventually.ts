import assert from 'node:assert/strict';
import { patience } from '../../support/patience';

/** Waits until a check holds; one that throws does not hold yet. Fails with `what` after `timeout` ms of an idle machine. */
export async function eventually(
  what: string,
  check: () => boolean | Promise<boolean>,
  timeout = 15_000,
): Promise<void> {
  const until = Date.now() + patience(timeout);
  while (Date.now() < until) {
    const holds = await Promise.resolve()
      .then(check)
      .catch(() => false);
    if (holds) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail(`${what}: not within ${timeout} ms`);
}
