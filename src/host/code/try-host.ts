import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ValueChange } from '../../code/edit';
import { formatLike } from '../../code/numbers';
import { roleWords } from '../../experiment/role-words';
import { PRINT_LINES } from '../../try/answer';
import type { Target } from '../../try/plan';
import { type PointedLine, withPointed } from '../../try/pointed';
import { DisposableObject } from '../disposable';
import { askWhere, fileNameOf } from '../exports/save';
import { startThread } from '../thread';
import { TryRunner } from '../try-runner';
import type { Preview } from './preview';
import type { Scans } from './scans';
import {
  besidePanel,
  POINTED_ROLES,
  type PointedPlace,
  pointedAt,
  TRIAL_SCHEME,
  TrialDocuments,
} from './trial-documents';
import { tryInScript } from './try-values';

export interface TryHostContext {
  readonly scans: Scans;
  readonly preview: Preview;
  readonly memento: vscode.Memento;
  readonly launcher: string;
  /** Path of the bundled thread that runs trials. */
  readonly tryThread: string;
  /** How many trials at the same time. */
  readonly trialsAtOnce: () => number;
  /** Where the runs of the workspace are kept; null where there is no disk. */
  readonly runsFolder: string | null;
  readonly showPanel: () => void;
}

/** Under which the lines are remembered that a person has pointed at. */
const POINTED = 'try:pointed';
const MOST_POINTED = 50;

async function askRole() {
  const items = POINTED_ROLES.map((role) => ({ label: roleWords(role), role }));
  const title = vscode.l10n.t('What is this number? It is read from every line like this one.');
  return (await vscode.window.showQuickPick(items, { title }))?.role;
}

/** What is remembered may be of another version. */
const pointedIn = (kept: unknown): PointedLine[] =>
  (Array.isArray(kept) ? (kept as Partial<PointedLine>[]) : []).filter(
    (one): one is PointedLine =>
      POINTED_ROLES.some((role) => role === one?.role) &&
      Array.isArray(one?.before) &&
      one.before.length > 0 &&
      one.before.every((text) => typeof text === 'string'),
  );

/** Values that are tried in a person's script: what is run, its output, and what is written back. */
export class TryHost extends DisposableObject {
  readonly runner: TryRunner;
  readonly #context: TryHostContext;
  readonly #documents: TrialDocuments;
  #pointed: readonly PointedLine[];

  constructor(context: TryHostContext) {
    super();
    this.#context = context;
    const { runsFolder, memento } = context;
    this.#pointed = pointedIn(memento.get<unknown>(POINTED));
    this.runner = this.register(
      new TryRunner({
        folder: runsFolder === null ? null : dirname(runsFolder),
        workers: context.trialsAtOnce,
        pointed: () => this.#pointed,
        start: (data) => startThread(context.tryThread, { ...data, translations: vscode.l10n.bundle }),
      }),
    );
    this.#documents = this.register(new TrialDocuments(this.runner));
    void this.runner.open();
  }

  commands(): Record<string, (...args: unknown[]) => unknown> {
    const { runner } = this;
    return {
      tryValues: (target) => tryInScript({ ...this.#context, runner }, target),
      goOnTrying: () => this.#goOn(),
      stopTrying: () => runner.stop(),
      applyTried: () => this.#apply(),
      showTrials: () => this.#show(),
      exportTrials: () => this.#export(),
      pointAtNumber: (place) => this.#point(place),
      copyPrint: () => vscode.env.clipboard.writeText(PRINT_LINES),
    };
  }

  /** Resolves when what is kept is on the disk. */
  close(): Promise<void> {
    return this.runner.close();
  }

  #goOn(): void {
    if (vscode.workspace.isTrusted) this.runner.resume();
    else
      void vscode.window.showWarningMessage(
        vscode.l10n.t('This workspace is not trusted: no script of it is run.'),
      );
  }

  /** Asks whose output to show, where there are several. */
  async #show(): Promise<void> {
    const items = this.#documents.items();
    const chosen =
      items.length > 1
        ? await vscode.window.showQuickPick(items, {
            title: vscode.l10n.t('Show Output of Trials'),
            placeHolder: vscode.l10n.t('Which trial?'),
            matchOnDetail: true,
          })
        : items[0];
    if (chosen) await this.#documents.show(chosen.trial);
  }

