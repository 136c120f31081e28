import type { RateFindings } from '../core/analysis/rate-findings';
import { rateLimit } from '../core/analysis/rate-limit';
import { describeRun } from '../experiment/run-words';
import type { Experiment } from '../experiment/schema';
import type { RateRangeState } from '../protocol';
import { findRate, RANGE_SEEDS, type RangeAnswer, type SeedRange } from '../study/rate-range';
import { rateWords } from '../study/rate-words';
import { DisposableObject } from './disposable';
import type { Trainers } from './runner';
import { Emitter } from './store/emitter';

/** Milliseconds between two states of a test that goes on. */
const PAUSE = 150;

/** A range test that goes on. */
interface Going {
  readonly stopping: AbortController;
  readonly experiment: Experiment;
  readonly startedAt: number;
  readonly seeds: Map<number, { readonly range: SeedRange; readonly findings?: RateFindings }>;
}

/** Finds a learning rate by a range test. One test at a time; another takes its place. */
export class RateFinder extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  #going: Going | null = null;
  #state: RateRangeState | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly #trainers: Trainers;
  readonly #log: { info(message: string): void; warn(message: string): void };

  constructor(trainers: Trainers, log: { info(message: string): void; warn(message: string): void }) {
    super();
    this.#trainers = trainers;
    this.#log = log;
    this.register({ dispose: () => this.cancel() });
  }

  /** What views show: the test that goes on, or the last one. */
  get state(): RateRangeState | null {
    return this.#state;
  }

  start(experiment: Experiment, folder: string | null): void {
    this.cancel();
    const going: Going = {
      stopping: new AbortController(),
      experiment,
      startedAt: Date.now(),
      seeds: new Map(),
    };
    this.#going = going;
    this.#log.info(`Learning-rate range test: ${RANGE_SEEDS} seeds`);
    this.#publish(going, 'running');
    void this.#find(going, folder);
  }

  cancel(): void {
    const going = this.#going;
    if (!going) return;
    going.stopping.abort();
    this.#end(going, 'cancelled', {});
  }

  async #find(going: Going, folder: string | null): Promise<void> {
    const port = {
      trainers: this.#trainers,
      moved: (range: SeedRange) => {
        going.seeds.set(range.seed, { range });
        this.#publishSoon(going);
      },
      ended: (range: SeedRange, findings: RateFindings) => {
        going.seeds.set(range.seed, { range, findings });
        this.#publishSoon(going);
      },
    };
    const { experiment, stopping } = going;
    try {
      const answer = await findRate(experiment, folder, RANGE_SEEDS, port, stopping.signal);
      this.#end(going, 'completed', answerOf(answer, experiment));
    } catch (error) {
      const { message } = error as Error;
      if (this.#going === going) this.#log.warn(`Learning-rate range test failed: ${message}`);
      stopping.abort();
      this.#end(going, 'failed', { reason: message });
    }
  }

  #end(going: Going, status: RateRangeState['status'], more: Partial<RateRangeState>): void {
    if (this.#going !== going) return;
    this.#going = null;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#publish(going, status, more);
  }

  #publishSoon(going: Going): void {
    if (this.#going !== going) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#publish(going, 'running');
    }, PAUSE);
  }

  #publish(going: Going, status: RateRangeState['status'], more: Partial<RateRangeState> = {}): void {
    const all = [...going.seeds.values()].sort((a, b) => a.range.seed - b.range.seed);
    this.#state = {
      status,
      of: describeRun(going.experiment).join(' · '),
      seeds: all.map(({ range, findings }) => ({
        seed: range.seed,
        start: range.start,
        rates: Float64Array.from(range.rates),
        losses: Float64Array.from(range.losses),
        ...(findings && { findings }),
      })),
      total: RANGE_SEEDS,
      ...more,
    };
    this.#changed.fire();
  }
}

function answerOf(answer: RangeAnswer, { training }: Experiment): Partial<RateRangeState> {
  const { suggestion, lambdaMax } = answer;
  const own = lambdaMax === undefined ? undefined : rateLimit(training, lambdaMax);
  return {
    answer: { ...rateWords(answer, training), suggestion },
    ...(own && { limit: own }),
  };
}
