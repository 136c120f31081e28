import * as vscode from 'vscode';
import { formatNumber } from '../experiment/number-text';
import { DisposableObject } from './disposable';
import type { StudyStore, StudySummary } from './store/study-store';
import { studyStatus } from './study-status';

const ICONS: Readonly<Record<StudySummary['status'], vscode.ThemeIcon>> = {
  running: new vscode.ThemeIcon('sync~spin'),
  elsewhere: new vscode.ThemeIcon('window'),
  paused: new vscode.ThemeIcon('debug-pause'),
  completed: new vscode.ThemeIcon('beaker'),
  stopped: new vscode.ThemeIcon('debug-stop'),
  failed: new vscode.ThemeIcon('error'),
};

/** The view **Studies**: those of the workspace, newest first, each with its best, its trials and when it was begun. */
export class StudiesTree extends DisposableObject implements vscode.TreeDataProvider<StudySummary> {
  readonly #store: StudyStore;
  readonly #view: vscode.TreeView<StudySummary>;
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(store: StudyStore) {
    super();
    this.#store = store;
    this.register(store.onDidChange(() => this.#changed.fire()));
    this.#view = this.register(
      vscode.window.createTreeView('dropoutPlayground.studies', {
        treeDataProvider: this,
        canSelectMany: true,
      }),
    );
    this.register(this.#view.onDidChangeVisibility(({ visible }) => visible && void store.refresh()));
  }

  /** What a key that is pressed in the list is about; nothing while the list is not on the screen. */
  get selection(): readonly StudySummary[] {
    return this.#view.visible ? this.#view.selection : [];
  }

  getChildren(parent?: StudySummary): StudySummary[] {
    return parent ? [] : [...this.#store.summaries];
  }

  getTreeItem(study: StudySummary): vscode.TreeItem {
    const { id, name, status, best, count, total, of, startedAt } = study;
    const item = new vscode.TreeItem(name);
    const trials = vscode.l10n.t('{0} of {1} trials', count, total);
    const loss = best === null ? undefined : vscode.l10n.t('validation loss {0}', formatNumber(best));
    const began = new Date(startedAt).toLocaleString(vscode.env.language, {
      dateStyle: 'short',
      timeStyle: 'short',
    });
    item.id = id;
    item.description = [best === null ? undefined : formatNumber(best), trials, began]
      .filter(Boolean)
      .join(' · ');
    item.tooltip = [name, of, `${studyStatus(status)}, ${began}`, loss, trials].filter(Boolean).join('\n');
    item.accessibilityInformation = {
      label: [name, studyStatus(status), loss, trials, began].filter(Boolean).join(', '),
    };
    item.iconPath = ICONS[status];
    item.contextValue = 'study';
    item.command = {
      command: 'dropoutPlayground.openStudy',
      title: vscode.l10n.t('Open Study'),
      arguments: [study],
    };
    return item;
  }
}
