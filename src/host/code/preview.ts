import * as vscode from 'vscode';
import { applyEdits, type CodeEdit, type EditPlan, planEditsAgain, type ValueChange } from '../../code/edit';
import { DisposableObject } from '../disposable';
import { workspaceEdit } from './actions';
import { documentOf, rangeOf, type Scan, type Scans, textOf } from './scans';

export const PREVIEW_SCHEME = 'dropout-playground-preview';

/** More lines than this do not fit into a message. */
const MOST_LINES = 30;

/** What a person has chosen to change, and the scan that they saw when they chose. */
export interface Proposed {
  readonly document: vscode.TextDocument;
  readonly scan: Scan;
  readonly changes: readonly ValueChange[];
}

interface Shown extends Proposed {
  readonly uri: vscode.Uri;
  text: string;
  /** The first line that changes, the same in both texts. */
  first?: vscode.Range | undefined;
}

/** Shows a change of a file as a comparison, and makes it when a person accepts it. */
export class Preview extends DisposableObject implements vscode.TextDocumentContentProvider {
  readonly #changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;
  #shown: Shown | undefined;
  #count = 0;
  #accepting = false;

  readonly #scans: Scans;

  constructor(scans: Scans) {
    super();
    this.#scans = scans;
    this.register(vscode.workspace.registerTextDocumentContentProvider(PREVIEW_SCHEME, this));
    this.register(
      scans.onDidScan(({ after }) => {
        if (after.key === this.#shown?.scan.key) void this.#refresh();
      }),
    );
    this.register(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.toString() === this.#shown?.uri.toString()) this.#shown = undefined;
      }),
    );
    // What a window brings back has nothing to show any more.
    void this.discard();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#shown?.uri.toString() === uri.toString() ? this.#shown.text : '';
  }

  /** Opens the comparison; a notebook has none, there a list is shown and asked about. */
  async show(proposed: Proposed): Promise<void> {
    if (proposed.scan.isNotebook) {
      if (await this.#confirmed(proposed)) await this.#apply(proposed);
      return;
    }
    await this.discard();
    const { document } = proposed;
    const query = String(++this.#count);
    const uri = vscode.Uri.from({ scheme: PREVIEW_SCHEME, path: document.uri.path, query });
    this.#shown = { ...proposed, uri, text: '' };
    await this.#refresh();
    const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
    const title = vscode.l10n.t('{0}: with the playground’s values', name);
    // Pinned: it would take the place of the very file, where that stands in a preview tab.
    const selection = this.#shown?.first;
    const options = { preview: false, ...(selection && { selection }) };
    await vscode.commands.executeCommand('vscode.diff', document.uri, uri, title, options);
  }

  /** Writes what is shown into the file: one step of undo. */
  async accept(): Promise<void> {
    const shown = this.#shown;
    // Accepted twice: the first is at work.
    if (this.#accepting) return;
    this.#accepting = true;
    try {
      if (shown !== undefined && !(await this.#apply(shown))) return;
      await this.discard();
    } finally {
      this.#accepting = false;
    }
    if (shown !== undefined) await bringUp(shown);
  }

  /** The file of the comparison that an address of {@link PREVIEW_SCHEME} is a side of. */
  fileOf(uri: vscode.Uri): vscode.TextDocument | undefined {
    return this.#shown?.uri.toString() === uri.toString() ? this.#shown.document : undefined;
  }

  async discard(): Promise<void> {
    this.#shown = undefined;
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const ours = tabs.filter(
      ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === PREVIEW_SCHEME,
    );
    if (ours.length > 0) await vscode.window.tabGroups.close(ours);
  }

  async #plan({ document, scan, changes }: Proposed): Promise<{ now: Scan; plan: EditPlan } | undefined> {
    const now = await this.#scans.fresh(document);
    return now && { now, plan: planEditsAgain(textOf(now), scan.result, now.result, changes) };
  }

  async #refresh(): Promise<void> {
    const shown = this.#shown;
    const planned = shown && (await this.#plan(shown));
    if (!shown || !planned) return;
    const text = applyEdits(shown.document.getText(), planned.plan.edits);
    if (text === shown.text) return;
    shown.text = text;
    shown.first = firstOf(shown.document, planned.plan.edits);
    this.#changed.fire(shown.uri);
  }

  /**
   * False where nothing of what was chosen is in the text any more; a person then knows why.
   * @throws Error when the file cannot be written to.
   */
  async #apply(proposed: Proposed): Promise<boolean> {
    const planned = await this.#plan(proposed);
    const { edits, refused } = planned?.plan ?? { edits: [], refused: [] };
    if (refused.length > 0) {
      const reasons = refused.map(({ reason }) => reason).join('; ');
      void vscode.window.showWarningMessage(vscode.l10n.t('Not changed: {0}.', reasons));
    }
    if (refused.length > 0 && edits.length === 0) return false;
    if (planned && (await vscode.workspace.applyEdit(workspaceEdit(planned.now, edits)))) return true;
    const { path } = proposed.document.uri;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const reason = vscode.l10n.t('the text has changed meanwhile');
    throw new Error(vscode.l10n.t('{0}: the change could not be written: {1}', name, reason));
  }

  async #confirmed(proposed: Proposed): Promise<boolean> {
    const planned = await this.#plan(proposed);
    if (planned === undefined) return false;
    const { edits, refused } = planned.plan;
    const lines = [
      ...edits.slice(0, MOST_LINES).map((edit) => {
        const { cell, newText } = edit;
        const document = documentOf(planned.now, edit);
        const before = document?.getText(rangeOf(document, edit)) ?? '';
        return vscode.l10n.t('Code cell {0}: {1} → {2}', (cell ?? 0) + 1, before, newText);
      }),
      ...(edits.length > MOST_LINES ? [vscode.l10n.t('… and {0} more.', edits.length - MOST_LINES)] : []),
      ...refused.slice(0, MOST_LINES).map(({ reason }) => vscode.l10n.t('Not changed: {0}.', reason)),
    ];
    const apply = vscode.l10n.t('Apply');
    const words = vscode.l10n.t('Write the playground’s values into this notebook?');
    const options = { modal: true, detail: lines.join('\n') };
    return (await vscode.window.showInformationMessage(words, options, apply)) === apply;
  }
}

/** Where the first edit begins; nothing before it is moved, so that is the same place in both texts. */
function firstOf(document: vscode.TextDocument, edits: readonly CodeEdit[]): vscode.Range | undefined {
  const start = edits.length === 0 ? undefined : document.positionAt(edits[0]!.start);
  return start && new vscode.Range(start, start);
}

/** Shows a file where a tab of it is, with what was changed; undoing it is then one key away. */
async function bringUp({ document: { uri }, first }: Shown): Promise<void> {
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()),
  );
  const editor = await vscode.window.showTextDocument(uri, {
    preview: false,
    ...(group && { viewColumn: group.viewColumn }),
  });
  if (first) editor.revealRange(first, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
