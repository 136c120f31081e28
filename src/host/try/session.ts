import type { Role } from '../../logs/metric';
import { TRY_ROLES, type TryCurve, type TryState, type TryTrial } from '../../protocol';
import { deferred } from '../../study/deferred';
import { answerOf, type TrialResult, type TryAnswer } from '../../try/answer';
import { Curves, lastOf, repointed } from '../../try/curves';
import { sideName, type Trial } from '../../try/plan';
import type { PointedLine } from '../../try/pointed';
import { tryValues } from '../../try/try-values';
import { DisposableObject } from '../disposable';
import { Emitter } from '../store/emitter';
import type { Tried } from './messages';
import type { TryOutputs } from './outputs';

/** What is kept of it, and brought back after a reload of the window. */
export interface KeptTry extends Tried {
  readonly results: readonly TrialResult[];
}

export interface TrySessionPort {
  readonly outputs: TryOutputs;
  /** Trials at the same time. */
  workers(): number;
  /** What a person has said of lines that scripts print. */
  pointed(): readonly PointedLine[];
  /** What a trial has written has grown. */
  wrote(trial: Trial): void;
  keep(kept: KeptTry): void;
}

/** Milliseconds between two states while trials go on. */
const PAUSE = 200;
/** Points of all curves of a state, and of one of them. */
const MOST_POINTS = 40_000;
const MOST_OF_CURVE = 400;

/** Runs a person's script with other values, and knows what became of each trial. */
export class TrySession extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #port: TrySessionPort;
  #tried: Tried | null = null;
  #results: TrialResult[] = [];
  #running = new Map<number, Curves>();
  #stopping: AbortController | null = null;
  #answer: TryAnswer | null = null;
  #left: number | null = null;
  /** Until when the next trial waits. */
  #gate: { readonly open: () => void; readonly isOpen: Promise<void> } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: TryState | null = null;

  constructor(port: TrySessionPort) {
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

  /** Of the trials that have ended, in that order. */
  get results(): readonly TrialResult[] {
    return this.#results;
  }

  /** No further trial starts. */
  giveWay(): void {
    if (!this.#stopping || this.#gate) return;
    const { promise, resolve } = deferred<void>();
    this.#gate = { open: resolve, isOpen: promise };
    this.#publish();
  }

  goOn(): void {
    if (!this.#gate) return;
    this.#gate.open();
    this.#gate = null;
    this.#publish();
  }

  /** Puts what another window or an earlier session has tried on the screen. */
  restore({ id, plan, command, results }: KeptTry): void {
    if (this.#tried) return;
    this.#tried = { id, plan, command };
    this.#results = [...results];
    this.#answer = answerOf(plan, results);
    this.#publish();
  }

  /** Starts trials; those that go on are ended. */
  start(tried: Tried): void {
    this.stop();
    this.#tried = tried;
    this.#results = [];
    this.#port.outputs.clear();
    this.#begin();
  }

  /** Runs the trials that have not ended. */
  resume(): void {
    if (this.#tried && !this.#stopping) this.#begin();
  }

  stop(): void {
    this.#stopping?.abort();
    this.#stopping = null;
    this.#gate?.open();
    this.#gate = null;
  }

  /** Reads the outputs of trials that have ended anew; resolves to how many values a person has pointed at. */
  async repoint(): Promise<number> {
    const { id, plan, command } = this.#tried ?? {};
    if (!id || !plan || !command) return 0;
    const results = await Promise.all(this.#results.map((result) => this.#repointed(result)));
    if (this.#tried?.plan !== plan) return 0;
    // Trials may have ended meanwhile.
    this.#results = [...results, ...this.#results.slice(results.length)];
    if (this.#answer) this.#answer = answerOf(plan, this.#results);
    this.#port.keep({ id, plan, command, results: this.#results });
    this.#publish();
    const own = this.#results.flatMap(({ curves }) => curves.filter(({ origin }) => origin === 'pointed'));
    return own.reduce((count, { values }) => count + values.length, 0);
  }

  async #repointed(result: TrialResult): Promise<TrialResult> {
    const output = await this.#port.outputs.of(result.trial.number);
    if (output === undefined) return result;
    const curves = repointed(result.curves, output, this.#port.pointed());
    return { ...result, curves, last: lastOf(curves) };
  }

  #begin(): void {
    const tried = this.#tried!;
    const stopping = new AbortController();
    this.#stopping = stopping;
    this.#answer = null;
    this.#left = null;
    this.#running = new Map();
    this.#publish();
    void this.#run(tried, stopping);
  }

  async #run({ id, plan, command }: Tried, stopping: AbortController): Promise<void> {
    const { outputs } = this.#port;
    const decoders = new Map<number, readonly [TextDecoder, TextDecoder]>();
    const isOurs = () => this.#tried?.plan === plan && !stopping.signal.aborted;
    const pointed = this.#port.pointed();
    const answer = await tryValues(
      plan,
      {
        ...{ command, known: this.#results, workers: this.#port.workers() },
        pointed: () => this.#port.pointed(),
        turn: async () => this.#gate?.isOpen,
      },
      {
        started: (trial) => {
          this.#running.set(trial.number, new Curves());
          decoders.set(trial.number, [new TextDecoder(), new TextDecoder()]);
          outputs.begin(trial.number);
          this.#publishSoon();
        },
        output: (trial, chunk, isError) => {
          const decoder = decoders.get(trial.number)?.[isError ? 1 : 0];
          outputs.append(trial.number, decoder?.decode(chunk, { stream: true }) ?? '');
          this.#port.wrote(trial);
        },
        changed: (trial, curves) => {
          this.#running.set(trial.number, curves);
          this.#publishSoon();
        },
        ended: (result) => {
          const { number } = result.trial;
          this.#running.delete(number);
          if (!isOurs()) return;
          outputs.end(number);
          this.#results.push(result);
          this.#port.wrote(result.trial);
          this.#port.keep({ id, plan, command, results: this.#results });
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
    if (this.#stopping === stopping) {
      this.#stopping = null;
      this.#gate = null;
    }
    this.#publish();
    // What a person pointed at while a trial went on.
    if (pointed !== this.#port.pointed()) await this.repoint();
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

  #made({ id, plan, command }: Tried): TryState {
    const isRunning = this.#stopping !== null;
    const ended = new Map(this.#results.map((result) => [result.trial.number, result]));
    const isWhole = ended.size === plan.trials.length;
    const most = Math.max(20, Math.min(MOST_OF_CURVE, Math.floor(MOST_POINTS / (3 * plan.trials.length))));
    const answer = this.#answer;
    return {
      id,
      isHeld: this.#gate !== null,
      status: isRunning ? 'running' : isWhole || answer?.verdict === 'failed' ? 'completed' : 'stopped',
      script: plan.script.path.split(/[\\/]/).at(-1)!,
      command: [command.interpreter, plan.script.path, ...command.args].join(' '),
      what: plan.targets.map(({ name }) => name).join(', '),
      sides: plan.sides.map((side) => ({ name: sideName(side), values: side.values, isOwn: side.isOwn })),
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
      curves: TRY_ROLES.flatMap((role): TryCurve[] => {
        const curve = curves.find((one) => one.role === role);
        return curve
          ? [{ role, unit: curve.unit ?? 'step', ...thinned(curve.steps, curve.values, most) }]
          : [];
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
