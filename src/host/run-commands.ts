import * as vscode from 'vscode';
import { listed } from '../experiment/listed';
import { formatCount } from '../experiment/number-text';
import type { Experiment } from '../experiment/schema';
import type { RunSummary } from '../protocol';
import { askName } from './ask-name';
import type { Comparison } from './comparison';
import { askWhere } from './exports/save';
import type { FairComparer } from './fair-comparer';
import { reasonOf } from './log';
import type { Panel } from './panel';
import type { Playground } from './playground';
import { numbersOf, readFilter } from './run-filter';
import type { RunNotes } from './run-notes';
import type { RunsTree } from './runs-tree';
import { MOST_OF_TAG, MOST_TAGS } from './store/marks';
import type { Run } from './store/run';
import { newBatch } from './store/run-bin';
import type { RunStore } from './store/run-store';
import { sayUnreadable } from './view-requests';

export interface RunCommandContext {
  readonly playground: Playground;
  readonly store: RunStore;
  readonly comparison: Comparison;
  readonly fairComparer: FairComparer;
  readonly notes: RunNotes;
  readonly panel: Panel;
  readonly tree: RunsTree;
  /** Resolves when saved runs have been looked for. */
  readonly opened: Promise<void>;
}

type Handler = (...args: unknown[]) => unknown;

/** Commands about runs of the list, or the one on the screen. */
export class RunCommands {
  readonly #context: RunCommandContext;

  constructor(context: RunCommandContext) {
    this.#context = context;
  }

  all(): Record<string, Handler> {
    return {
      selectRun: (target) => this.#select(target),
      useRun: async (target) => {
        const run = await this.run(target);
        if (run !== undefined) await this.#context.playground.useRun(run.id);
      },
      compareRun: (target) => this.#compare(target),
      compareRuns: (target, targets) => this.#compareAll(target, targets),
      compareRunsFairly: (target, targets) => this.#compareFairly(target, targets),
      stopComparing: (target) => this.#stopComparing(target),
      renameRun: (target) => this.#rename(target),
      noteRun: (target) => this.#note(target),
      tagRun: (target, targets) => this.#tag(target, targets),
      pinRun: (target, targets) => this.#mark(target, targets, { pinned: true }),
      unpinRun: (target, targets) => this.#mark(target, targets, { pinned: false }),
      deleteRun: (target, targets) => this.#delete(target, targets),
      undoDelete: () => this.#undoDelete(),
      exportRuns: (target, targets) => this.#export(target, targets),
      importRuns: () => this.#import(),
      filterRuns: () => this.#filter(),
      clearRunFilter: () => {
        this.#context.tree.filter = undefined;
      },
      revealRun: (target) => this.#reveal(target),
    };
  }

  /** The run that a command is about: the one it was called with (a key in the list: the one selected there), or the one on the screen. */
  async run(target: unknown): Promise<Run | undefined> {
    const [run] = await this.#load(this.ids(target, undefined).slice(0, 1));
    return run;
  }

  /** The runs that a command is about, as they stand in the list. What cannot be read is said. */
  async runs(target: unknown, targets: unknown): Promise<readonly Run[]> {
    return this.#load(this.ids(target, targets));
  }

  ids(target: unknown, targets: unknown): string[] {
    const given = Array.isArray(targets) && targets.length > 0 ? targets : [target];
    const ids = given.flatMap((item) => (isRun(item) ? [item.id] : []));
    if (ids.length > 0) return ids;
    const { tree, store } = this.#context;
    // A key that is pressed in the list is about its selection; all else about what a person looks at.
    if (isList(target) && tree.selection.length > 0) return tree.selection.map(({ id }) => id);
    return store.current === null ? [] : [store.current.id];
  }

  async #load(ids: readonly string[]): Promise<readonly Run[]> {
    await this.#context.opened;
    const runs: Run[] = [];
    for (const id of ids) {
      const run = await this.#context.store.load(id);
      if (run === undefined) sayUnreadable(this.#context.store, id);
      else runs.push(run);
    }
    return runs;
  }

