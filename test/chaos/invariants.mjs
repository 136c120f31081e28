import { shortExperiment } from './actions.mjs';
import { differenceOfCurves, falseIn } from './oracle.mjs';

const GOING = ['loading', 'running', 'paused'];
/** Milliseconds that a panel has to answer again, a list to follow, a run to be saved once the disk is free. */
const ANSWER = 15_000;
const FOLLOW = 6_000;
const SAVE = 35_000;
/** A window looks at the folder at least this often. */
const SWEEP = 20_000;

/** Faults end, and what goes on comes to rest. */
export async function settle(world) {
  world.hosts.thawAll();
  world.storage.free();
  world.files.restore();
  await world.allOpen();
  await world.noneStale();
  for (const window of world.windows) await connect(world, window);
  for (const window of world.windows) await rest(world, window);
  const isSaved = (run) => isExempt(world, run.id) || world.isSaved(run);
  await world.until(async () => world.oracle.runs.every(isSaved), world.wasFull ? SAVE : FOLLOW);
}

/** There is a panel, and it answers: by itself, or it counts as a violation and the person reloads the window. */
async function connect(world, window) {
  await window.page.bringToFront();
  const isLive = async () => (await window.liveView()) !== undefined;
  if (await isLive()) return;
  if (await shown(world, window, isLive)) return;
  const seen = (await window.views()).map(({ connection }) => connection);
  const notices = await window.notices();
  const words = `window ${window.number}: no view answers within ${((ANSWER / 1000) * world.slowness).toFixed(0)} s (${[...seen, ...notices].join('; ')})`;
  // One that is killed while it starts, VS Code does not start again: nothing of ours is there to answer.
  if (world.hosts.alive.length < world.windows.length) world.skip('a panel without a host', words);
  else world.violate('the panel lives', words);
  world.log(`${world.hosts.alive.length} hosts of ${world.windows.length} windows`);
  await world.picture(window, 'dead-panel');
  world.atRisk('reload');
  await window.reload();
  if (!(await shown(world, window, isLive)))
    world.violate('the panel lives', `window ${window.number}: nor does one after a reload`);
}

/** A palette that knows nothing yet, on a busy machine, is asked again: only then does the panel have its time. */
async function shown(world, window, isLive) {
  const patience = ANSWER * world.slowness;
  await world.until(() => window.command('Show Panel', { attempts: 2 }), 2 * patience);
  return world.until(isLive, patience);
}

async function statusOf(window) {
  const view = await window.liveView();
  return view && (await window.peek(view))?.run?.status;
}

async function rest(world, window) {
  const isResting = async () => !GOING.includes(await statusOf(window));
  const stopped = await world.until(async () => {
    if (await isResting()) return true;
    await window.act(await window.liveView(), [{ command: 'stop' }]);
    return world.until(isResting, 2000);
  }, 12_000 * world.slowness);
  if (!stopped) world.violate('the panel lives', `window ${window.number}: a run does not stop`);
}

/** Nobody promises anything about a run that was harmed, deleted, or could not be saved. */
const isExempt = (world, id) => world.excused.has(id) || world.harms.has(id);

/** Checks everything that has to hold once all is at rest. @returns how many runs were held against the command line. */
export async function check(world) {
  for (const window of world.windows) {
    await window.page.bringToFront();
    await checkPanels(world, window);
    await checkRuns(world, window);
    await checkDeleted(world, window);
    await checkNames(world, window);
    await checkNewRun(world, window);
  }
  await world.look();
  await checkSwept(world);
  return checkBits(world);
}

async function checkPanels(world, window) {
  let views = [];
  // A panel goes on for a moment after its host was killed, and then waits for the next one.
  await world.until(async () => {
    views = await window.views();
    return views.length > 0 && views.every(({ connection }) => connection === 'live');
  }, ANSWER * world.slowness);
  const tabs = await window.tabs('Dropout Playground');
  const words = `window ${window.number}: ${tabs} tabs, views ${views.map(({ connection, file }) => `${connection}${file ? ` (${file})` : ''}`).join(', ') || 'none'}`;
  if (tabs > 1) world.violate('one panel', words);
  if (views.some(({ connection }) => connection !== 'live')) world.violate('the panel lives', words);
}

