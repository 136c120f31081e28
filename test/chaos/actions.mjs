import { itemAt } from './random.mjs';
import { harm } from './storage.mjs';

/** A training of a few hundred milliseconds, another one for each `fraction`. */
export function shortExperiment({ b, c, d }, data) {
  return [
    { edit: [['data'], data ?? { source: itemAt(['moons', 'circles', 'spiral'], d), train: 60, test: 60 }] },
    { edit: [['network', 'hidden'], itemAt([[8], [16], [8, 8]], c)] },
    { edit: [['training', 'epochs'], 20 + Math.floor(60 * b)] },
    { edit: [['dropout', 'ratio'], Math.round(80 * c) / 100] },
    { edit: [['seed'], Math.floor(1000 * d)] },
    { edit: [['seeds'], 1 + Math.floor(2 * b)] },
    { edit: [['baseline'], d < 0.5] },
  ];
}

const TABLE = { source: 'csv', file: 'wildflowers.csv' };

/** Does something in a view of an open window. @returns words for the log, or why nothing was done. */
async function inView(world, action, act) {
  const window = itemAt(world.windows, action.a);
  const view = (await window.liveView()) ?? (await anew(window));
  if (view === undefined) return `window ${window.number} has no view that answers`;
  return `window ${window.number}: ${await act(window, view)}`;
}

/** A person who misses the panel opens it. */
async function anew(window) {
  await window.command('Show Panel', { attempts: 1 });
  return window.liveView();
}

/** A command of the view's buttons. */
const button = (command) => (world, action) =>
  inView(world, action, async (window, view) => {
    await window.act(view, [{ command }]);
    return command;
  });

/** Does something about one of the runs that a window lists. */
function aboutRun(act) {
  return (world, action) =>
    inView(world, action, async (window, view) => {
      const { runs = [] } = (await window.peek(view)) ?? {};
      const run = itemAt(runs, action.b);
      return run === undefined ? 'no run yet' : act(world, window, view, run, action);
    });
}

/** Does something to one of the extension hosts. */
function toHost(act) {
  return async (world, action) => {
    const pid = itemAt(world.hosts.alive, action.a);
    return pid === undefined ? 'no host' : act(world, pid, action);
  };
}

async function start(world, action) {
  return inView(world, action, async (window, view) => {
    const isTable = window.folder !== null && action.b > 0.7;
    await window.act(view, [...shortExperiment(action, isTable ? TABLE : undefined), { command: 'restart' }]);
    const words = `a short run${isTable ? ' of the table' : ''}`;
    if (action.c > 0.7) return words;
    // Most people see what comes of it.
    const isOver = await world.until(async () => isComplete(await window.peek(view), action), 8_000);
    return `${words}, ${isOver ? 'complete' : 'not over yet'}`;
  });
}

const isComplete = (seen, { d }) => seen?.run?.status === 'completed' && seen.seed === Math.floor(1000 * d);

async function startLong(world, action) {
  return inView(world, action, async (window, view) => {
    const steps = [...shortExperiment(action), { edit: [['training', 'epochs'], 100_000] }];
    await window.act(view, [...steps, { command: 'restart' }]);
    return 'a long run';
  });
}

function turn(world, action) {
  const knobs = [
    [['dropout', 'ratio'], Math.round(90 * action.c) / 100],
    [['training', 'learningRate'], 10 ** (-4 + 3 * action.c)],
    [['training', 'epochs'], 10 + Math.floor(50 * action.c)],
    [['dropout', 'ratio'], 7],
  ];
  return inView(world, action, async (window, view) => {
    const edit = itemAt(knobs, action.b);
    await window.act(view, [{ edit }]);
    return `${edit[0].join('.')} = ${edit[1]}`;
  });
}

async function rename(world, window, view, run, { c }) {
  const name = `named ${Math.floor(1e6 * c)}`;
  const post = { type: 'renameRun', run: run.id, name };
  await window.act(view, [{ post }]);
  world.expectName(window, run.id, name);
  return `${run.id} becomes ${name}`;
}

async function remove(world, window, view, run) {
  world.forget(run.id, 'deleted by a person');
  await window.act(view, [{ post: { type: 'deleteRun', run: run.id } }]);
  world.deleted.set(run.id, false);
  return `${run.id} is deleted`;
}

async function openWindow(world, action) {
  if (world.windows.length >= 3) return 'three windows are enough';
  const folder = action.a < 0.75 ? world.folder : null;
  const window = await world.open(folder);
  return `window ${window.number} on ${folder === null ? 'no folder' : 'the folder'}`;
}

