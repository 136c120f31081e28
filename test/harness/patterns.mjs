// Every regular expression of the program meets text of a person's: each must take time linear in its length.
// `npm run check:patterns` reads them out of the sources and fails for one that backtracks, or that begins anew at
// every place of what it has just read.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import treeSitter from '@vscode/tree-sitter-wasm';
import { faultsOf } from './lib/linear.mjs';
import { root } from './lib/run.mjs';

const { Language, Parser } = treeSitter;
const wasm = dirname(fileURLToPath(import.meta.resolve('@vscode/tree-sitter-wasm/package.json')));

/** A comment that says why a pattern cannot meet a long text: `linear: at most 20 digits`. */
const REASON = /\blinear: \S/;

/** The regular expressions of a source: literals, and texts that are given to `RegExp`. */
function* patternsIn(tree) {
  for (const node of tree.rootNode.descendantsOfType('regex'))
    yield {
      node,
      source: node.childForFieldName('pattern').text,
      flags: node.childForFieldName('flags')?.text ?? '',
    };
  for (const node of tree.rootNode.descendantsOfType('new_expression')) {
    if (node.childForFieldName('constructor')?.text !== 'RegExp') continue;
    const [pattern, flags] = node.childForFieldName('arguments').namedChildren;
    const source = sourceOf(pattern);
    if (source !== undefined) yield { node, source, flags: flags ? flags.text.slice(1, -1) : '' };
  }
}

/** What a template gives `RegExp`: a word stands for each name that is put in. */
function sourceOf(node) {
  if (node.type !== 'template_string' && node.type !== 'string') return undefined;
  const text = node.text.replace(/\$\{\w+\.source\}/g, '').replace(/\$\{[^}]*\}/g, 'word');
  return new Function(`return ${text}`)();
}

function sources() {
  const below = (folder) =>
    readdirSync(resolve(root, folder), { recursive: true }).map((name) => join(folder, name));
  return ['src', 'webview']
    .flatMap(below)
    .filter((name) => name.endsWith('.ts'))
    .sort();
}

/** The faults of all sources, each with its place. */
export async function checkPatterns() {
  await Parser.init({ locateFile: (name) => join(wasm, 'wasm', name) });
  const parser = new Parser();
  const grammar = readFileSync(join(wasm, 'wasm', 'tree-sitter-typescript.wasm'));
  parser.setLanguage(await Language.load(new Uint8Array(grammar)));
  const faults = [];
  let count = 0;
  for (const file of sources()) {
    const text = readFileSync(resolve(root, file), 'utf8');
    const lines = text.split('\n');
    const tree = parser.parse(text);
    for (const { node, source, flags } of patternsIn(tree)) {
      count++;
      const { row } = node.startPosition;
      if (lines.slice(Math.max(0, row - 2), row + 1).some((line) => REASON.test(line))) continue;
      for (const fault of faultsOf(source, flags))
        faults.push(`${file}:${row + 1}: /${source}/${flags}: ${fault}`);
    }
    tree.delete();
  }
  if (count === 0) throw new Error('No regular expression was found in the sources.');
  return { count, faults };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { count, faults } = await checkPatterns();
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.stdout.write(`${count} regular expressions, ${faults.length} that are not linear.\n`);
  process.exit(faults.length > 0 ? 1 : 0);
}
