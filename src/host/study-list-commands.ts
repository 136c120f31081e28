import * as vscode from 'vscode';
import { formatCount } from '../experiment/number-text';
import { askName } from './ask-name';
import { reasonOf } from './log';
import { newBatch } from './store/run-bin';
import type { StudyStore, StudySummary } from './store/study-store';
import type { StudiesTree } from './studies-tree';
import { studyStatus } from './study-status';

export interface StudyListContext {
  /** Null where there is no disk. */
  readonly studyStore: StudyStore | null;
  readonly studiesTree: StudiesTree | null;
  /** Puts a study on the screen. */
  show(id: string): Promise<void>;
  /** Lets a person's own Optuna propose trials of the study on the screen; undefined: there is none. */
  propose(): Promise<void> | undefined;
  /** A study has another name. */
  renamed(id: string, name: string): void;
  /** A study is about to be deleted: resolves when nothing writes to it any more. */
  forget(id: string): Promise<void>;
}

/** What a person does with the list of studies. */
export class StudyListCommands {
  readonly #context: StudyListContext;

  constructor(context: StudyListContext) {
    this.#context = context;
  }

  /** Commands by name. */
  all(): Record<string, (target?: unknown, targets?: unknown) => unknown> {
    return {
      openStudy: (target) => this.#open(target),
      proposeWithOptuna: (target) => this.#propose(target),
      renameStudy: (target) => this.#rename(target),
      deleteStudy: (target, targets) => this.#delete(target, targets),
      undoDeleteStudy: () => this.#undoDelete(),
    };
  }

  async #open(target: unknown): Promise<void> {
    const [chosen] = await this.#pick(vscode.l10n.t('Open Study'), target);
    if (chosen) await this.#context.show(chosen.id);
  }

  /** On a line of the list that study; from anywhere else the one on the screen, or one that a person chooses. */
  async #propose(target: unknown): Promise<void> {
    if (idOf(target) === undefined && this.#context.propose()) return;
    const [chosen] = await this.#pick(vscode.l10n.t('Let Your Own Optuna Propose'), target);
    if (!chosen) return;
    await this.#context.show(chosen.id);
    await this.#context.propose();
  }

  /** The studies that a command was called on, by a menu or a key of the list; where there are none, a person is asked. */
  async #pick(title: string, target: unknown, targets?: unknown): Promise<readonly StudySummary[]> {
    const { studyStore, studiesTree } = this.#context;
    const summaries = studyStore?.summaries ?? [];
    const given = Array.isArray(targets) && targets.length > 0 ? targets : [target];
    const isList = (target as { list?: unknown } | undefined)?.list === true;
    const ids = new Set((isList ? (studiesTree?.selection ?? []) : given).map((item) => idOf(item)));
    const known = summaries.filter(({ id }) => ids.has(id));
    if (known.length > 0 || isList) return known;
    if (summaries.length === 0) throw new Error(vscode.l10n.t('There is no study yet: start one first.'));
    const items = summaries.map((summary) => ({
      label: summary.name,
      description: `${studyStatus(summary.status)} · ${vscode.l10n.t('{0} of {1} trials', summary.count, summary.total)}`,
      detail: summary.of,
      summary,
    }));
    const options = { title, matchOnDescription: true, matchOnDetail: true };
    const chosen = await vscode.window.showQuickPick(items, options);
    return chosen ? [chosen.summary] : [];
  }

  async #rename(target: unknown): Promise<void> {
    const { studyStore, renamed } = this.#context;
    const [chosen] = await this.#pick(vscode.l10n.t('Rename Study'), target);
    if (!chosen || !studyStore) return;
    const name = await askName(vscode.l10n.t('Rename Study'), chosen.name);
    if (name === undefined) return;
    await studyStore.rename(chosen.id, name);
    renamed(chosen.id, name.trim());
  }

  async #delete(target: unknown, targets: unknown): Promise<void> {
    const { studyStore } = this.#context;
    const chosen = await this.#pick(vscode.l10n.t('Delete Study'), target, targets);
    if (chosen.length === 0 || !studyStore) return;
    const [batch, problems] = [newBatch(), [] as unknown[]];
    for (const { id } of chosen)
      await this.#remove(studyStore, id, batch).catch((error) => problems.push(error));
    if (problems.length < chosen.length) void this.#offerUndo(chosen, chosen.length - problems.length);
    if (problems.length > 0) throw new Error([...new Set(problems.map(reasonOf))].join(' '));
  }

  async #remove(store: StudyStore, id: string, batch: string): Promise<void> {
    await store.checkRemovable(id);
    await this.#context.forget(id);
    await store.remove(id, batch);
  }

  async #offerUndo(chosen: readonly StudySummary[], count: number): Promise<void> {
    const undo = vscode.l10n.t('Undo');
    const words =
      chosen.length === 1
        ? vscode.l10n.t('The study “{0}” has been deleted.', chosen[0]!.name)
        : vscode.l10n.t('{0} studies have been deleted.', formatCount(count));
    if ((await vscode.window.showInformationMessage(words, undo)) === undo) await this.#undoDelete();
  }

  async #undoDelete(): Promise<void> {
    const back = (await this.#context.studyStore?.undoDelete()) ?? [];
    const [first] = back;
    const words =
      first === undefined
        ? vscode.l10n.t('There is no deleted study to restore: each can be restored for a day.')
        : back.length === 1
          ? vscode.l10n.t('The study “{0}” has been restored.', first.name)
          : vscode.l10n.t('{0} studies have been restored.', formatCount(back.length));
    void vscode.window.showInformationMessage(words);
  }
}

const idOf = (target: unknown): unknown => (target as { id?: unknown } | undefined)?.id;