async function closeWindow(world, action) {
  if (world.windows.length < 2) return 'the last window stays';
  const window = itemAt(world.windows, action.a);
  await world.close(window);
  return `window ${window.number}`;
}

async function reload(world, action) {
  const window = itemAt(world.windows, action.a);
  world.atRisk('reload');
  await window.reload();
  return `window ${window.number}`;
}

/** A panel is opened, closed, or hidden behind another editor. */
async function panel(world, action) {
  const window = itemAt(world.windows, action.a);
  const [what, title] = itemAt(
    [
      ['closed', 'View: Close All Editors'],
      ['shown', 'Show Panel'],
      ['hidden', 'New Untitled Text File'],
    ],
    action.b,
  );
  if (what === 'hidden') await window.command('Show Panel', { attempts: 2 });
  const done = await window.command(title, { attempts: 2 });
  return `window ${window.number}: ${done ? what : `“${title}” is not known`}`;
}

async function openFile(world, action) {
  const window = itemAt(world.windows, action.a);
  if (window.folder === null) return 'no folder';
  const name = itemAt(['two-moons.dropout.json', 'train.py', 'wildflowers.csv'], action.b);
  await window.openFile(name);
  return `window ${window.number}: ${name}`;
}

function corrupt(world, action) {
  const harmed = harm(world.storage, action);
  if (harmed === undefined) return 'nothing to harm';
  world.harmed(harmed);
  return `${harmed.kind} ${harmed.id}`;
}

function fill(world, action) {
  const { storage } = world;
  if (storage.unable) {
    world.skip('the disk is full', storage.unable);
    return storage.unable;
  }
  if (storage.isFull) {
    storage.free();
    return 'free again';
  }
  storage.fill(action.a < 0.3);
  world.diskFilled();
  return action.a < 0.3 ? 'read-only' : 'full';
}

/**
 * What can happen, by kind: how often (`weight`), how often at the most in one seed, and what does it. Each is given the
 * world and an action of the plan, and resolves to words for the log. `fault`: nobody would do this on purpose.
 */
export const ACTIONS = {
  start: { weight: 10, perform: start },
  startLong: { weight: 4, perform: startLong },
  turn: { weight: 6, perform: turn },
  pause: { weight: 1, perform: button('pause') },
  resume: { weight: 2, perform: button('resume') },
  step: { weight: 1, perform: button('step') },
  stop: { weight: 2, perform: button('stop') },
  undo: { weight: 1, perform: button('undo') },
  select: {
    weight: 2,
    perform: aboutRun(async (_world, window, view, run) => {
      await window.act(view, [{ post: { type: 'selectRun', run: run.id } }]);
      return `${run.id} is shown`;
    }),
  },
  compare: {
    weight: 1,
    perform: aboutRun(async (_world, window, view, run) => {
      await window.act(view, [{ post: { type: 'compare', run: run.id } }]);
      return `${run.id} is compared with`;
    }),
  },
  rename: { weight: 4, perform: aboutRun(rename) },
  delete: { weight: 2, perform: aboutRun(remove) },
  openWindow: { weight: 3, most: 2, perform: openWindow },
  closeWindow: { weight: 2, most: 2, perform: closeWindow },
  reload: { weight: 2, most: 2, perform: reload },
  panel: { weight: 3, most: 3, perform: panel },
  openFile: { weight: 3, most: 2, perform: openFile },
  files: { weight: 5, fault: true, perform: (world, action) => world.files.disturb(action) },
  kill: {
    weight: 4,
    most: 2,
    fault: true,
    perform: toHost(async (world, pid) => {
      await world.kill(pid);
      return `host ${pid}`;
    }),
  },
  freeze: {
    weight: 3,
    most: 2,
    fault: true,
    perform: toHost((world, pid, { b }) => {
      const milliseconds = Math.round(500 + 4000 * b);
      void world.hosts.freeze(pid, milliseconds);
      return `host ${pid} for ${milliseconds} ms`;
    }),
  },
  worker: {
    weight: 5,
    fault: true,
    perform: toHost(async (world, pid, { b, c }) => {
      const fault = itemAt(['exit', 'throw', 'hang'], b);
      const answer = await within3(world.hosts.ask(pid, { fault, which: c }));
      return `${fault} in thread ${answer?.thread ?? 'none'} of host ${pid}`;
    }),
  },
  corrupt: { weight: 5, most: 3, fault: true, perform: corrupt },
  disk: { weight: 4, most: 4, fault: true, perform: fill },
};

/** A host that is stopped does not answer. */
const within3 = (promise) => Promise.race([promise, new Promise((done) => setTimeout(done, 3000))]);
