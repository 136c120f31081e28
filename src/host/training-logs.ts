import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Corrections, Role, Together } from '../logs';
import type { LogsState } from '../protocol';
import { DisposableObject } from './disposable';
import { MOST_RUNS } from './logs/log-state';
import type { FromLogThread, LogThreadData, ToLogThread } from './logs/messages';
import { Emitter } from './store/emitter';
import { endThread, type Thread, whenEnded } from './thread';

export type LogThread = Thread<ToLogThread, FromLogThread>;

export interface TrainingLogsOptions {
  /** What a person has said before, in this workspace. */
  readonly corrections: Corrections;
  readonly together?: Together;
  readonly remember: (corrections: Corrections, together: Together) => void;
  readonly log: { info(message: string): void };
  start(data: LogThreadData): LogThread;
  /** The file that keeps a log with these paths; left out: nothing is kept. */
  readonly keepAt?: ((paths: readonly string[]) => string) | undefined;
}

/** Logs of trainings that ran elsewhere, open in the panel; a thread reads them. */
export class TrainingLogs extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #options: TrainingLogsOptions;
  #thread: LogThread | null = null;
  #state: LogsState | null = null;
  #corrections: Corrections;
  #together: Together;
  #paths: readonly string[] = [];
  readonly #writing = new Map<number, (reason: string | undefined) => void>();
  #requests = 0;
  #ending: Promise<unknown> = Promise.resolve();

  constructor(options: TrainingLogsOptions) {
    super();
    this.#options = options;
    this.#corrections = options.corrections;
    this.#together = options.together ?? {};
    this.register({ dispose: () => this.close() });
  }

  /** What views show; null: no log is open. */
  get state(): LogsState | null {
    return this.#state;
  }

  /** Of the log that is open, or was last. */
  get paths(): readonly string[] {
    return this.#paths;
  }

  /** Opens the logs at these paths, in place of those that were open; resolves when they have been read or closed. */
  open(paths: readonly string[]): Promise<void> {
    this.close();
    this.#paths = paths;
    const title = paths.map((path) => basename(path)).join(', ');
    this.#options.log.info(`Training logs: ${paths.join(', ')}`);
    this.#set(nothingYet(title));
    return new Promise((done) => {
      const keepAt = this.#options.keepAt?.(paths);
      const said = { corrections: this.#corrections, together: this.#together };
      const thread = this.#options.start({ paths, title, ...said, keepAt });
      this.#thread = thread;
      thread.on('message', (message) => {
        if (this.#thread !== thread) return;
        if (message.type === 'written') {
          this.#writing.get(message.request)?.(message.reason);
          return;
        }
        this.#set(message.state);
        if (!message.state.isReading) done();
      });
      whenEnded(thread, (reason) => {
        if (this.#thread === thread) this.#lose(reason);
        done();
      });
    });
  }

  /** What was read stays on the screen. */
  #lose(reason: string): void {
    const words = `${reason} ${l10n.t('Open the log again.')}`;
    const { title, problems } = this.#state!;
    this.#thread = null;
    this.#set({ ...this.#state!, isReading: false, problems: [{ file: title, words }, ...problems] });
  }

  close(): void {
    const thread = this.#thread;
    this.#thread = null;
    if (thread) this.#ending = Promise.all([this.#ending, endThread(thread)]);
    if (this.#state !== null) this.#set(null);
  }

  /** Resolves when what was closed is kept. */
  async closed(): Promise<void> {
    this.close();
    await this.#ending;
  }

  /** Shows a run, or no longer; one stays. */
  show(run: string, isShown: boolean): void {
    const shown = new Set(this.#state?.runs.filter((one) => one.isShown).map(({ id }) => id));
    if (isShown) shown.add(run);
    else shown.delete(run);
    if (shown.size > 0 && shown.size <= MOST_RUNS)
      this.#thread?.postMessage({ type: 'show', runs: [...shown] });
  }

  /** Writes all that was read of the open log as a table. @throws an Error with the reason. */
  async write(path: string): Promise<void> {
    const thread = this.#thread;
    if (!thread) throw new Error(l10n.t('Open the log again.'));
    const request = this.#requests++;
    const reason = await new Promise<string | undefined>((done) => {
      this.#writing.set(request, done);
      thread.on('exit', () => done(l10n.t('Open the log again.')));
      thread.postMessage({ type: 'write', request, path });
    });
    this.#writing.delete(request);
    if (reason !== undefined) throw new Error(l10n.t('{0} cannot be written: {1}', path, reason));
  }

  /** A person says what a curve is; null: none of the roles. */
  correct(name: string, role: Role | null): void {
    this.#say({ ...this.#corrections, [name]: role }, this.#together);
  }

  /** A person says whether the runs that are shown, and those that count as their seeds, are seeds of one another. */
  group(isTogether: boolean): void {
    const runs = this.#state?.runs ?? [];
    const shown = runs.filter(({ isShown }) => isShown);
    const groups = new Set(shown.map(({ group }) => group));
    const meant = isTogether ? runs.filter(({ group }) => groups.has(group)) : shown;
    const said = meant.map(({ id }) => [id, isTogether ? shown[0]!.id : id]);
    this.#say(this.#corrections, { ...this.#together, ...Object.fromEntries(said) });
  }

  #say(corrections: Corrections, together: Together): void {
    if (!this.#thread) return;
    this.#corrections = corrections;
    this.#together = together;
    this.#options.remember(corrections, together);
    this.#thread.postMessage({ type: 'correct', corrections, together });
  }

  #set(state: LogsState | null): void {
    this.#state = state;
    this.#changed.fire();
  }
}

const nothingYet = (title: string): LogsState => ({
  title,
  ...{ isReading: true, read: 0, size: 0, more: 0, verdict: null, bestAt: null },
  ...{ runs: [], charts: [], curves: [], problems: [] },
});
