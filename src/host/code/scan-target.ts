import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CodeLanguage } from '../../code/finding';
import { languageOfEditor, languageOfFile } from '../../code/languages';
import { formatCount } from '../../experiment/number-text';
import { EXPERIMENT_SUFFIX } from '../exports/file-names';

/** Longer documents hold data or bundles. */
const MAX_CHARACTERS: Readonly<Record<CodeLanguage, number>> = {
  python: 4_000_000,
  notebook: 4_000_000,
  javascript: 500_000,
  typescript: 500_000,
  yaml: 300_000,
  json: 300_000,
  toml: 300_000,
};
/** A person's own files; not the output, not an old version in a comparison. */
const CELL = 'vscode-notebook-cell';
const SCHEMES = new Set(['file', 'untitled', 'vscode-remote', 'vscode-vfs', CELL]);

/** What is scanned as one: a file, or the Python cells of a notebook. */
export interface ScanTarget {
  readonly key: string;
  readonly notebook: vscode.NotebookDocument | undefined;
  readonly language: CodeLanguage;
  /** The file, or the code cells as they are now, in their order. */
  documents(): readonly vscode.TextDocument[];
}

const LANGUAGES = [
  'python',
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'yaml',
  'json',
  'jsonc',
  'toml',
] as const;

/** Documents that get lenses, hovers and actions. VS Code has no language of its own for TOML. */
export const SELECTOR: vscode.DocumentSelector = [
  ...LANGUAGES.map((language) => ({ language })),
  { language: 'plaintext', pattern: '**/*.toml' },
];

/** A notebook's; its text, which other editors may show as JSON, is a document of the same address. */
export function notebookKey(uri: vscode.Uri): string {
  return `notebook:${uri.toString()}`;
}

/** What a document is a part of; `undefined`: it is not scanned. */
export function targetOf(document: vscode.TextDocument): ScanTarget | undefined {
  const target = targetOfAnyLength(document);
  return target && target.length() <= MAX_CHARACTERS[target.language] ? target : undefined;
}

/** Why a document that would be scanned is not: it is too long. In words, after its name and a colon. */
export function tooLongWords(document: vscode.TextDocument): string | undefined {
  const target = targetOfAnyLength(document);
  const most = target && MAX_CHARACTERS[target.language];
  const length = target?.length() ?? 0;
  if (most === undefined || length <= most) return undefined;
  return l10n.t('not read: {0} of at most {1} characters', formatCount(length), formatCount(most));
}

interface SizedTarget extends ScanTarget {
  /** In UTF-16 code units. */
  length(): number;
}

function targetOfAnyLength(document: vscode.TextDocument): SizedTarget | undefined {
  const { uri } = document;
  if (!SCHEMES.has(uri.scheme) || uri.path.endsWith(EXPERIMENT_SUFFIX)) return undefined;
  if (uri.scheme === CELL) return notebookTarget(document);
  const language = languageOfEditor(document.languageId) ?? configLanguage(document);
  if (language === undefined) return undefined;
  const length = () => lengthOf(document);
  return { key: uri.toString(), notebook: undefined, language, documents: () => [document], length };
}

function configLanguage({ languageId, uri }: vscode.TextDocument): CodeLanguage | undefined {
  return languageId === 'plaintext' && languageOfFile(uri.path) === 'toml' ? 'toml' : undefined;
}

function lengthOf(document: vscode.TextDocument): number {
  const last = document.lineAt(document.lineCount - 1);
  return document.offsetAt(last.range.end);
}

/** The notebook that a document is a cell of; `undefined`: it is none. */
export function notebookOf({ uri }: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (uri.scheme !== CELL) return undefined;
  // A cell's address has the path of its notebook; where the window is remote, not its authority.
  const all = vscode.workspace.notebookDocuments.filter((one) => one.uri.path === uri.path);
  if (all.length < 2) return all[0];
  return all.find((one) => one.getCells().some((cell) => cell.document.uri.toString() === uri.toString()));
}

/** Going through the cells takes time where there are thousands, and VS Code asks about each. */
const lengths = new WeakMap<vscode.NotebookDocument, { readonly version: number; readonly length: number }>();

function notebookTarget(document: vscode.TextDocument): SizedTarget | undefined {
  const notebook = document.languageId === 'python' ? notebookOf(document) : undefined;
  if (notebook === undefined) return undefined;
  const documents = () =>
    notebook
      .getCells()
      .filter(({ kind, document: { languageId } }) => isCode(kind) && languageId === 'python')
      .map((cell) => cell.document);
  const length = () => {
    const { version } = notebook;
    let known = lengths.get(notebook);
    if (known?.version !== version) {
      known = { version, length: documents().reduce((sum, cell) => sum + lengthOf(cell), 0) };
      lengths.set(notebook, known);
    }
    return known.length;
  };
  return { key: notebookKey(notebook.uri), notebook, language: 'notebook', documents, length };
}

function isCode(kind: vscode.NotebookCellKind): boolean {
  return kind === vscode.NotebookCellKind.Code;
}
