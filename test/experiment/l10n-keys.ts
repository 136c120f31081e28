import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import treeSitter from '@vscode/tree-sitter-wasm';
import { Parsers } from '../../src/code/parser';
import { figures } from '../../src/experiment/figures/index';
import { experimentJsonSchema } from '../../src/experiment/json-schema';
import { scenarios } from '../../src/experiment/scenarios/index';
import { sweeps } from '../../src/experiment/sweeps';

/** The folders whose `l10n.t` and `vscode.l10n.t` calls reach a person. */
const SOURCES = '{src,webview}/**/*.ts';

/** Every English text that is looked up in the bundle of translations. `root` is the folder of package.json. */
export async function usedKeys(root: string): Promise<Set<string>> {
  return new Set([...(await calledKeys(root)), ...shownMetadata()]);
}

/** What the calls are made on. */
const IMPORTS = "import * as vscode from 'vscode';\nimport * as l10n from '@vscode/l10n';\n";

/**
 * The first arguments of the calls, as Microsoft's exporter finds them. It is given the calls alone, in one text: it takes
 * half a minute for all that stands around them, and as long again for every file.
 */
async function calledKeys(root: string): Promise<string[]> {
  const parser = await typescriptParser();
  const calls = globSync(SOURCES, { cwd: root })
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .filter((text) => /\bl10n\b/.test(text))
    .flatMap((text) => callsIn(parser.parse(text)!));
  parser.delete();
  return Object.keys(await getL10nJson([{ extension: '.ts', contents: IMPORTS + calls.join(';\n') }]));
}

async function typescriptParser(): Promise<treeSitter.Parser> {
  const wasm = resolve('node_modules/@vscode/tree-sitter-wasm/wasm');
  // The package is started once for a process, and the scanner starts it in a way of its own.
  await Parsers.load(resolve('dist'));
  const parser = new treeSitter.Parser();
  parser.setLanguage(await treeSitter.Language.load(join(wasm, 'tree-sitter-typescript.wasm')));
  return parser;
}

function callsIn(tree: treeSitter.Tree): string[] {
  const calls = tree.rootNode.descendantsOfType('call_expression');
  const texts = calls.flatMap((call) =>
    call !== null && /\bl10n\.t$/.test(call.childForFieldName('function')!.text) ? [call.text] : [],
  );
  tree.delete();
  return texts;
}

/** Titles and descriptions that the form, the scenarios and the sweeps hand to `l10n.t` as they stand. */
function shownMetadata(): string[] {
  const { $schema: _, title: __, ...schema } = experimentJsonSchema();
  const stories = scenarios.flatMap(({ title, description }) => [title, description]);
  const shown = figures.flatMap(({ title, claim, x, y }) => [title, claim, x, y]);
  return [
    ...metadataOf(schema),
    ...stories,
    ...sweeps.map(({ title }) => title),
    ...shown,
    ...figureLabels(),
  ];
}

/** Lines, marks and checks of published figures, which have their labels only once they are measured. */
function figureLabels(): string[] {
  const files = globSync('src/experiment/figures/*.ts');
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\blabel: '([^'\n]*)'/g)].map(([, label]) => label),
  );
}

function metadataOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(metadataOf);
  if (typeof node !== 'object' || node === null) return [];
  const own = Object.entries(node).flatMap(([key, value]) =>
    (key === 'title' || key === 'description') && typeof value === 'string' ? [value] : metadataOf(value),
  );
  return [...own, ...bareChoices(node as Record<string, unknown>)].filter(Boolean);
}

/** Choices without a registry behind them are shown by their ids, capitalized. */
function bareChoices(node: Record<string, unknown>): string[] {
  if (!Array.isArray(node.enum) || node.options) return [];
  return node.enum
    .filter((id) => typeof id === 'string')
    .map((id) => id.charAt(0).toUpperCase() + id.slice(1));
}

/** The `{0}`, `{1}`, … of a text, sorted. */
export function placeholders(text: string): string[] {
  return (text.match(/\{\d+\}/g) ?? []).sort();
}
