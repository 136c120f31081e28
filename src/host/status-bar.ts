import * as vscode from 'vscode';
import { formatCount } from '../experiment/number-text';
import { DisposableObject } from './disposable';
import type { Runner } from './runner';
import type { Run } from './store/run';
import type { RunStore } from './store/run-store';

const REFRESH_MILLISECONDS = 250;

/** One item, on the screen while a run goes on. */
export class StatusBar extends DisposableObject {
  readonly #item = this.register(
    vscode.window.createStatusBarItem('dropoutPlayground.run', vscode.StatusBarAlignment.Left),
  );
  #timer: NodeJS.Timeout | undefined;
  #run: Run | undefined;

  constructor(
    private readonly runner: Runner,
    store: RunStore,
  ) {
    super();
    this.#item.name = vscode.l10n.t('Dropout Playground Run');
    this.register(runner.onDidChange(() => this.#refresh()));
    this.register(store.onDidGrow(({ run }) => run === runner.active && this.#later()));
    this.register({ dispose: () => clearTimeout(this.#timer) });
  }

  #later(): void {
    this.#timer ??= setTimeout(() => this.#refresh(), REFRESH_MILLISECONDS);
  }

  #refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const run = this.runner.active;
    if (run === null) {
      this.#item.hide();
      return;
    }
    const words = progressWords(run);
    this.#about(run);
    this.#item.text = `$(${run.paused ? 'debug-pause' : 'sync~spin'}) ${words}`;
    this.#item.accessibilityInformation = {
      label: run.paused
        ? vscode.l10n.t('Dropout run paused, {0}', words)
        : vscode.l10n.t('Dropout run, {0}', words),
    };
    this.#item.show();
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

/** Of the first member that trains; further seeds say which they are. */
function progressWords(run: Run): string {
  const member = run.members.find((other) => !other.over);
  const progress = member?.progress;
  if (member === undefined || progress === undefined) return vscode.l10n.t('Loading data');
  const epochs = vscode.l10n.t(
    'Epoch {0}/{1}',
    formatCount(Math.floor(progress.epoch)),
    formatCount(progress.totalEpochs),
  );
  const { seeds, seed } = run.experiment;
  if (seeds === 1) return epochs;
  return `${epochs} · ${vscode.l10n.t('Seed {0}/{1}', ((member.seed - seed + 2 ** 32) % 2 ** 32) + 1, seeds)}`;
}
