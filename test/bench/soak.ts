import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Workbench } from '../e2e/support/workbench';
import { Guard } from './soak/guard';
import { Inspector } from './soak/inspector';
import { PATIENCE, Person, type StepsOf } from './soak/person';
import { HostProbe, PageProbe, type Sample } from './soak/probes';
import { argumentsOf, descendants } from './soak/processes';
import { type Phase, type Result, reportOf } from './soak/report';
import { type Census, censusOf, growthOf } from './soak/snapshot';

type Harness = {
  build(): Promise<unknown>;
  stage(): Promise<{
    env: Record<string, string>;
    dataDir: string;
    stop(): Promise<void>;
  }>;
};

/** Shares of the time; typing is measured beside. */
const PHASES = { visible: 0.28, hidden: 0.28, runs: 0.44 };
/** Samples that a phase is to have, if each may take its time. */
const SAMPLES = 50;
/** Samples from one count of listeners to the next. */
const LOOKS_AT_LISTENERS = 2;
const GLANCE_MILLISECONDS = 3_000;
/** What has settled by now: code is compiled, lists are full. */
const WARM_UP = 1 / 3;
const RUNS_IN_A_ROW = 5;
/** A machine that is busy with other things may be too slow for what a person does. */
const MOST_MISSTEPS = 20;

const { values: options } = parseArgs({
  args: process.argv.slice(3),
  options: {
    minutes: { type: 'string', default: '25' },
    file: { type: 'string' },
    heaps: { type: 'string' },
    leak: { type: 'boolean', default: false },
  },
});

/** `bench -- soak`: a long day in the real VS Code, and whether anything grows in it. Linux only: it reads /proc. */
export async function run(): Promise<void> {
  if (options.heaps) mkdirSync(options.heaps, { recursive: true });
  const guard = new Guard();
  const { build, stage } = await harness();
  await build();
  const { env, dataDir, stop } = await stage();
  guard.folder(dataDir);
  guard.note();
  Object.assign(process.env, env);
  try {
    const result = await day(guard, dataDir);
    if (options.file) writeFileSync(options.file, `${JSON.stringify(result)}\n`);
    process.stdout.write(reportOf(result));
  } finally {
    await stop();
    guard.end();
  }
}

async function harness(): Promise<Harness> {
  const parts = ['stage', 'suites'].map(
    (name) => import(pathToFileURL(resolve(`test/harness/lib/${name}.mjs`)).href),
  );
  return Object.assign({}, ...(await Promise.all(parts)));
}

async function day(guard: Guard, dataDir: string): Promise<Result> {
  const { Workbench } = await import('../e2e/support/workbench');
  const settings = { 'dropoutPlayground.maxStoredRuns': 20, 'files.autoSave': 'off' };
  const workbench = await Workbench.open({ settings });
  guard.folder(workbench.folder);
  workbench.page.setDefaultTimeout(PATIENCE);
  const person = new Person(workbench);
  await person.begin();
  const recorder = await Recorder.start(guard, workbench, dataDir);
  try {
    if (options.leak) await injectLeak(recorder.host.inspector);
    const before = await person.latency();
    const phases = [
      await recorder.phase(
        'Streaming, panel on the screen',
        PHASES.visible,
        streaming(person, () => person.turnKnob()),
      ),
    ];
    await person.hidePanel();
    phases.push(
      await recorder.phase(
        'Streaming, panel hidden',
        PHASES.hidden,
        streaming(person, () => person.turnKnobInSidebar()),
      ),
    );
    await person.showPanel();
    await person.short();
    phases.push(await recorder.phase('Short runs', PHASES.runs, shortRuns(person)));
    await person.endless();
    await workbench.page.waitForTimeout(3_000);
    return { phases, typing: { before, after: await person.latency() } };
  } finally {
    recorder.stop();
    await workbench.close();
    await Workbench.quit();
  }
}

/** What is done in a phase, again and again; resolves to what was got done so far. */
type Work = () => Promise<Record<string, number>>;

function streaming(person: Person, turnKnob: () => Promise<StepsOf>): Work {
  let last: StepsOf = { run: '', steps: 0 };
  let [steps, turns] = [0, 0];
  return async () => {
    if (turns++ % 3 === 2) await person.type();
    const now = await turnKnob();
    steps += now.run === last.run ? now.steps - last.steps : now.steps;
    last = now;
    await sleep(1_000);
    return { steps, 'turns of a knob': turns };
  };
}

function shortRuns(person: Person): Work {
  let runs = 0;
  return async () => {
    if (runs % (3 * RUNS_IN_A_ROW) === 0) await person.somethingElse();
    await person.runShort(RUNS_IN_A_ROW);
    runs += RUNS_IN_A_ROW;
    return { runs };
  };
}

const sleep = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** A listener kept for every run that comes on the screen, and the run with it. */
async function injectLeak(inspector: Inspector): Promise<void> {
  const found = await inspector.ofObjects<number>(
    'Object.prototype',
    `function () {
      const stores = this.filter((one) => Object.hasOwn(one, 'onDidChangeCurrent') && Object.hasOwn(one, 'onDidGrow'));
      for (const store of stores) store.onDidChangeCurrent((run) => store.onDidGrow(() => run));
      return stores.length;
    }`,
  );
  if (found !== 1) throw new Error(`One store was to leak; there are ${found}.`);
}

