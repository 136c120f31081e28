import * as vscode from 'vscode';
import { DisposableObject } from '../disposable';
import type { LogHistory, LogSummary } from './log-history';

export const LOGS_VIEW = 'dropoutPlayground.logs';

/** The view **Training Logs**: those that were opened in the workspace, newest first. */
export class LogsTree extends DisposableObject implements vscode.TreeDataProvider<LogSummary> {
  readonly #history: LogHistory;
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(history: LogHistory) {
    super();
    this.#history = history;
    this.register(history.onDidChange(() => this.#changed.fire()));
    const view = this.register(vscode.window.createTreeView(LOGS_VIEW, { treeDataProvider: this }));
    this.register(view.onDidChangeVisibility(({ visible }) => visible && void history.refresh()));
  }

  getChildren(parent?: LogSummary): LogSummary[] {
    return parent ? [] : [...this.#history.summaries];
  }

  getTreeItem(log: LogSummary): vscode.TreeItem {
    const { id, title, format, runs, said, openedAt, paths, isGone } = log;
    const item = new vscode.TreeItem(title);
    const opened = new Date(openedAt).toLocaleString(vscode.env.language, {
      dateStyle: 'short',
      timeStyle: 'short',
    });
    const words = [
      runs > 1 ? vscode.l10n.t('{0} trainings', runs) : said,
      format,
      isGone ? vscode.l10n.t('files are gone') : undefined,
    ].filter(Boolean);
    item.id = id;
    item.description = [...words, opened].join(' · ');
    item.tooltip = [title, ...words, opened, ...paths].join('\n');
    item.accessibilityInformation = { label: [title, ...words, opened].join(', ') };
    item.iconPath = new vscode.ThemeIcon(isGone ? 'archive' : 'graph-line');
    item.contextValue = 'log';
    item.command = {
      command: 'dropoutPlayground.openKeptLog',
      title: vscode.l10n.t('Open Training Log'),
      arguments: [log],
    };
    return item;
  }
}
