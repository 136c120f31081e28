import { ACTIONS } from './actions.mjs';
import { check, checkLeftovers, checkLogs, settle } from './invariants.mjs';
import { plan } from './plan.mjs';
import { within } from './window.mjs';
import { World } from './world.mjs';

/** An action that takes longer is left to itself, milliseconds. */
const LONGEST_ACTION = 25_000;

/**
 * One seed: chaos, rest, checks, the end. Resolves to what becomes a line of the table.
 * @param wanted { seed, seconds, actions: [first, last] or undefined }
 */
export async function runSeed(stage, wanted) {
  const begun = Date.now();
  const before = new Set(stage.hosts.all);
  const logs = stage.logs.mark();
  const world = new World(stage);
  let checked = 0;
  try {
    await world.begin();
    await chaos(world, wanted);
    world.log('rest');
    await settle(world);
    checked = await check(world);
  } catch (error) {
    world.violate('the seed comes to its end', error.stack ?? String(error));
  }
  if (world.violations.length > 0) for (const window of world.windows) await world.picture(window, 'end');
  world.errors.push(...world.windows.flatMap(({ errors }) => errors));
  await world.end();
  const pids = stage.hosts.all.filter((pid) => !before.has(pid));
  await checkLeftovers(world, pids);
  checkLogs(world, pids, stage.logs.since(logs));
  for (const pid of pids) stage.hosts.kill(pid);
  world.release();
  return {
    seed: wanted.seed,
    counts: world.counts,
    faults: faultsOf(world),
    finished: world.oracle.runs.length,
    checked,
    violations: world.violations,
    skipped: [...world.skipped].map(([title, reason]) => ({ title, reason })),
    seconds: (Date.now() - begun) / 1000,
  };
}

async function chaos(world, { seed, seconds, actions: [first, last] = [0, Infinity] }) {
  for (const action of plan(seed, seconds)) {
    if (action.index < first || action.index > last) continue;
    const { kind, index, pause } = action;
    world.counts[kind] = (world.counts[kind] ?? 0) + 1;
    const work = Promise.resolve().then(() => ACTIONS[kind].perform(world, action));
    const words = await within(
      work.catch((error) => `could not be done: ${error.message.split('\n')[0]}`),
      LONGEST_ACTION,
    );
    world.log(`${String(index).padStart(2)} ${kind}: ${words ?? 'takes too long'}`);
    await new Promise((done) => setTimeout(done, pause));
  }
}

function faultsOf({ counts }) {
  const kinds = Object.keys(counts).filter((kind) => ACTIONS[kind].fault);
  return kinds.reduce((sum, kind) => sum + counts[kind], 0);
}
