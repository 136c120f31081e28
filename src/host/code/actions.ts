import * as vscode from 'vscode';
import { type CodeEdit, planEdits } from '../../code/edit';
import type { CodeHint, Finding } from '../../code/finding';
import type { Experiment } from '../../experiment/schema';
import { DisposableObject } from '../disposable';
import { HINT_SOURCE } from './diagnostics';
import { fixOf } from './hint-fixes';
import { findingAt, optimizerOf } from './hovers';
import { problemAt } from './own-data';
import { playgroundValue, sameValue } from './playground-values';
import { SELECTOR } from './scan-target';
import { documentOf, rangeOf, type Scan, type Scans, textOf } from './scans';
import { standInOf } from './stand-in';
import { canTry, type TryTarget } from './try-values';
import { plain, ratesCompare } from './value-words';

/** A person chooses from a short list; all of a file may be selected. */
const MOST_FIXED = 20;

export interface ActionContext {
  readonly scans: Scans;
  readonly experiment: () => Experiment;
  /** Something was run: until then the set-up is nobody's recommendation. */
  readonly hasRun: () => boolean;
}

/** Edits of a scan's documents as one step of undo. */
export function workspaceEdit(scan: Scan, edits: readonly CodeEdit[]): vscode.WorkspaceEdit {
  const workspace = new vscode.WorkspaceEdit();
  for (const edit of edits) {
    const document = documentOf(scan, edit);
    if (document) workspace.replace(document.uri, rangeOf(document, edit), edit.newText);
  }
  return workspace;
}

/** Light bulbs: the playground's value for a literal, and what mends a hint. */
export class Actions extends DisposableObject implements vscode.CodeActionProvider {
  readonly #context: ActionContext;

  constructor(context: ActionContext) {
    super();
    this.#context = context;
    const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.RefactorRewrite];
    this.register(vscode.languages.registerCodeActionsProvider(SELECTOR, this, { providedCodeActionKinds }));
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const scan = await this.#context.scans.of(document);
    if (scan === undefined) return [];
    const ours = diagnostics.filter(({ source }) => source === HINT_SOURCE);
    const set = this.#setAction(scan, document, range);
    // What stands in the text may have changed since the hint was given, and a fix replaces more than a literal.
    const now = ours.length > 0 ? ((await this.#context.scans.fresh(document)) ?? scan) : scan;
    const [text, few] = [document.getText(), ours.slice(0, MOST_FIXED)];
    const tries = tryAction(scan, document, range);
    return [
      ...(set ? [set] : []),
      ...(tries ? [tries] : []),
      ...few.flatMap((diagnostic) => fixes({ scan: now, document, text }, diagnostic)),
    ];
  }

  /** *Set to 0.3 (playground)* */
  #setAction(
    scan: Scan,
    document: vscode.TextDocument,
    { start }: vscode.Range,
  ): vscode.CodeAction | undefined {
    const finding = this.#context.hasRun() ? findingAt(scan, document, document.offsetAt(start)) : undefined;
    const value = finding && playgroundValue(finding.kind, this.#context.experiment());
    // A rate for Adam is no advice for SGD.
    const { optimizer } = this.#context.experiment().training;
    if (finding?.kind === 'learningRate' && !ratesCompare(optimizerOf(scan.result), optimizer))
      return undefined;
    if (!finding || value === undefined || finding.value === null || sameValue(finding.value, value))
      return undefined;
    const { edits } = planEdits(textOf(scan), [{ finding, value }]);
    const [edit] = edits;
    if (edit === undefined) return undefined;
    const { RefactorRewrite } = vscode.CodeActionKind;
    const { data } = this.#context.experiment();
    const isOther = standInOf(problemAt(scan.result, finding), data)?.kind === 'other';
    const action = new vscode.CodeAction(setTitle(finding, value, edit, isOther), RefactorRewrite);
    action.edit = workspaceEdit(scan, edits);
    return action;
  }
}

/** *Try Values in My Script…* */
function tryAction(
  scan: Scan,
  document: vscode.TextDocument,
  { start }: vscode.Range,
): vscode.CodeAction | undefined {
  const finding = findingAt(scan, document, document.offsetAt(start));
  if (!finding || scan.isNotebook || !canTry(finding)) return undefined;
  const title = vscode.l10n.t('Try Values in My Script…');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite);
  const target: TryTarget = { uri: document.uri.toString(), start: finding.edit!.start };
  action.command = { command: 'dropoutPlayground.tryValues', title, arguments: [target] };
  return action;
}

/** @param isOther what was tried in the playground was tried on data that is not the code's */
function setTitle({ edit }: Finding, value: number, { newText }: CodeEdit, isOther: boolean): string {
  const written = newText.slice(edit?.before.length ?? 0);
  if (isOther)
    return edit?.keep
      ? vscode.l10n.t('Set to {0} (playground, on stand-in data: drop {1})', written, plain(value))
      : vscode.l10n.t('Set to {0} (playground, on stand-in data)', written);
  return edit?.keep
    ? vscode.l10n.t('Set to {0} (playground: drop {1})', written, plain(value))
    : vscode.l10n.t('Set to {0} (playground)', written);
}

/** A syntax tree with errors in it is not trusted with more than a literal. */
function withoutFix({ fix, ...hint }: CodeHint): CodeHint {
  return hint;
}

function fixes(
  { scan, document, text }: { scan: Scan; document: vscode.TextDocument; text: string },
  diagnostic: vscode.Diagnostic,
): vscode.CodeAction[] {
  const { code } = diagnostic;
  const id = typeof code === 'object' ? String(code.value) : '';
  const hint = scan.result.hints.find(
    (one) =>
      one.id === id && documentOf(scan, one) === document && rangeOf(document, one).isEqual(diagnostic.range),
  );
  const cell = scan.documents.indexOf(document);
  const here = scan.result.findings.filter(({ edit }) => edit !== null && (edit.cell ?? 0) === cell);
  const fix = hint && fixOf(scan.result.broken ? withoutFix(hint) : hint, text, here);
  const actions: vscode.CodeAction[] = [];
  if (fix) {
    const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
    action.edit = workspaceEdit(
      scan,
      fix.edits.map((edit) => ({ ...(scan.isNotebook && { cell }), ...edit })),
    );
    action.diagnostics = [diagnostic];
    action.isPreferred = true;
    actions.push(action);
  }
  const hide = new vscode.CodeAction(
    vscode.l10n.t("Don't show hints like this again"),
    vscode.CodeActionKind.QuickFix,
  );
  hide.command = { command: 'dropoutPlayground.hideHint', title: hide.title, arguments: [id] };
  hide.diagnostics = [diagnostic];
  return [...actions, hide];
}
