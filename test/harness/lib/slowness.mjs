import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** What each core is given to do, and the milliseconds that it takes on a machine of the usual kind that is idle. */
const WORK = 'let s = 0; for (let i = 0; i < 3e7; i++) s = (s + i * i) | 0; process.exitCode = s & 0;';
const USUAL = 400;
/** A test that fails is not to hold up the others for longer than so many times its limit. */
const MOST = 5;

let measuring;

/**
 * How many times slower than usual this machine is now: 1 where it is idle, more where others are at work on it.
 * All limits of waiting in the tests are multiplied by it (`test/support/patience.ts`), so that a full machine makes
 * tests slower and does not make them fail.
 */
export async function slowness() {
  // One at a time: measurements would slow each other down.
  const own = (measuring ?? Promise.resolve()).then(measure);
  measuring = own;
  return own;
}

async function measure() {
  const times = await Promise.all(Array.from({ length: availableParallelism() }, timeOfWork));
  return Math.min(MOST, Math.max(1, ...times.map((time) => time / USUAL)));
}

function timeOfWork() {
  const begun = performance.now();
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['-e', WORK], { stdio: 'ignore' });
    child.on('error', fail);
    child.on('close', () => done(performance.now() - begun));
  });
}