/** Takes the samples. */
class Recorder {
  readonly #begun = performance.now();
  readonly #timer: NodeJS.Timeout;
  #looks = 0;
  #samples: { at: number; figures: Sample }[] = [];

  readonly #page: PageProbe;

  private constructor(
    guard: Guard,
    readonly host: HostProbe,
    page: PageProbe,
  ) {
    this.#page = page;
    this.#timer = setInterval(() => {
      guard.note();
      this.#note({ ...host.glance(), ...page.glance() });
    }, GLANCE_MILLISECONDS);
  }

  static async start(guard: Guard, workbench: Workbench, dataDir: string): Promise<Recorder> {
    const host = descendants(process.pid).find(({ pid }) =>
      argumentsOf(pid).includes('--type=extensionHost'),
    );
    if (host === undefined) throw new Error('There is no extension host.');
    const inspector = await Inspector.open(host.pid);
    return new Recorder(
      guard,
      new HostProbe(host.pid, inspector, join(dataDir, 'data/User/workspaceStorage')),
      await PageProbe.of(workbench.page),
    );
  }

  /** Does the work for a share of the time, and takes samples meanwhile. */
  async phase(name: string, share: number, work: Work): Promise<Phase> {
    const seconds = 60 * Number(options.minutes) * share;
    const begun = this.#now();
    const [warm, until] = [begun + seconds * WARM_UP, begun + seconds];
    this.#samples = [];
    let done: Record<string, number> = {};
    let first: Record<string, Census> | undefined;
    const working = (async () => {
      let missteps = 0;
      while (this.#now() < until) {
        try {
          done = await work();
        } catch (error) {
          missteps += 1;
          process.stderr.write(`${name}: ${(error as Error).message.split('\n')[0]}\n`);
          if (missteps > MOST_MISSTEPS) throw error;
        }
        if (missteps > 0) done = { ...done, missteps };
      }
    })();
    const looking = (async () => {
      while (this.#now() < until) {
        const figures = await this.#look();
        say(name, this.#now(), figures, done);
        if (options.heaps && this.#now() >= warm) first ??= await this.#heaps();
        await sleep((1000 * seconds) / SAMPLES);
      }
    })();
    await Promise.all([working, looking]);
    await this.#look();
    const growth = first && growthBetween(first, await this.#heaps());
    return { name, begun, warm, ended: this.#now(), samples: this.#samples, done, ...(growth && { growth }) };
  }

  stop(): void {
    clearInterval(this.#timer);
    this.host.inspector.close();
  }

  #now(): number {
    return (performance.now() - this.#begun) / 1000;
  }

  async #look(): Promise<Sample> {
    const listeners = this.#looks++ % LOOKS_AT_LISTENERS === 0 ? await this.host.listeners() : {};
    const figures = { ...(await this.host.look()), ...(await this.#page.look()), ...listeners };
    this.#note(figures);
    return figures;
  }

  #note(figures: Sample): void {
    this.#samples.push({ at: this.#now(), figures });
  }

  async #heaps(): Promise<Record<string, Census>> {
    const { inspector } = this.host;
    const { session } = this.#page;
    return {
      host: await heapOf(
        (hear) => inspector.on('HeapProfiler.addHeapSnapshotChunk', hear),
        () => inspector.ask('HeapProfiler.takeHeapSnapshot'),
      ),
      page: await heapOf(
        (hear) => {
          session.on('HeapProfiler.addHeapSnapshotChunk', hear);
        },
        () => session.send('HeapProfiler.takeHeapSnapshot'),
      ),
    };
  }
}

async function heapOf(
  listen: (hear: (chunk: { chunk: string }) => void) => void,
  take: () => Promise<unknown>,
): Promise<Census> {
  const chunks: string[] = [];
  listen(({ chunk }) => chunks.push(chunk));
  const late = new Promise<string>((done) => setTimeout(done, PATIENCE, 'late').unref());
  if ((await Promise.race([take(), late])) === 'late') {
    process.stderr.write('A heap snapshot was given up: it took too long.\n');
    return {};
  }
  const text = chunks.join('');
  writeFileSync(join(options.heaps!, `${Date.now()}.heapsnapshot`), text);
  return censusOf(text);
}

function growthBetween(
  first: Record<string, Census>,
  last: Record<string, Census>,
): Phase['growth'] & object {
  return Object.fromEntries(
    Object.entries(last).map(([where, census]) => [where, growthOf(first[where], census)]),
  );
}

/** A line for whoever waits. */
function say(phase: string, at: number, figures: Sample, done: Record<string, number>): void {
  const mb = (name: string) => (figures[name] / 2 ** 20).toFixed(1);
  const progress = Object.entries(done).map(([what, count]) => `${count} ${what}`);
  process.stderr.write(
    `${(at / 60).toFixed(1)} min, ${phase}: host ${mb('host.held')} MB held, ${mb('host.rss')} MB resident, ` +
      `page ${mb('page.heap')} MB, ${figures['page.nodes']} nodes; ${progress.join(', ')}\n`,
  );
}
