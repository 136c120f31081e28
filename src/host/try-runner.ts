import { stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import type { TryState } from '../protocol';
import type { PointedLine } from '../try/pointed';
import { DisposableObject } from './disposable';
import { Emitter } from './store/emitter';
import { endThread, type Thread, whenEnded } from './thread';
import type { FromTryThread, ToTryThread, Tried, TryThreadData } from './try/messages';
import { keptIn } from './try/store';
import type { Turn } from './turns';

export type TryThread = Thread<ToTryThread, FromTryThread>;

export interface TryRunnerOptions {
  start(data: TryThreadData): TryThread;
  /** Where trials are kept; null: there is no disk. */
  readonly folder: string | null;
  /** Trials at the same time. */
  workers(): number;
  /** What a person has said of lines that scripts print. */
  pointed(): readonly PointedLine[];
}

type Answer = number | string | undefined;
type Question = Extract<ToTryThread, { request: number }>;
type Asked<T = Question> = T extends Question ? Omit<T, 'request'> : never;

/**
 * A person's script, run with other values by a thread of its own. While something else takes its turn, no further trial
 * starts; one that goes on does so, with low priority: nobody wants to lose hours of it.
 */
export class TryRunner extends DisposableObject implements Turn {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #wrote = this.register(new Emitter<void>());
  /** What a trial has printed has grown. */
  readonly onDidWrite = this.#wrote.event;
  readonly #options: TryRunnerOptions;
  readonly #asking = new Map<number, (answer: Answer) => void>();
  #thread: TryThread | null = null;
  #tried: Tried | null = null;
  #state: TryState | null = null;
  #requests = 0;
  /** From the moment when a person starts or stops, before the thread has said so. */
  #asked: 'start' | 'stop' | null = null;
  #isHeld = false;

  constructor(options: TryRunnerOptions) {
    super();
    this.#options = options;
    this.register({ dispose: () => void this.close() });
  }

  get state(): TryState | null {
    return this.#state;
  }

  /** What is on the screen. */
  get tried(): Tried | null {
    return this.#tried;
  }

  /** Brings back what an earlier session has tried; where there was nothing, no thread starts. */
  async open(): Promise<void> {
    const { folder } = this.#options;
    const isThere = folder !== null && (await stat(keptIn(folder)).catch(() => undefined));
    if (isThere && !this.#thread && !this.disposed) this.#post({ type: 'open' });
  }

  going(): TryRunner | null {
    const isRunning = this.#asked === 'start' || (this.#asked === null && this.#state?.status === 'running');
    return isRunning && !this.#isHeld ? this : null;
  }

  giveWay(): void {
    this.#hold(true);
  }

  /** Nothing else goes on any more. */
  goOn(): void {
    if (this.#isHeld) this.#hold(false);
  }

  #hold(isHeld: boolean): void {
    if (isHeld && this.going() === null) return;
    this.#isHeld = isHeld;
    this.#post({ type: 'hold', isHeld });
    this.#changed.fire();
  }

  /** Starts trials; those that go on are ended. */
  start(tried: Tried): void {
    this.#tried = tried;
    this.#begin({ type: 'start', tried, workers: this.#options.workers() });
  }

  /** Runs the trials that have not ended. */
  resume(): void {
    if (!this.#tried || this.going()) return;
    const workers = this.#options.workers();
    // What a thread that was lost has not kept is run again.
    if (!this.#thread && this.#options.folder === null) this.start(this.#tried);
    else {
      if (!this.#thread) this.#post({ type: 'open' });
      this.#begin({ type: 'resume', workers });
    }
  }

  #begin(message: ToTryThread): void {
    this.#asked = 'start';
    this.#isHeld = false;
    this.#post(message);
    this.#changed.fire();
  }

  stop(): void {
    if (!this.#thread || (this.#asked !== 'start' && this.#state?.status !== 'running')) return;
    this.#asked = 'stop';
    this.#isHeld = false;
    this.#post({ type: 'stop' });
    this.#changed.fire();
  }

  /** Reads the outputs of trials that have ended anew; resolves to how many values a person has pointed at. */
  async repoint(): Promise<number> {
    return Number((await this.#ask({ type: 'point', pointed: this.#options.pointed() })) ?? 0);
  }

  /** What a trial has printed; undefined: it was not kept. */
  async output(trial: number): Promise<string | undefined> {
    const output = await this.#ask({ type: 'output', trial });
    return output === undefined ? undefined : String(output);
  }

  /** Writes all curves of trials that have ended as a table. @throws an Error with the reason. */
  async write(path: string): Promise<void> {
    const reason = await this.#ask({ type: 'write', path });
    if (reason !== undefined) throw new Error(l10n.t('{0} cannot be written: {1}', path, String(reason)));
  }

  /** Ends the trials; resolves when what is to be kept is on the disk. */
  close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    return thread ? endThread(thread) : Promise.resolve();
  }

  async #ask(question: Asked): Promise<Answer> {
    const request = this.#requests++;
    return new Promise((done) => {
      this.#asking.set(request, done);
      this.#post({ ...question, request });
    });
  }

  #post(message: ToTryThread): void {
    if (this.disposed) return;
    this.#thread ??= this.#started();
    this.#thread.postMessage(message);
  }

  #started(): TryThread {
    const { folder, pointed, start } = this.#options;
    const thread = start({ folder, pointed: pointed() });
    whenEnded(thread, (reason) => {
      if (this.#thread === thread) this.#lose(reason);
    });
    thread.on('message', (message) => {
      if (this.#thread === thread) this.#heard(message);
    });
    return thread;
  }

  #heard(message: FromTryThread): void {
    switch (message.type) {
      case 'restored':
        this.#tried ??= message.tried;
        return;
      case 'wrote':
        this.#wrote.fire();
        return;
      case 'answer':
        this.#asking.get(message.request)?.(message.answer);
        this.#asking.delete(message.request);
        return;
      case 'state': {
        const { state } = message;
        // What was still on its way of earlier trials.
        if (state.id !== this.#tried?.id) return;
        if ((state.status === 'running') === (this.#asked === 'start')) this.#asked = null;
        this.#state = state;
        this.#changed.fire();
      }
    }
  }

  /** The trials that went on have ended with the thread; they are offered again. */
  #lose(reason: string): void {
    this.#thread = null;
    this.#asked = null;
    this.#isHeld = false;
    for (const done of this.#asking.values()) done(undefined);
    this.#asking.clear();
    const { state } = this;
    if (state?.status !== 'running') return;
    const trials = state.trials.map((one) =>
      one.state === 'running' ? { ...one, state: 'waiting' as const } : one,
    );
    this.#state = { ...state, status: 'stopped', isHeld: false, trials, problem: reason };
    this.#changed.fire();
  }
}
