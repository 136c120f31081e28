import * as vscode from 'vscode';
import type { CodeLanguage } from '../../code/finding';
import { languageOfEditor, languageOfFile } from '../../code/languages';
import { EXPERIMENT_SUFFIX } from '../exports/file-names';

/** Longer documents hold data or bundles: reading them would keep other extensions waiting. */
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
const SCHEMES = new Set(['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'vscode-notebook-cell']);

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
  const { uri } = document;
  if (!SCHEMES.has(uri.scheme) || uri.path.endsWith(EXPERIMENT_SUFFIX)) return undefined;
  if (uri.scheme === 'vscode-notebook-cell') return notebookTarget(document);
  const language = languageOfEditor(document.languageId) ?? configLanguage(document);
  if (language === undefined || lengthOf(document) > MAX_CHARACTERS[language]) return undefined;
  return { key: uri.toString(), notebook: undefined, language, documents: () => [document] };
}

function configLanguage({ languageId, uri }: vscode.TextDocument): CodeLanguage | undefined {
  return languageId === 'plaintext' && languageOfFile(uri.path) === 'toml' ? 'toml' : undefined;
}

function lengthOf(document: vscode.TextDocument): number {
  const last = document.lineAt(document.lineCount - 1);
  return document.offsetAt(last.range.end);
}

function notebookTarget(document: vscode.TextDocument): ScanTarget | undefined {
  if (document.languageId !== 'python') return undefined;
  const notebook = vscode.workspace.notebookDocuments.find((one) =>
    one.getCells().some((cell) => cell.document === document),
  );
  if (notebook === undefined) return undefined;
  const documents = () =>
    notebook
      .getCells()
      .filter(({ kind, document: { languageId } }) => isCode(kind) && languageId === 'python')
      .map((cell) => cell.document);
  const length = documents().reduce((sum, cell) => sum + lengthOf(cell), 0);
  if (length > MAX_CHARACTERS.notebook) return undefined;
  return { key: notebookKey(notebook.uri), notebook, language: 'notebook', documents };
}

function isCode(kind: vscode.NotebookCellKind): boolean {
  return kind === vscode.NotebookCellKind.Code;
}
