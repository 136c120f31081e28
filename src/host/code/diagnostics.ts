import * as vscode from 'vscode';
import type { CodeHint } from '../../code/finding';
import { DisposableObject } from '../disposable';
import type { CodeSettings } from './code-settings';
import { documentOf, rangeOf, type Scan, type Scans } from './scans';

export const HINT_SOURCE = 'Dropout Playground';
/** A number that is half typed gets no diagnostic. */
const CALM_MILLISECONDS = 600;

/** Gentle remarks on probable mistakes, at the code. */
export class Hints extends DisposableObject {
  readonly #collection = this.register(
    vscode.languages.createDiagnosticCollection('Dropout Playground Hints'),
  );
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #shown = new Map<string, Scan>();

  readonly #scans: Scans;
  readonly #settings: CodeSettings;

  constructor(scans: Scans, settings: CodeSettings) {
    super();
    this.#scans = scans;
    this.#settings = settings;
    this.register(
      scans.onDidScan(({ before, after }) => {
        if (before === undefined) this.#show(after);
        else this.#later(after.key);
      }),
    );
    this.register(scans.onDidClose((scan) => this.#clear(scan)));
    this.register(settings.onDidChange(() => this.#showAll()));
    this.register({ dispose: () => this.#stopWaiting() });
  }

  /** The latest scan counts once nothing has changed for a while. */
  #later(key: string): void {
    clearTimeout(this.#waiting.get(key));
    const timer = setTimeout(() => {
      this.#waiting.delete(key);
      const scan = this.#scans.withKey(key);
      if (scan !== undefined) this.#show(scan);
    }, CALM_MILLISECONDS);
    this.#waiting.set(key, timer);
  }

  #showAll(): void {
    for (const scan of [...this.#shown.values()]) this.#show(scan);
  }

  #stopWaiting(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
  }

  #show(scan: Scan): void {
    const current = this.#scans.withKey(scan.key) ?? scan;
    const before = this.#shown.get(scan.key)?.documents ?? [];
    this.#shown.set(scan.key, current);
    const hints = new Map<vscode.TextDocument | undefined, CodeHint[]>();
    for (const hint of current.result.hints.filter((one) => this.#settings.shows(one))) {
      const document = documentOf(current, hint);
      hints.set(document, [...(hints.get(document) ?? []), hint]);
    }
    // A cell may have been deleted since. Of thousands of cells few have a hint, and all are set at once.
    const documents = new Set([...before, ...current.documents]);
    const entries = [...documents].flatMap((document): [vscode.Uri, vscode.Diagnostic[]][] => {
      const here = document.isClosed ? undefined : hints.get(document);
      if (here === undefined && !this.#collection.has(document.uri)) return [];
      return [[document.uri, (here ?? []).map((hint) => diagnosticOf(document, hint))]];
    });
    if (entries.length > 0) this.#collection.set(entries);
  }

  #clear(scan: Scan): void {
    clearTimeout(this.#waiting.get(scan.key));
    this.#waiting.delete(scan.key);
    this.#shown.delete(scan.key);
    for (const { uri } of scan.documents) if (this.#collection.has(uri)) this.#collection.delete(uri);
  }
}

function diagnosticOf(document: vscode.TextDocument, hint: CodeHint): vscode.Diagnostic {
  const { Information } = vscode.DiagnosticSeverity;
  const diagnostic = new vscode.Diagnostic(rangeOf(document, hint), hint.message, Information);
  diagnostic.source = HINT_SOURCE;
  diagnostic.code = { value: hint.id, target: vscode.Uri.parse(hint.source) };
  return diagnostic;
}