  async #export(): Promise<void> {
    const { tried } = this.runner;
    if (!tried) throw new Error(vscode.l10n.t('No values have been tried here yet.'));
    const { path } = tried.plan.script;
    const uri = await askWhere(`${fileNameOf(basename(path))}.csv`, dirname(path), {
      title: vscode.l10n.t('Export Trials as CSV'),
      filters: { CSV: ['csv'] },
    });
    if (uri?.scheme === 'file') await this.runner.write(uri.fsPath);
  }

  /** A number of the output is a loss or a score: of this line and of all that are like it. */
  async #point(place: unknown): Promise<void> {
    const { uri, line, character, role } = (place ?? {}) as Partial<PointedPlace>;
    const editor = vscode.window.activeTextEditor;
    const document =
      vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri) ?? editor?.document;
    if (document?.uri.scheme !== TRIAL_SCHEME) return;
    const at = line !== undefined && character !== undefined ? { line, character } : editor?.selection.active;
    if (!at || !pointedAt(document, at, 'trainLoss')) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Put the cursor on a number in the output first.'),
      );
      return;
    }
    const chosen = POINTED_ROLES.find((one) => one === role) ?? (await askRole());
    const pointed = chosen && pointedAt(document, at, chosen);
    if (!pointed) return;
    this.#pointed = withPointed(this.#pointed, pointed).slice(-MOST_POINTED);
    await this.#context.memento.update(POINTED, this.#pointed);
    const count = await this.runner.repoint();
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Read as {0} from every line like this one, in this workspace from now on. Values so far: {1}.',
        roleWords(chosen),
        count,
      ),
    );
    this.#context.showPanel();
  }

  /** Shows the best value as a change of the file. */
  async #apply(): Promise<void> {
    const { tried, state } = this.runner;
    const target = tried?.plan.targets[0];
    const place = target?.places[0];
    const best = state?.answer?.best ?? null;
    if (!tried || !target || !place || best === null) return;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(place.source.path));
    const scan = await this.#context.scans.fresh(document);
    const value = Number(tried.plan.sides[best]!.values[target.name]);
    const starts = new Set(target.places.map(({ start }) => start));
    const isSame = document.getText() === place.source.text;
    const all = scan?.result.findings ?? [];
    const changes: ValueChange[] = all
      .filter(({ kind, edit }) => kind === target.kind && edit && (!isSame || starts.has(edit.start)))
      .map((finding) => ({ finding, value }));
    if (changes.length === 0 && isSame) return this.#applyTo(document, target, value);
    // Where the file has changed, what was tried is known by its kind and number alone.
    if (!scan || changes.length === 0 || (!isSame && changes.length !== target.places.length))
      throw new Error(
        vscode.l10n.t('{0} has changed since it was tried; set the value by hand.', target.name),
      );
    await vscode.window.showTextDocument(document, { viewColumn: besidePanel(), preview: false });
    await this.#context.preview.show({ document, scan, changes });
  }

  /** Writes a value that only a name stands for, once a person has seen where. */
  async #applyTo(document: vscode.TextDocument, target: Target, value: number): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    const lines: string[] = [];
    for (const { start, end } of target.places) {
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      const old = document.getText(range);
      const text = formatLike(old, value);
      edit.replace(document.uri, range, text);
      lines.push(vscode.l10n.t('line {0}: {1} → {2}', range.start.line + 1, old, text));
    }
    await vscode.window.showTextDocument(document, { viewColumn: besidePanel(), preview: false });
    const apply = vscode.l10n.t('Apply Change');
    const options = { modal: true, detail: lines.join('\n') };
    const title = vscode.l10n.t(
      'Write {0} into {1}?',
      `${target.name} = ${value}`,
      basename(document.fileName),
    );
    if ((await vscode.window.showInformationMessage(title, options, apply)) === apply)
      await vscode.workspace.applyEdit(edit);
  }
}
