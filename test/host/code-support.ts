import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { host, ownFolder, until } from './support';

export const SECTION = 'dropoutPlayground';

export const MODEL = `import torch
from torch import nn

P = 0.5

model = nn.Sequential(
    nn.Linear(2, 16),
    nn.ReLU(),
    nn.Dropout(P),
    nn.Linear(16, 2),
)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
`;

export const TFJS = `import * as tf from '@tensorflow/tfjs';\nconst model = tf.sequential();\nmodel.add(tf.layers.dense({ units: 8, activation: 'relu' }));\n`;

/** For each test of the suite that calls it: a folder for code, and afterwards the settings as they were. */
export function codeFolder() {
  afterEach(async () => {
    await vscode.workspace.getConfiguration(SECTION).update('codeLens', undefined, true);
    await vscode.workspace.getConfiguration(SECTION).update('hiddenHints', undefined, true);
  });
  const path = ownFolder();
  /** Writes a file and shows it in a text editor. */
  const open = async (text: string, name = 'model.py'): Promise<vscode.TextEditor> => {
    await writeFile(path(name), text);
    return vscode.window.showTextDocument(vscode.Uri.file(path(name)));
  };
  return { path, open };
}

/** Where `text` stands first in the document. */
export function rangeIn(document: vscode.TextDocument, text: string): vscode.Range {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `${text} is in the document`);
  return new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
}

/** `7: Run Dropout Experiment · drop 0.5`: the lines of the lenses that run a model, with their titles. */
export async function lenses({ uri }: vscode.TextDocument): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    100,
  );
  return found
    .filter((lens) => lens.command?.command === `${SECTION}.runFromCode`)
    .map(({ range, command: lens }) => `${range.start.line + 1}: ${lens?.title}`);
}

/** What a pointer there says, without Markdown's escapes. */
export async function hover({ uri }: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  const contents = found.flatMap((one) => one.contents);
  const text = contents.map((one) => (typeof one === 'string' ? one : one.value)).join('\n');
  return text.replace(/\\(?=\W)/g, '');
}

/** `4: playground: 0.5 → test 0.3`. */
export async function inlays({ uri, lineCount }: vscode.TextDocument): Promise<string[]> {
  const range = new vscode.Range(0, 0, lineCount, 0);
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    uri,
    range,
  );
  const words = ({ label }: vscode.InlayHint) =>
    typeof label === 'string' ? label : label.map(({ value }) => value).join('');
  return found.map((hint) => `${hint.position.line + 1}: ${words(hint)}`);
}

export async function actions(
  { uri }: vscode.TextDocument,
  range: vscode.Range,
): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range);
}

export const hintsOf = ({ uri }: vscode.TextDocument): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Dropout Playground');

export const idOf = ({ code }: vscode.Diagnostic) => (typeof code === 'object' ? code.value : code);

/** Waits until no run goes on. */
export async function finished(): Promise<void> {
  const { runner } = await host();
  await until(() => runner.active === null);
}
