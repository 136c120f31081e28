// Every regular expression of the program meets text of a person's: each must take time linear in its length.
// `npm run check:patterns` reads them out of the sources and fails for one that backtracks, or that begins anew at
// every place of what it has just read; for a call that spreads a list over the stack; and for `private`, which is written
// `#` here.
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

/** A comment that says why a list that is spread cannot be long: `short: one entry a set`. */
const SHORT = /\bshort: \S/;
/** Calls that take any number of arguments, and so are given lists of any length. */
const VARIADIC = /(?:^Math\.(?:max|min|hypot)|\.(?:push|unshift|splice|fromCharCode|fromCodePoint|of))$/;

const SPREAD =
  'a whole list on the stack; least, greatest and append of core/lists.ts take one of any length';

/** Calls that put every item of a list on the stack, which some hundred thousand overflow. */
function* spreadsIn(tree) {
  for (const node of tree.rootNode.descendantsOfType('call_expression')) {
    const callee = node.childForFieldName('function').text;
    const given = node.childForFieldName('arguments');
    const spreads = given?.namedChildren.some(({ type }) => type === 'spread_element');
    const applies = /\b(?:Math\.\w+|push|fromCharCode|fromCodePoint)\.apply$/.test(callee);
    if (applies || (spreads && VARIADIC.test(callee))) yield { row: node.startPosition.row, callee };
  }
}

/**
 * What is TypeScript's `private` where JavaScript has `#`. It stays before a constructor and behind a decorator, which
 * cannot see a `#` name.
 */
function* privatesIn(tree) {
  for (const node of tree.rootNode.descendantsOfType('accessibility_modifier')) {
    const { parent } = node;
    const isConstructor = parent.childForFieldName('name')?.text === 'constructor';
    const isDecorated = parent.children.some(({ type }) => type === 'decorator');
    if (node.text === 'private' && !isConstructor && !isDecorated) yield node.startPosition.row;
  }
}

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
    yield { node, source: sourceOf(pattern, tree), flags: flags ? flags.text.slice(1, -1) : '' };
  }
}

/**
 * The pattern that an expression gives `RegExp`, with what the file's constants put into it; a word stands for what is
 * known only when the program runs. `undefined`: it cannot be read out of the source.
 */
function sourceOf(node, tree) {
  switch (node?.type) {
    case 'regex':
      return node.childForFieldName('pattern').text;
    case 'string':
      return written(node.text);
    case 'template_string':
      return node.namedChildren
        .map((part) =>
          part.type === 'template_substitution'
            ? (sourceOf(part.firstNamedChild, tree) ?? 'word')
            : written(`\`${part.text}\``),
        )
        .join('');
    case 'identifier':
      return sourceOf(constant(node.text, tree), tree);
    case 'member_expression':
      return node.text.endsWith('.source') ? sourceOf(node.firstNamedChild, tree) : undefined;
    default:
      return undefined;
  }
}

/** What a literal of the program's own sources stands for. */
const written = (literal) => new Function(`return ${literal}`)();

/** What the one constant of a name is set to. */
function constant(name, tree) {
  const all = tree.rootNode
    .descendantsOfType('variable_declarator')
    .filter((one) => one.childForFieldName('name').text === name);
  return all.length === 1 ? all[0].childForFieldName('value') : undefined;
}

function sources() {
  const below = (folder) =>
    readdirSync(resolve(root, folder), { recursive: true }).map((name) => join(folder, name));
  return ['src', 'webview']
    .flatMap(below)
    .filter((name) => name.endsWith('.ts'))
    .sort();
}

/** The faults of a source, each with its row, and `null` for each regular expression that was read. */
function* faultsIn(tree, text) {
  const lines = text.split('\n');
  const isExcused = (row, reason) =>
    lines.slice(Math.max(0, row - 2), row + 1).some((line) => reason.test(line));
  for (const { node, source, flags } of patternsIn(tree)) {
    yield null;
    const { row } = node.startPosition;
    if (isExcused(row, REASON)) continue;
    const found = source === undefined ? ['it is put together where it runs'] : faultsOf(source, flags);
    for (const fault of found) yield { row, fault: `/${source ?? '…'}/${flags}: ${fault}` };
  }
  for (const row of privatesIn(tree)) yield { row, fault: 'private is written # here' };
  for (const { row, callee } of spreadsIn(tree))
    if (!isExcused(row, SHORT)) yield { row, fault: `${callee}(...): ${SPREAD}` };
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
    const tree = parser.parse(text);
    for (const found of faultsIn(tree, text))
      if (found === null) count++;
      else faults.push(`${file}:${found.row + 1}: ${found.fault}`);
    tree.delete();
  }
  if (count === 0) throw new Error('No regular expression was found in the sources.');
  return { count, faults };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { count, faults } = await checkPatterns();
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.stdout.write(`${count} regular expressions and all calls, ${faults.length} faults.\n`);
  process.exit(faults.length > 0 ? 1 : 0);
}
