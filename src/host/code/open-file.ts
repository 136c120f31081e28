import * as vscode from 'vscode';
import type { CodeState } from '../../protocol';
import { DisposableObject } from '../disposable';
import type { Setup } from '../setup';
import { Emitter } from '../store/emitter';
import { type Proposal, proposals } from './playground-values';
import type { Scans } from './scans';

/** What the panel offers to write: a batch size belongs to the data at hand. */
const OFFERED: readonly Proposal['finding']['kind'][] = ['dropout', 'learningRate'];

/** The file that a person looks at, or looked at last, and what of it the set-up has other values for. */
export class OpenFile extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  #document: vscode.TextDocument | undefined;
  #state: CodeState | null = null;

  readonly #scans: Scans;
  readonly #setup: Setup;

  constructor(scans: Scans, setup: Setup) {
    super();
    this.#scans = scans;
    this.#setup = setup;
    const { window, workspace } = vscode;
    this.register(window.onDidChangeActiveTextEditor((editor) => void this.#look(editor?.document)));
    this.register(scans.onDidScan(() => this.#update()));
    this.register(setup.onDidChange(() => this.#update()));
    this.register(
      workspace.onDidCloseTextDocument((document) => {
        if (document !== this.#document) return;
        this.#document = undefined;
        this.#update();
      }),
    );
    const soon = setImmediate(() => void this.#look(window.activeTextEditor?.document));
    this.register({ dispose: () => clearImmediate(soon) });
  }

  /** The document; undefined before the first, and when it has been closed. */
  get document(): vscode.TextDocument | undefined {
    return this.#document;
  }

  /** Null where there is nothing that could be written. */
  get state(): CodeState | null {
    return this.#state;
  }

  /** Another editor has the focus. One without hyperparameters, an output channel say, changes nothing. */
  async #look(document: vscode.TextDocument | undefined): Promise<void> {
    if (document === undefined) return;
    const scan = await this.#scans.of(document);
    if (!scan?.result.findings.some(({ edit }) => edit !== null) || document.isClosed) return;
    this.#document = document;
    this.#update();
  }

  #update(): void {
    const state = this.#current();
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    this.#changed.fire();
  }

  #current(): CodeState | null {
    const scan = this.#document && this.#scans.known(this.#document);
    if (this.#document === undefined || scan === undefined) return null;
    const found = proposals(scan.result.findings, this.#setup.experiment).filter(({ finding }) =>
      OFFERED.includes(finding.kind),
    );
    const { path } = this.#document.uri;
    return found.length === 0 ? null : { file: path.slice(path.lastIndexOf('/') + 1), changes: found.length };
  }
}