  async #select(target: unknown): Promise<void> {
    const { playground, panel } = this.#context;
    const run = await this.run(target);
    if (run === undefined) return;
    await playground.show(run.id);
    panel.show();
  }

  /** One more; the others stay. */
  async #compare(target: unknown): Promise<void> {
    const { comparison, panel } = this.#context;
    const run = await this.run(target);
    if (run === undefined) return;
    const others = await this.#load(comparison.ids.filter((id) => id !== run.id));
    comparison.with([...others, run]);
    panel.show();
  }

  /** These and no others. The first comes on the screen, unless one of them is there already. */
  async #compareAll(target: unknown, targets: unknown): Promise<void> {
    const { comparison, panel, playground, store } = this.#context;
    const runs = await this.#selected(target, targets);
    if (runs.length < 2)
      throw new Error(vscode.l10n.t('Select two runs or more in the list, and compare them then.'));
    if (!runs.some(({ id }) => id === store.current?.id)) await playground.show(runs[0]!.id);
    comparison.with(runs);
    panel.show();
  }

  /** The set-ups of the runs, each with its own best learning rate; the first against the others. */
  async #compareFairly(target: unknown, targets: unknown): Promise<void> {
    const { fairComparer, panel, store } = this.#context;
    const runs = await this.#selected(target, targets);
    const variants = runs.map(({ id, name, experiment, folder }) => ({
      ...{ experiment, folder },
      // A name that nobody gave says a learning rate, which the side will not keep.
      name: withoutRate(store.summaryOf(id)?.name ?? name, experiment),
    }));
    fairComparer.startRuns(variants);
    panel.show();
  }

  /** Those that a menu was opened on, or that are selected in the list. */
  #selected(target: unknown, targets: unknown): Promise<readonly Run[]> {
    const { tree } = this.#context;
    const isOne = !Array.isArray(targets) || targets.length < 2;
    return this.runs(target, isOne && tree.selection.length > 1 ? tree.selection : targets);
  }

  #stopComparing(target: unknown): void {
    const { comparison } = this.#context;
    if (isRun(target)) comparison.without(target.id);
    else comparison.with([]);
  }

  async #rename(target: unknown): Promise<void> {
    const run = await this.run(target);
    if (run === undefined) return;
    const name = await askName(vscode.l10n.t('Rename Run'), run.name);
    if (name !== undefined) await this.#context.store.rename(run.id, name);
  }

  async #note(target: unknown): Promise<void> {
    const [summary] = this.#summaries(target, undefined);
    if (summary !== undefined) await this.#context.notes.open(summary.id, summary.name);
  }

  async #tag(target: unknown, targets: unknown): Promise<void> {
    const runs = this.#summaries(target, targets);
    if (runs.length === 0) return;
    // Of several runs those that all of them have: the others are left as they are.
    const before = (runs[0]!.tags ?? []).filter((tag) => runs.every(({ tags = [] }) => tags.includes(tag)));
    const known = [...new Set(this.#context.store.summaries.flatMap(({ tags = [] }) => tags))];
    const text = await vscode.window.showInputBox({
      title:
        runs.length === 1 ? vscode.l10n.t('Tags of Run') : vscode.l10n.t('Tags of {0} Runs', runs.length),
      value: before.join(', '),
      prompt:
        known.length > 0
          ? vscode.l10n.t('Separated by commas. In use: {0}', known.slice(0, 20).join(', '))
          : vscode.l10n.t('Separated by commas: best, paper'),
      validateInput: (value) => tagProblem(tagsOf(value)),
    });
    if (text === undefined) return;
    const after = tagsOf(text);
    const change = {
      tagged: after.filter((tag) => !before.includes(tag)),
      untagged: before.filter((tag) => !after.includes(tag)),
    };
    for (const { id } of runs) await this.#context.store.mark(id, change);
  }

  async #mark(target: unknown, targets: unknown, change: { readonly pinned: boolean }): Promise<void> {
    for (const { id } of this.#summaries(target, targets)) await this.#context.store.mark(id, change);
  }

  #summaries(target: unknown, targets: unknown): readonly RunSummary[] {
    return this.ids(target, targets).flatMap((id) => this.#context.store.summaryOf(id) ?? []);
  }

  async #delete(target: unknown, targets: unknown): Promise<void> {
    const ids = this.ids(target, targets);
    const { store, playground } = this.#context;
    const names = [...store.summaries, ...store.damaged]
      .filter(({ id }) => ids.includes(id))
      .map(({ name }) => name);
    if (names.length === 0) return;
    const isKept = store.fileOf(ids[0]!) !== undefined;
    if (!isKept && !(await confirmed(names))) return;
    const [batch, problems] = [newBatch(), [] as unknown[]];
    for (const id of ids) await playground.deleteRun(id, batch).catch((error) => problems.push(error));
    if (isKept && problems.length < ids.length) void this.#offerUndo(names, ids.length - problems.length);
    if (problems.length > 0) throw new Error([...new Set(problems.map(reasonOf))].join(' '));
  }

  async #offerUndo(names: readonly string[], count: number): Promise<void> {
    const undo = vscode.l10n.t('Undo');
    const words =
      count === 1 && names.length === 1
        ? vscode.l10n.t('The run “{0}” has been deleted.', names[0]!)
        : vscode.l10n.t('{0} runs have been deleted.', formatCount(count));
    if ((await vscode.window.showInformationMessage(words, undo)) === undo) await this.#undoDelete();
  }

  async #undoDelete(): Promise<void> {
    const back = await this.#context.store.undoDelete();
    const [first] = back;
    const words =
      first === undefined
        ? vscode.l10n.t('There is no deleted run to restore: each can be restored for a day.')
        : back.length === 1
          ? vscode.l10n.t('The run “{0}” has been restored.', first.name)
          : vscode.l10n.t('{0} runs have been restored.', formatCount(back.length));
    void vscode.window.showInformationMessage(words);
  }

  /** Those that a menu was opened on; all that are in the list where none was. */
  async #export(target: unknown, targets: unknown): Promise<void> {
    const { store } = this.#context;
    await this.#context.opened;
    const ids = isRun(target) ? this.ids(target, targets) : store.summaries.map(({ id }) => id);
    if (ids.length === 0) throw new Error(vscode.l10n.t('The list has no runs yet.'));
    const uri = await askWhere('runs.dropout-runs.zip', null, {
      title: vscode.l10n.t('Export Runs'),
      filters: { [vscode.l10n.t('Runs of Dropout Playground')]: ['zip'] },
    });
    if (uri === undefined) return;
    await store.exportRuns(onDisk(uri), ids);
    void vscode.window.showInformationMessage(vscode.l10n.t('Runs exported: {0}.', formatCount(ids.length)));
  }

  async #import(): Promise<void> {
    await this.#context.opened;
    const [uri] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Import Runs'),
        filters: { [vscode.l10n.t('Runs of Dropout Playground')]: ['zip'] },
      })) ?? [];
    if (uri === undefined) return;
    const { taken, here, refused } = await this.#context.store.importRuns(onDisk(uri));
    const words = [vscode.l10n.t('Runs imported: {0}.', formatCount(taken.length))];
    if (here > 0) words.push(vscode.l10n.t('Already there: {0}.', formatCount(here)));
    if (refused.length === 0) return void vscode.window.showInformationMessage(words.join(' '));
    const reasons = refused.map(({ name, reason }) => `${name}: ${reason}`);
    words.push(vscode.l10n.t('Left out: {0}', listed(reasons, MOST_REASONS)));
    void vscode.window.showWarningMessage(words.join(' '));
  }

  async #filter(): Promise<void> {
    const { tree, store } = this.#context;
    const numbers = numbersOf(store.summaries);
    const text = await vscode.window.showInputBox({
      title: vscode.l10n.t('Filter Runs'),
      value: tree.filter?.text ?? '',
      placeHolder: 'tag:best lr<0.01 status:completed -moons',
      prompt: vscode.l10n.t(
        'Words of names, settings, notes and tags; tag:, status:, note:, name:, is:pinned, has:note; numbers such as lr<0.01, drop>=0.3, loss<0.4, epochs=400; a - before any of them negates it.',
      ),
      validateInput: (value) => {
        try {
          readFilter(value, numbers);
          return undefined;
        } catch (error) {
          return reasonOf(error);
        }
      },
    });
    if (text !== undefined) tree.filter = readFilter(text, numbers);
  }

  /** Shows where the file of a run lies. */
  async #reveal(target: unknown): Promise<void> {
    const [id] = this.ids(target, undefined);
    const file = id === undefined ? undefined : this.#context.store.fileOf(id);
    if (file === undefined) return;
    try {
      await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(file));
    } catch {
      // A browser has no other window to show it in.
      void vscode.window.showInformationMessage(vscode.l10n.t('The file of this run: {0}', file));
    }
  }
}

