import { describeRun } from '../experiment/run-words';
import type { Experiment } from '../experiment/schema';
import { type Sweep, type SweepPoint, sweeps } from '../experiment/sweeps/index';
import type { Ending, FromWorker, Observation, SweepResult, SweepState } from '../protocol';
import type { JobHandle } from '../worker/pool';
import { DisposableObject } from './disposable';
import type { Trainers } from './runner';
import { Emitter } from './store/emitter';
import { lastRecord } from './store/last-record';

const NOTHING: Observation = { boundary: false, network: false };
/** Seeds of a sweep at the least: a point without a spread says little. */
const SEEDS = 3;
const MOST_SEEDS = 10;

interface Task {
  readonly point: number;
  readonly seed: number;
}

/** A sweep that goes on. Results arrive in the order in which trainings end. */
interface Going {
  readonly sweep: Sweep;
  readonly points: readonly SweepPoint[];
  readonly folder: string | null;
  readonly seeds: number;
  readonly of: string;
  readonly tasks: Task[];
  readonly jobs: Set<JobHandle>;
  readonly results: SweepResult[];
  readonly startedAt: number;
}

/** Trains an experiment over and over with one thing changed. One sweep at a time; another takes its place. */
export class Sweeper extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  #going: Going | null = null;
  #state: SweepState | null = null;

  readonly #trainers: Trainers;
  readonly #log: { info(message: string): void; warn(message: string): void };

  constructor(trainers: Trainers, log: { info(message: string): void; warn(message: string): void }) {
    super();
    this.#trainers = trainers;
    this.#log = log;
    this.register({ dispose: () => this.cancel() });
  }

  /** What views show: the sweep that goes on or the last one. */
  get state(): SweepState | null {
    return this.#state;
  }

  /** Starts a sweep of the experiment. False where there is none with this id. */
  start(id: string, experiment: Experiment, folder: string | null): boolean {
    const sweep = sweeps.find((entry) => entry.id === id);
    if (!sweep) return false;
    this.cancel();
    const points = sweep.points(experiment);
    const seeds = Math.min(MOST_SEEDS, Math.max(SEEDS, experiment.seeds));
    // Seed by seed: the whole curve is there early, and its spread grows with time.
    const tasks = Array.from({ length: seeds }, (_, i) =>
      points.map((_point, point) => ({ point, seed: (experiment.seed + i) >>> 0 })),
    ).flat();
    this.#going = {
      sweep,
      points,
      folder,
      seeds,
      of: describeRun(experiment).join(' · '),
      tasks,
      jobs: new Set(),
      results: [],
      startedAt: Date.now(),
    };
    this.#log.info(`Sweep ${id}: ${points.length} points, ${seeds} seeds`);
    this.#proceed(this.#going);
    return true;
  }

  cancel(): void {
    const going = this.#going;
    if (!going) return;
    this.#going = null;
    for (const job of going.jobs) job.stop();
    this.#publish(going, 'cancelled');
  }

  #proceed(going: Going): void {
    while (this.#going === going && going.tasks.length > 0 && going.jobs.size < this.#trainers.size)
      this.#train(going, going.tasks.shift()!);
    // It has failed as it began.
    if (this.#going !== going) return;
    const over = going.tasks.length === 0 && going.jobs.size === 0;
    if (over) this.#going = null;
    this.#publish(going, over ? 'completed' : 'running');
  }

  #train(going: Going, task: Task): void {
    const { experiment, variant } = going.points[task.point];
    let last: ReturnType<typeof lastRecord>;
    const request = {
      experiment,
      variant,
      seed: task.seed,
      folder: going.folder,
      observe: NOTHING,
      paused: false,
    };
    // One that fails at once has ended before its handle is known here.
    const own: { job?: JobHandle; over?: true } = {};
    own.job = this.#trainers.start(request, (message: FromWorker) => {
      if (message.type === 'frame') {
        last = lastRecord(message.rows) ?? last;
        own.job?.ack(message.seq);
        return;
      }
      if (message.type !== 'ended' && message.type !== 'failed') return;
      own.over = true;
      if (own.job) going.jobs.delete(own.job);
      if (message.type === 'ended') this.#ended(going, task, last, message.ending);
      else this.#failed(going, task, message.reason);
    });
    if (!own.over) going.jobs.add(own.job);
  }

  #ended(going: Going, task: Task, last: ReturnType<typeof lastRecord>, ending: Ending): void {
    if (this.#going !== going) return;
    if (last) {
      const { trainLoss, testLoss, testScore } = last;
      const diverged = ending.kind === 'diverged';
      going.results.push({
        ...task,
        trainLoss,
        testLoss: diverged ? Number.NaN : testLoss,
        testScore,
        diverged,
      });
    }
    this.#proceed(going);
  }

  /** One reason is enough: the other points would fail likewise. */
  #failed(going: Going, task: Task, reason: string): void {
    if (this.#going !== going) return;
    this.#log.warn(`Sweep ${going.sweep.id} failed at ${going.points[task.point].label}: ${reason}`);
    this.#going = null;
    for (const other of going.jobs) other.stop();
    this.#publish(going, 'failed', reason);
  }

  #publish(going: Going, status: SweepState['status'], reason?: string): void {
    const { sweep, points, seeds, of, results, startedAt } = going;
    this.#state = {
      id: sweep.id,
      status,
      seeds,
      of,
      points: points.map(({ label, x, series }) => ({ label, series, ...(x !== undefined && { x }) })),
      results: [...results],
      total: points.length * seeds,
      seconds: (Date.now() - startedAt) / 1000,
      ...(reason !== undefined && { reason }),
    };
    this.#changed.fire();
  }
}