const runsOf = (world, window) => world.oracle.runs.filter(({ folder }) => folder === window.folder);

async function listOf(window) {
  const view = await window.liveView();
  return (view && (await window.peek(view))?.runs) ?? [];
}

/** What was seen to be complete is in the list, and opens with its bits. */
async function checkRuns(world, window) {
  const wanted = runsOf(world, window).filter(({ id }) => !isExempt(world, id));
  const missing = async () => {
    const ids = new Set((await listOf(window)).map(({ id }) => id));
    return wanted.filter(({ id }) => !ids.has(id));
  };
  await world.until(async () => (await missing()).length === 0, FOLLOW * world.slowness);
  const lost = await missing();
  for (const { id, name } of lost)
    world.violate(
      'every finished run is listed',
      `window ${window.number}: ${id} “${name}” (${savedWords(world, id)})`,
    );
  for (const run of wanted.filter((one) => !lost.includes(one))) await checkOpens(world, window, run);
  await checkHarmed(world, window);
}

/** What was seen to be gone stays so. */
async function checkDeleted(world, window) {
  const ids = new Set((await listOf(window)).map(({ id }) => id));
  for (const [id, isGone] of world.deleted)
    if (isGone && (ids.has(id) || world.storage.fileOf(id)))
      world.violate('what is deleted stays so', `window ${window.number}: ${id} (${savedWords(world, id)})`);
}

/** Windows that were killed have left owner files: the next one that looks at the folder sweeps them. */
async function checkSwept(world) {
  if (!world.isAllOpen) return;
  const stale = () => world.storage.owners.filter(({ pid }) => !world.hosts.alive.includes(pid));
  await world.until(async () => stale().length === 0, SWEEP * world.slowness);
  for (const { file } of stale()) world.violate('owner files of killed windows are swept', file);
}

const savedWords = (world, id) => (world.storage.fileOf(id) ? 'its file is there' : 'it has no file');

/** Puts a run on the screen; resolves to its curves, or undefined where it does not open. */
async function openRun(world, window, id, patience) {
  const view = await window.liveView();
  if (view === undefined) return undefined;
  await window.act(view, [{ post: { type: 'selectRun', run: id } }]);
  let seen;
  await world.until(async () => {
    seen = await window.peek(view);
    return seen?.run?.id === id && seen.curves !== undefined;
  }, patience);
  return seen?.run?.id === id ? seen.curves : undefined;
}

async function checkOpens(world, window, run) {
  const curves = await openRun(world, window, run.id, 4000 * world.slowness);
  const difference = curves ? differenceOfCurves(run.curves, curves) : 'it does not open';
  if (difference)
    world.violate(
      'a run opens with its bits',
      `window ${window.number}: ${run.id} “${run.name}”: ${difference}`,
    );
}

/** What was harmed shows nothing false where it opens all the same, and is named where it does not. */
async function checkHarmed(world, window) {
  const isThere = ({ id }) => world.harms.has(id) && !world.excused.has(id) && world.storage.fileOf(id);
  const harmed = runsOf(world, window).filter(isThere);
  if (harmed.length === 0) return;
  for (const run of harmed) {
    const curves = await openRun(world, window, run.id, 1500 * world.slowness);
    const difference = curves && falseIn(run.curves, curves);
    const words = `window ${window.number}: ${run.id} (${world.harms.get(run.id)}): ${difference}`;
    if (difference) world.violate('a damaged run shows nothing false', words);
  }
  const ids = new Set((await listOf(window)).map(({ id }) => id));
  const unlisted = harmed.filter(({ id }) => !ids.has(id));
  if (unlisted.length === 0) return;
  let lines = [];
  const isNamed = await world.until(async () => {
    lines = await window.runsTree();
    return lines.filter((line) => /damaged/.test(line)).length >= unlisted.length;
  }, FOLLOW * world.slowness);
  const words = unlisted.map(({ id, name }) => `${id} “${name}” (${world.harms.get(id)})`).join(', ');
  if (!isNamed)
    world.violate(
      'a damaged run is named',
      `window ${window.number}: ${words}; the list says ${lines.join('; ')}`,
    );
}

