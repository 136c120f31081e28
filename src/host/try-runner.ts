import type { Role } from '../logs/metric';
import type { TryCurve, TryState, TryTrial } from '../protocol';
import { answerOf, type TrialResult, type TryAnswer } from '../try/answer';
import { Curves } from '../try/curves';
import { type Plan, sideName, type Trial } from '../try/plan';
import type { Command } from '../try/trial-process';
import { tryValues } from '../try/try-values';
import { DisposableObject } from './disposable';
import { Emitter } from './store/emitter';

/** What a person has decided to try. */
export interface Tried {
  readonly plan: Plan;
  readonly command: Command;
}

/** What is kept of it, and brought back after a reload of the window. */
export interface KeptTry extends Tried {
  readonly results: readonly TrialResult[];
}

export interface TryPort {
  /** What a trial writes; the text of its whole lines so far. */
  output(trial: Trial, text: string): void;
  /** Called before each trial, with the words that it is told apart by. */
  begun(trial: Trial, words: string): void;
  ended(result: TrialResult): void;
  keep(kept: KeptTry): void;
}

/** Milliseconds between two states while trials go on. */
const PAUSE = 200;
/** Points of all curves of a state, and of one of them. */
const MOST_POINTS = 40_000;
const MOST_OF_CURVE = 400;

const LOSSES = ['trainLoss', 'validationLoss', 'testLoss'] as const;

/** Runs a person's script with other values, one trial after the other. */
export class TryRunner extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #port: TryPort;
  #tried: Tried | null = null;
  #results: TrialResult[] = [];
  #running = new Map<number, Curves>();
  #stopping: AbortController | null = null;
  #answer: TryAnswer | null = null;
  #left: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: TryState | null = null;

  constructor(port: TryPort) {
    super();
    this.#port = port;
    this.register({ dispose: () => this.stop() });
  }

  get state(): TryState | null {
    return this.#state;
  }

  /** What is on the screen. */
  get tried(): Tried | null {
    return this.#tried;
  }

  get answer(): TryAnswer | null {
    return this.#answer;
  }

  /** Puts what another window or an earlier session has tried on the screen. */
  restore({ plan, command, results }: KeptTry): void {
    if (this.#tried) return;
    this.#tried = { plan, command };
    this.#results = [...results];
    this.#answer = answerOf(plan, results);
    this.#publish();
  }

  /** Starts trials; those that go on are ended. */
  start(tried: Tried): void {
    this.stop();
    this.#tried = tried;
    this.#results = [];
    this.#begin();
  }

  /** Goes on with the trials that have not ended. */
  goOn(): void {
    if (this.#tried && !this.#stopping) this.#begin();
  }

  stop(): void {
    this.#stopping?.abort();
    this.#stopping = null;
  }

  #begin(): void {
    const { plan, command } = this.#tried!;
    const stopping = new AbortController();
    this.#stopping = stopping;
    this.#answer = null;
    this.#left = null;
    this.#running = new Map();
    this.#publish();
    void this.#run(plan, command, stopping);
  }

  async #run(plan: Plan, command: Command, stopping: AbortController): Promise<void> {
    const isOurs = () => this.#tried?.plan === plan && !stopping.signal.aborted;
    const answer = await tryValues(
      plan,
      { command, workers: 1, known: this.#results },
      {
        started: (trial) => {
          this.#running.set(trial.number, new Curves());
          this.#port.begun(trial, this.#wordsOf(trial));
          this.#publishSoon();
        },
        output: (trial, chunk) => this.#port.output(trial, new TextDecoder().decode(chunk)),
        changed: (trial, curves) => {
          this.#running.set(trial.number, curves);
          this.#publishSoon();
        },
        ended: (result) => {
          this.#running.delete(result.trial.number);
          if (!isOurs()) return;
          this.#results.push(result);
          this.#port.ended(result);
          this.#port.keep({ plan, command, results: this.#results });
          this.#publishSoon();
        },
        estimated: (seconds) => {
          this.#left = Date.now() + seconds * 1000;
        },
      },
      stopping.signal,
    );
    if (this.#tried?.plan !== plan) return;
    this.#answer = answer;
    if (this.#stopping === stopping) this.#stopping = null;
    this.#publish();
  }

  #wordsOf({ side, seed }: Trial): string {
    return `${sideName(this.#tried!.plan.sides[side]!)}, seed ${seed}`;
  }

  #publishSoon(): void {
    this.#timer ??= setTimeout(() => this.#publish(), PAUSE);
  }

  #publish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.disposed || !this.#tried) return;
    this.#state = this.#made(this.#tried);
    this.#changed.fire();
  }

  #made({ plan, command }: Tried): TryState {
    const isRunning = this.#stopping !== null;
    const ended = new Map(this.#results.map((result) => [result.trial.number, result]));
    const isWhole = ended.size === plan.trials.length;
    const most = Math.max(20, Math.min(MOST_OF_CURVE, Math.floor(MOST_POINTS / (2 * plan.trials.length))));
    const answer = this.#answer;
    return {
      status: isRunning ? 'running' : isWhole || answer?.verdict === 'failed' ? 'completed' : 'stopped',
      script: plan.script.path.split(/[\\/]/).at(-1)!,
      command: [command.interpreter, plan.script.path, ...command.args].join(' '),
      what: plan.targets.map(({ name }) => name).join(', '),
      sides: plan.sides.map((side) => ({ name: sideName(side), isOwn: side.isOwn })),
      trials: plan.trials.map((trial) => this.#trialOf(trial, ended.get(trial.number), most)),
      secondsLeft: this.#left === null ? null : Math.max(0, (this.#left - Date.now()) / 1000),
      ...(answer && !isRunning && { answer: shown(answer) }),
    };
  }

  #trialOf(trial: Trial, result: TrialResult | undefined, most: number): TryTrial {
    const running = this.#running.get(trial.number);
    const curves = result?.curves ?? running?.all ?? [];
    const last = result?.last ?? running?.last ?? {};
    return {
      side: trial.side,
      seed: trial.seed,
      state: result?.state ?? (running ? 'running' : 'waiting'),
      ...(result?.reason !== undefined && { reason: result.reason }),
      curves: LOSSES.flatMap((role): TryCurve[] => {
        const curve = curves.find((one) => one.role === role);
        return curve ? [{ role, ...thinned(curve.steps, curve.values, most) }] : [];
      }),
      last: finite(last),
    };
  }
}

const finite = (last: Partial<Record<Role, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(last).filter(([, value]) => Number.isFinite(value)));

function shown({
  verdict,
  title,
  evidence,
  remarks,
  measure,
  sides,
  best,
}: TryAnswer): NonNullable<TryState['answer']> {
  return {
    ...{ verdict, title, evidence, remarks, measure, best },
    sides: sides.map(({ spread, diverged, failed }) => ({ spread: spread ?? null, diverged, failed })),
  };
}

/** At most so many points of a curve, evenly; the last always. */
function thinned(steps: readonly number[], values: readonly number[], most: number) {
  const stride = Math.max(1, Math.ceil(steps.length / most));
  const kept = [...steps.keys()].filter((i) => i % stride === 0 || i === steps.length - 1);
  return {
    steps: Float64Array.from(kept, (i) => steps[i]!),
    values: Float64Array.from(kept, (i) => values[i]!),
  };
}