const withoutRate = (name: string, { training }: Experiment): string =>
  name.replace(` · ${vscode.l10n.t('lr {0}', training.learningRate)}`, '');

/** Runs that could not be imported and are named, at most. */
const MOST_REASONS = 3;

/** Other file systems of VS Code have no files to read from on end. */
function onDisk(uri: vscode.Uri): string {
  if (uri.scheme !== 'file')
    throw new Error(vscode.l10n.t('{0} is not on a disk. Choose a folder of this machine.', uri.toString()));
  return uri.fsPath;
}

/** Where runs are not kept on a disk there is no way back. */
async function confirmed(names: readonly string[]): Promise<boolean> {
  const words =
    names.length === 1
      ? vscode.l10n.t('Delete the run "{0}"?', names[0]!)
      : vscode.l10n.t('Delete {0} runs?', names.length);
  const yes = vscode.l10n.t('Delete');
  const detail = vscode.l10n.t('Its curves are lost.');
  return (await vscode.window.showWarningMessage(words, { modal: true, detail }, yes)) === yes;
}

const tagsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim().replace(/^#/, ''))
      .filter((tag) => tag !== ''),
  ),
];

function tagProblem(tags: readonly string[]): string | undefined {
  if (tags.length > MOST_TAGS) return vscode.l10n.t('A run has at most {0} tags.', MOST_TAGS);
  const long = tags.some(({ length }) => length > MOST_OF_TAG);
  return long ? vscode.l10n.t('A tag has at most {0} characters.', MOST_OF_TAG) : undefined;
}

/** What a key binding of the list gives to its command. */
const isList = (target: unknown): boolean =>
  typeof target === 'object' && target !== null && (target as { list?: unknown }).list === true;

function isRun(item: unknown): item is { readonly id: string } {
  return typeof item === 'object' && item !== null && typeof (item as { id?: unknown }).id === 'string';
}
