import * as vscode from 'vscode';
import { formatCount } from '../experiment/number-text';
import type { RunStatus, RunSummary } from '../protocol';
import type { Comparison } from './comparison';
import { DisposableObject } from './disposable';
import type { RunFilter } from './run-filter';
import {
  courseText,
  courseWords,
  differencesOf,
  isGoing,
  lineOf,
  resultWords,
  statusWords,
  troubleWords,
} from './run-line';
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
  #filter: RunFilter | undefined;
  /** The lines as they are shown, and the one below each. */
  #lines: readonly Line[] = [];
  #below = new Map<string, RunSummary>();
  /** What each line reads, until the run changes. */
  readonly #read = new WeakMap<
    RunSummary,
    { readonly below: RunSummary | undefined; readonly text: string }
  >();
  #timer: NodeJS.Timeout | undefined;
  #shown = '';
  #marked: string | undefined;

  readonly #store: RunStore;
  readonly #comparison: Comparison;

  constructor(store: RunStore, comparison: Comparison) {
    super();
    this.#store = store;
    this.#comparison = comparison;
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

  /** Which runs are shown; undefined: all. */
  get filter(): RunFilter | undefined {
    return this.#filter;
  }

  set filter(filter: RunFilter | undefined) {
    this.#filter = filter?.text === '' ? undefined : filter;
    void vscode.commands.executeCommand(
      'setContext',
      'dropoutPlayground.runsFiltered',
      this.#filter !== undefined,
    );
    this.#refresh();
  }

  getChildren(parent?: Line): Line[] {
    if (parent !== undefined) return [];
    this.#arrange();
    return [...this.#lines];
  }

  getParent(): undefined {
    return undefined;
  }

  getTreeItem(run: Line): vscode.TreeItem {
    if (isDamaged(run)) return damagedItem(run);
    const item = new vscode.TreeItem(run.name);
    const place = this.#comparison.ids.indexOf(run.id);
    item.id = run.id;
    item.description = this.#lineOf(run);
    item.iconPath = iconOf(run, place);
    item.contextValue = ['run', run.pinned && 'pinned', place >= 0 && 'compared'].filter(Boolean).join(' ');
    item.accessibilityInformation = { label: this.#spoken(run) };
    item.command = {
      command: 'dropoutPlayground.selectRun',
      title: vscode.l10n.t('Show Run'),
      arguments: [run],
    };
    return item;
  }

  /** Of thousands of lines a person points at a few. */
  resolveTreeItem(item: vscode.TreeItem, run: Line): vscode.TreeItem {
    if (!isDamaged(run)) item.tooltip = this.#tooltipOf(run);
    return item;
  }

  /** Pinned runs first, damaged ones last. */
  #arrange(): void {
    const store = this.#store;
    const filter = this.#filter;
    const shown =
      filter === undefined ? store.summaries : store.summaries.filter((run) => filter.matches(run));
    const runs = [...shown.filter(({ pinned }) => pinned), ...shown.filter(({ pinned }) => !pinned)];
    this.#below = new Map(shown.slice(1).map((run, i) => [shown[i]!.id, run]));
    this.#lines = filter === undefined ? [...runs, ...store.damaged] : runs;
    // Assigned only where it is another one: every assignment lays the view out anew.
    const message = filter ? filterWords(filter, runs.length, store.summaries.length) : '';
    if ((this.#view.message ?? '') !== message) this.#view.message = message;
  }

  #lineOf(run: RunSummary): string {
    const below = this.#below.get(run.id);
    const known = this.#read.get(run);
    if (known !== undefined && known.below === below) return known.text;
    const text = lineOf(run, below);
    this.#read.set(run, { below, text });
    return text;
  }

  #wordsOf(run: RunSummary): string {
    return [
      statusWords(run.status),
      run.pinned && vscode.l10n.t('pinned'),
      this.#comparison.has(run.id) && vscode.l10n.t('compared'),
      run.damage && vscode.l10n.t('damaged in part'),
    ]
      .filter(Boolean)
      .join(', ');
  }

  #spoken(run: RunSummary): string {
    return [
      run.name,
      this.#wordsOf(run),
      resultWords(run),
      courseWords(run),
      ...differencesOf(run, this.#below.get(run.id)),
      run.tags && vscode.l10n.t('tags: {0}', run.tags.join(', ')),
      run.note !== undefined && vscode.l10n.t('has a note'),
    ]
      .filter(Boolean)
      .join(', ');
  }

  /** Plain text: a name or a note that holds markup stays literal. */
  #tooltipOf(run: RunSummary): string {
    const started = new Date(run.startedAt).toLocaleString(vscode.env.language);
    const differences = differencesOf(run, this.#below.get(run.id));
    return [
      run.name,
      ...(run.label === run.name ? [] : [run.label]),
      `${this.#wordsOf(run)}, ${started}`,
      resultWords(run),
      courseText(run),
      differences.length > 0 && vscode.l10n.t('Differs from the run below: {0}', differences.join(', ')),
      run.tags && vscode.l10n.t('tags: {0}', run.tags.join(', ')),
      run.note && `\n${run.note}`,
      ...(run.damage ?? []),
    ]
      .filter(Boolean)
      .join('\n');
  }

  #refresh(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#arrange();
      // A list that is drawn anew loses its hover: only where a line reads differently.
      const shown = this.#lines.map((line) => this.#stampOf(line)).join('\n');
      if (shown !== this.#shown) this.#changed.fire();
      this.#shown = shown;
      this.#mark();
    }, REFRESH_MILLISECONDS);
  }

  /** What is to be seen of a line. */
  #stampOf(line: Line): string {
    if (isDamaged(line)) return `${line.id}\t${line.name}\t${line.reason}`;
    const { id, name, status, damage, pinned, note = '' } = line;
    const place = this.#comparison.ids.indexOf(id);
    return [id, name, status, this.#lineOf(line), place, damage?.length, pinned, note].join('\t');
  }

  /** Selects the run on the screen, where that would not bring the list up from where it is hidden. */
  #mark(): void {
    const id = this.#store.current?.id;
    const run = this.#lines.find((line) => line.id === id);
    if (run === undefined || this.#marked === id || !this.#view.visible) return;
    this.#marked = id;
    this.#view.reveal(run, { select: true, focus: false }).then(undefined, () => {
      // Gone from the list in the meantime.
      this.#marked = undefined;
    });
  }
}

const filterWords = ({ text }: RunFilter, shown: number, all: number): string =>
  vscode.l10n.t('Filter “{0}”: {1} of {2} runs', text, formatCount(shown), formatCount(all));

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

/** In the colours of their curves. */
const COMPARED = [
  'charts.purple',
  'charts.green',
  'terminal.ansiMagenta',
  'terminal.ansiCyan',
  'charts.yellow',
].map((color) => new vscode.ThemeIcon('graph-line', new vscode.ThemeColor(color)));

const PINNED = new vscode.ThemeIcon('pinned');

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

/** @param place among the compared runs; −1: it is none. */
function iconOf(run: RunSummary, place: number): vscode.ThemeIcon {
  if (isGoing(run.status)) return ICONS[run.status];
  if (place >= 0) return COMPARED[place % COMPARED.length]!;
  if (run.damage || (run.status === 'completed' && troubleWords(run) !== undefined)) return DAMAGED;
  return run.pinned && run.status === 'completed' ? PINNED : ICONS[run.status];
}
