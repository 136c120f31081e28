import * as vscode from 'vscode';
import type { StudySummary } from './store/study-store';

const STATUS: Readonly<Record<StudySummary['status'], () => string>> = {
  running: () => vscode.l10n.t('running'),
  paused: () => vscode.l10n.t('paused'),
  completed: () => vscode.l10n.t('completed'),
  stopped: () => vscode.l10n.t('stopped'),
  failed: () => vscode.l10n.t('failed'),
  elsewhere: () => vscode.l10n.t('in another window'),
};

/** In words. */
export const studyStatus = (status: StudySummary['status']): string => STATUS[status]();
