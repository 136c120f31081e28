import * as vscode from 'vscode';
import { cutWords } from '../../code/thread/cut-words';
import { DisposableObject } from '../disposable';
import { SELECTOR, tooLongWords } from './scan-target';
import type { Scans } from './scans';

/** Why not all of a document is read, in words; `undefined`: it is, or has nothing to be read. */
export function unreadWords(scans: Scans, document: vscode.TextDocument): string | undefined {
  const scan = scans.known(document);
  return scan ? cutWords(scan.result) : tooLongWords(document);
}

/** Says beside the language in the status bar why the file in the active editor is not read, or not whole. */
export class Unread extends DisposableObject {
  #item: vscode.LanguageStatusItem | undefined;

  readonly #scans: Scans;

  constructor(scans: Scans) {
    super();
    this.#scans = scans;
    const update = () => this.#update();
    this.register(vscode.window.onDidChangeActiveTextEditor(update));
    this.register(scans.onDidScan(update));
    this.register(scans.onDidClose(update));
    const soon = setImmediate(update);
    this.register({ dispose: () => clearImmediate(soon) });
    this.register({ dispose: () => this.#item?.dispose() });
  }

  /** What is said at the moment. */
  get words(): string | undefined {
    return this.#item?.detail;
  }

  #update(): void {
    const document = vscode.window.activeTextEditor?.document;
    const words = document && unreadWords(this.#scans, document);
    if (words === this.words) return;
    this.#item?.dispose();
    this.#item = undefined;
    if (words === undefined) return;
    const item = vscode.languages.createLanguageStatusItem('dropoutPlayground.unread', SELECTOR);
    item.name = 'Dropout Playground';
    item.text = 'Dropout Playground';
    item.detail = words;
    item.severity = vscode.LanguageStatusSeverity.Warning;
    this.#item = item;
  }
}
