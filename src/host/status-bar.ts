import * as vscode from 'vscode';
import { formatCount } from '../experiment/number-text';
import { runProgress } from '../protocol';
import { DisposableObject } from './disposable';
import type { Runner } from './runner';
import type { Event } from './store/emitter';
import type { Run } from './store/run';
import type { RunStore } from './store/run-store';
import type { Told } from './view-link';

const REFRESH_MILLISECONDS = 250;
/** How long the state last sent to a view counts as what that view shows. */
const TOLD_MILLISECONDS = 1_000;

/** One item, on the screen while a run goes on. */
export class StatusBar extends DisposableObject {
  readonly #item = this.register(
    vscode.window.createStatusBarItem('dropoutPlayground.run', vscode.StatusBarAlignment.Left),
  );
  #timer: NodeJS.Timeout | undefined;
  #run: Run | undefined;
  #told: (Told & { readonly at: number }) | undefined;

  readonly #runner: Runner;

  constructor(
    runner: Runner,
    store: RunStore,
    /** Called when the progress of the run was sent to the views. */
    onDidTell: Event<Told>,
  ) {
    super();
    this.#runner = runner;
    this.#item.name = vscode.l10n.t('Dropout Playground Run');
    this.register(runner.onDidChange(() => this.#refresh()));
    this.register(store.onDidGrow(({ run }) => run === runner.active && this.#later()));
    // In the same breath as the panel: two places that say two epochs would both be doubted.
    this.register(onDidTell((told) => this.#tell(told)));
    this.register({ dispose: () => clearTimeout(this.#timer) });
  }

  #later(): void {
    this.#timer ??= setTimeout(() => this.#refresh(), REFRESH_MILLISECONDS);
  }

  #refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const run = this.#runner.active;
    if (run === null) {
      this.#item.hide();
      this.#item.text = '';
      return;
    }
    const words = progressWords(run, this.#knownOf(run));
    this.#about(run);
    const text = `$(${run.paused ? 'debug-pause' : 'sync~spin'}) ${words}`;
    // Frames come faster than epochs: VS Code hears of it when there is something else to say.
    if (text === this.#item.text) return;
    this.#item.text = text;
    this.#item.accessibilityInformation = {
      label: run.paused
        ? vscode.l10n.t('Dropout run paused, {0}', words)
        : vscode.l10n.t('Dropout run, {0}', words),
    };
    this.#item.show();
  }

  #tell(told: Told): void {
    if (told.run !== this.#runner.active) return;
    this.#told = { ...told, at: Date.now() };
    this.#refresh();
  }

  /** The progress last sent to a visible view; without one, the latest known. */
  #knownOf(run: Run): Omit<Told, 'run'> {
    const told = this.#told;
    if (told?.run === run && Date.now() - told.at < TOLD_MILLISECONDS) return told;
    const { members } = run.state();
    return { members, progressOf: (key) => run.member(key)?.progress };
  }

  /** What stays the same while the run goes on. */
  #about(run: Run): void {
    if (this.#run === run) return;
    this.#run = run;
    this.#item.tooltip = vscode.l10n.t('{0}\nClick to show the panel.', run.name);
    this.#item.command = {
      command: 'dropoutPlayground.selectRun',
      title: vscode.l10n.t('Show Run'),
      arguments: [{ id: run.id }],
    };
  }
}

/** As the panel's head says it; further seeds say which they are. */
function progressWords(run: Run, { members, progressOf }: Omit<Told, 'run'>): string {
  const known = runProgress(members, ({ key }) => progressOf(key));
  if (known === undefined) return vscode.l10n.t('Loading data');
  const { member, progress } = known;
  const epochs = vscode.l10n.t(
    'Epoch {0}/{1}',
    formatCount(Math.floor(progress.epoch)),
    formatCount(progress.totalEpochs),
  );
  const { seeds, seed } = run.experiment;
  if (seeds === 1) return epochs;
  return `${epochs} · ${vscode.l10n.t('Seed {0}/{1}', ((member.seed - seed + 2 ** 32) % 2 ** 32) + 1, seeds)}`;
}
