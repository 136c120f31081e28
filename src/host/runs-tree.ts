import * as vscode from 'vscode';
import { formatCount } from '../experiment/number-text';
import { formatNumber } from '../experiment/words';
import type { RunStatus, RunSummary } from '../protocol';
import type { Comparison } from './comparison';
import { DisposableObject } from './disposable';
import type { DamagedRun } from './store/run-list';
import type { RunStore } from './store/run-store';

export const RUNS_VIEW = 'dropoutPlayground.runs';

/** The list is drawn anew at most this often. */
const REFRESH_MILLISECONDS = 250;

/** A line of the list: a run, or one of whose file nothing can be used. */
type Line = RunSummary | DamagedRun;

const isDamaged = (line: Line): line is DamagedRun => 'reason' in line;

/** The view **Runs**: native, so that keyboard, screen reader and themes are VS Code's own. */
export class RunsTree extends DisposableObject implements vscode.TreeDataProvider<Line> {
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<Line>;
  #timer: NodeJS.Timeout | undefined;
  #shown = '';
  #marked: string | undefined;

  constructor(
    private readonly store: RunStore,
    private readonly comparison: Comparison,
  ) {
    super();
    this.#view = this.register(
      vscode.window.createTreeView(RUNS_VIEW, { treeDataProvider: this, canSelectMany: true }),
    );
    this.register(store.onDidChangeList(() => this.#refresh()));
    this.register(store.onDidChangeCurrent(() => this.#refresh()));
    this.register(comparison.onDidChange(() => this.#refresh()));
    this.register(
      this.#view.onDidChangeVisibility(({ visible }) => {
        this.#marked = undefined;
        if (visible) void store.refresh();
      }),
    );
    this.register({ dispose: () => clearTimeout(this.#timer) });
  }

  /** What a key that is pressed in the list is about; nothing while the list is not on the screen. */
  get selection(): readonly Line[] {
    return this.#view.visible ? this.#view.selection : [];
  }

  getChildren(parent?: Line): Line[] {
    return parent === undefined ? [...this.store.summaries, ...this.store.damaged] : [];
  }

  getParent(): undefined {
    return undefined;
  }

  getTreeItem(run: Line): vscode.TreeItem {
    if (isDamaged(run)) return damagedItem(run);
    const item = new vscode.TreeItem(run.name);
    const compared = run.id === this.comparison.id;
    const words = [
      statusWords(run.status),
      compared && vscode.l10n.t('compared'),
      run.damage && vscode.l10n.t('damaged in part'),
    ]
      .filter(Boolean)
      .join(', ');
    const result = resultWords(run);
    item.id = run.id;
    item.description = shortResult(run);
    item.iconPath = compared && !isGoing(run.status) ? COMPARED : iconOf(run);
    item.contextValue = compared ? 'run compared' : 'run';
    item.tooltip = tooltipOf(run, result, words);
    item.accessibilityInformation = { label: [run.name, words, result].filter(Boolean).join(', ') };
    item.command = {
      command: 'dropoutPlayground.selectRun',
      title: vscode.l10n.t('Show Run'),
      arguments: [run],
    };
    return item;
  }

  #refresh(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // A list that is drawn anew loses its hover: only where a line reads differently.
      const lines = this.getChildren().map((run) =>
        isDamaged(run)
          ? [run.id, run.name, run.reason]
          : [
              run.id,
              run.name,
              run.status,
              shortResult(run),
              run.id === this.comparison.id,
              run.damage?.length,
            ],
      );
      const shown = JSON.stringify(lines);
      if (shown !== this.#shown) this.#changed.fire();
      this.#shown = shown;
      this.#mark();
    }, REFRESH_MILLISECONDS);
  }

  /** Selects the run on the screen, where that would not bring the list up from where it is hidden. */
  #mark(): void {
    const id = this.store.current?.id;
    const run = this.store.summaries.find((summary) => summary.id === id);
    if (run === undefined || this.#marked === id || !this.#view.visible) return;
    this.#marked = id;
    this.#view.reveal(run, { select: true, focus: false }).then(undefined, () => {
      // Gone from the list in the meantime.
      this.#marked = undefined;
    });
  }
}

const isGoing = (status: RunStatus): boolean =>
  status === 'loading' || status === 'running' || status === 'paused' || status === 'elsewhere';

/** A run that cannot be shown: its file can be looked for, or deleted. */
function damagedItem({ id, name, reason, writtenAt }: DamagedRun): vscode.TreeItem {
  const item = new vscode.TreeItem(name);
  item.id = id;
  item.description = reason;
  item.iconPath = DAMAGED;
  item.contextValue = 'broken';
  item.tooltip = [name, new Date(writtenAt).toLocaleString(vscode.env.language), reason].join('\n');
  item.accessibilityInformation = { label: [name, vscode.l10n.t('damaged'), reason].join(', ') };
  return item;
}

/** As narrow as a sidebar: final test loss with dropout / without; what it is doing while it goes on. */
function shortResult(run: RunSummary): string {
  const { status, testLoss } = run;
  if (isGoing(status)) return statusWords(status);
  const trouble = troubleWords(run);
  if (trouble !== undefined) return trouble;
  const losses = [testLoss.dropout, testLoss.baseline].filter((loss) => loss !== null);
  return losses.map(formatNumber).join(' / ');
}

/** Why a run that has come to its end is no success. */
function troubleWords({ diverged, blownUp }: RunSummary): string | undefined {
  if (diverged !== null) return vscode.l10n.t('diverged at step {0}', formatCount(diverged));
  return blownUp ? vscode.l10n.t('the loss has blown up') : undefined;
}

function resultWords(run: RunSummary): string {
  const { dropout, baseline } = run.testLoss;
  const parts = [
    troubleWords(run) ?? [],
    ...(dropout === null ? [] : [vscode.l10n.t('test loss {0}', formatNumber(dropout))]),
    ...(baseline === null ? [] : [vscode.l10n.t('without dropout {0}', formatNumber(baseline))]),
  ];
  return parts.flat().join(', ');
}

function statusWords(status: RunStatus): string {
  const words: Record<RunStatus, string> = {
    loading: vscode.l10n.t('loading'),
    running: vscode.l10n.t('running'),
    paused: vscode.l10n.t('paused'),
    elsewhere: vscode.l10n.t('running in another window'),
    completed: vscode.l10n.t('completed'),
    stopped: vscode.l10n.t('stopped'),
    failed: vscode.l10n.t('failed'),
  };
  return words[status];
}

/** In the colour of its curve. */
const COMPARED = new vscode.ThemeIcon('pinned', new vscode.ThemeColor('charts.purple'));

const DAMAGED = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));

const ICONS: Record<RunStatus, vscode.ThemeIcon> = {
  loading: new vscode.ThemeIcon('loading~spin'),
  running: new vscode.ThemeIcon('sync~spin'),
  paused: new vscode.ThemeIcon('debug-pause'),
  elsewhere: new vscode.ThemeIcon('multiple-windows'),
  completed: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  stopped: new vscode.ThemeIcon('debug-stop'),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
};

function iconOf(run: RunSummary): vscode.ThemeIcon {
  if (run.damage || (run.status === 'completed' && troubleWords(run) !== undefined)) return DAMAGED;
  return ICONS[run.status];
}

/** Plain text: a name that holds markup stays literal. */
function tooltipOf(run: RunSummary, result: string, words: string): string {
  const started = new Date(run.startedAt).toLocaleString(vscode.env.language);
  return [
    run.name,
    ...(run.label === run.name ? [] : [run.label]),
    `${words}, ${started}`,
    result,
    ...(run.damage ?? []),
  ]
    .filter(Boolean)
    .join('\n');
}
