import * as vscode from 'vscode';
import { type CodeGenerator, codeGenerators, commentedCode } from '../../code/generate/index';
import { languageOfEditor } from '../../code/languages';
import { movePaths } from '../../data/move-paths';
import type { Experiment } from '../../experiment/schema';

/** What is written as a program. */
export interface CodeSource {
  readonly experiment: Experiment;
  readonly folder: string | null;
}

/** Opens the experiment as a program in a new, unsaved editor. */
export async function openAsCode(source: CodeSource): Promise<void> {
  const generator = await chooseLibrary(codeGenerators, vscode.l10n.t('Export as Code'));
  if (generator === undefined) return;
  const content = programOf(generator, source);
  const document = await vscode.workspace.openTextDocument({ language: generator.language, content });
  await vscode.window.showTextDocument(document, { preview: false });
}

/** Puts the experiment as a program at the cursor of the editor that a person works in. */
export async function insertAsCode(source: CodeSource): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    const words = vscode.l10n.t('Open a file first: the code is put at its cursor.');
    void vscode.window.showInformationMessage(words);
    return;
  }
  const language = languageOfEditor(editor.document.languageId);
  const isScript = language === 'javascript' || language === 'typescript';
  const wanted = isScript ? 'javascript' : language;
  const fitting = codeGenerators.filter((generator) => generator.language === wanted);
  const title = vscode.l10n.t('Insert Experiment as Code');
  const generator = await chooseLibrary(fitting.length > 0 ? fitting : codeGenerators, title);
  if (generator !== undefined) await insert(editor, programOf(generator, source));
}

/** Of one there is nothing to choose. */
async function chooseLibrary(
  generators: readonly CodeGenerator[],
  title: string,
): Promise<CodeGenerator | undefined> {
  if (generators.length === 1) return generators[0];
  const items = generators.map((generator) => ({
    label: generator.title,
    detail: generator.description(),
    generator,
  }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.generator;
}

/** Data files are named from the workspace's folder, where programs are started. */
function programOf(generator: CodeGenerator, { experiment, folder }: CodeSource): string {
  const root = vscode.workspace.workspaceFolders?.at(0)?.uri;
  const from = root?.scheme === 'file' ? root.fsPath : null;
  return commentedCode(generator, movePaths(experiment, folder, from));
}

/** One edit, and so one step of undo. */
async function insert(editor: vscode.TextEditor, program: string): Promise<void> {
  const { document, selection } = editor;
  const { start } = selection;
  const before = document.lineAt(start.line).text.slice(0, start.character);
  const text = indentedText(program, before, document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
  const done = await editor.edit((edit) => edit.replace(selection, text));
  if (!done)
    throw new Error(vscode.l10n.t('The editor did not take the code: its text has changed meanwhile.'));
}

/**
 * A program with the indentation of the line that it is put into; behind words it begins on a line of its own.
 * @param before what the line has before the cursor.
 */
export function indentedText(program: string, before: string, newline: string): string {
  const indent = /^\s*/.exec(before)![0];
  const lines = program.trimEnd().split('\n');
  const moved = lines.map((line, index) => (line === '' || index === 0 ? line : indent + line));
  const begin = before.trim() === '' ? '' : newline + indent;
  return begin + moved.join(newline) + newline;
}