async function checkNames(world, window) {
  const list = new Map((await listOf(window)).map(({ id, name }) => [id, name]));
  for (const [id, { folder, name }] of world.names) {
    if (folder !== window.folder || isExempt(world, id) || !list.has(id)) continue;
    if (!world.namesOf(id).includes(list.get(id)))
      world.violate('names are kept', `window ${window.number}: ${id} is “${list.get(id)}”, not “${name}”`);
  }
}

async function checkNewRun(world, window) {
  let view;
  await world.until(async () => {
    view = await window.liveView();
    return view !== undefined;
  }, ANSWER * world.slowness);
  if (view === undefined) {
    world.violate('a new run completes', `window ${window.number}: no view answers`);
    return;
  }
  const before = (await window.peek(view))?.run?.id;
  const action = { b: 0.1, c: 0.4, d: (window.number * 0.137 + (world.begun % 1000) / 7000) % 1 };
  await window.act(view, [...shortExperiment(action), { command: 'restart' }]);
  let seen;
  const isDone = await world.until(async () => {
    seen = await window.peek(await window.liveView());
    return (
      seen?.run?.status === 'completed' && seen.run.id !== before && seen.seed === Math.floor(1000 * action.d)
    );
  }, 20_000 * world.slowness);
  if (!isDone)
    world.violate(
      'a new run completes',
      `window ${window.number}: ${seen?.run?.status ?? 'nothing answers'} in time`,
    );
}

/** The same experiment at the same seed gives the same bits, by the command line. */
async function checkBits(world) {
  let checked = 0;
  for (const run of world.oracle.runs) {
    const difference = await world.oracle.differs(run, world.files.dataVersions);
    checked += 1;
    if (difference) world.violate('a run shows its own curves', `${run.id} “${run.name}”: ${difference}`);
  }
  return checked;
}

/** Once every window is closed: nothing that the seed has started is still there. */
export async function checkLeftovers(world, pids) {
  const left = () => pids.filter((pid) => world.hosts.alive.includes(pid));
  await world.until(async () => left().length === 0, 15_000);
  if (left().length > 0) world.violate('nothing is left behind', `extension hosts ${left().join(', ')}`);
  const leftovers = world.storage.leftovers.filter((file) => !isKillsOwn(world, file));
  if (leftovers.length > 0) world.violate('nothing is left behind', leftovers.join(', '));
}

/** What a killed host has left: half a write lies there for an hour, an owner file until the folder is open again. */
function isKillsOwn(world, file) {
  return world.wasKilled && (file.endsWith('.tmp') || (file.endsWith('.owner') && !world.isAllOpen));
}

/** @param texts what was logged meanwhile, by file. */
export function checkLogs(world, pids, texts) {
  for (const text of world.hosts.uncaught(pids).filter((one) => OURS.test(one)))
    world.violate('nothing is uncaught', firstLines(text));
  for (const text of world.errors) world.violate('views throw nothing', firstLines(text));
  for (const line of texts.flatMap((text) => text.split(/\n(?=\[)/)).filter(isFault))
    world.violate('the log has no error', firstLines(line));
}

/** Where the extension is installed. */
export const OURS = /dropout-playground\.dropout-playground/;
/** Words that the log has on purpose about a person's files, at the level of errors. */
const EXPECTED = /cannot be (read|run|scanned|saved)|has an error/;
const isFault = (line) => line.startsWith('[error]') && !EXPECTED.test(line);
const firstLines = (text) => text.trim().split('\n').slice(0, 4).join(' | ').slice(0, 500);
