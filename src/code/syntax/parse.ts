import type { Parser, Tree } from '@vscode/tree-sitter-wasm';
import type { Parsers } from '../parser';
import { isTooComplex, passOver, TooComplex, trySpend } from '../work';
import { withoutAssertions } from './assertions';
import { javascriptTree, LEFT_OUT } from './javascript';
import { type Raw, rawOf } from './raw';
import type { Block } from './tree';
import { isDeeper, Unreadable } from './unreadable';

/** A file as its small tree. */
export interface Parsed {
  readonly file: Block;
  /** It has a syntax error. */
  readonly isBroken: boolean;
}

/** So many characters are parsed in no time, whatever they are. */
const SHORT = 8192;
/** The parser copies thousands of characters at a time. */
const STEPS_OF_PIECE = 200;
/** How long the parser may take for a file, hundreds of times what any code needs. */
const PARSE_MILLISECONDS = 5_000;
/** On a line without an end stands no code that a person wrote. */
const LONGEST_LINE = 1_000;
/** Brackets within so many others, as many as a file has in a thousand levels of blocks. */
const DEEPEST = 1_000;

const unreadable = new Unreadable();

/** Reads JavaScript or TypeScript. Of a text that breaks the parser what stands on lines of usual length is read. */
export function parseJavaScript(parsers: Parsers, text: string): Parsed {
  if (!unreadable.has(text) && !isDeeper(text, DEEPEST)) {
    const parsed = attempt(parsers, text, text);
    if (parsed) return parsed;
    unreadable.add(text);
  }
  passOver();
  const short = text.replace(/[^\r\n]+/g, (line) =>
    line.length > LONGEST_LINE ? ' '.repeat(line.length) : line,
  );
  const parsed = isDeeper(short, DEEPEST) ? undefined : attempt(parsers, text, short);
  return parsed ?? { file: javascriptTree(text, NOTHING), isBroken: true };
}

const NOTHING: Raw = { type: 'program', field: '', isNamed: true, start: 0, end: 0, children: [] };

/** `undefined`: the parser does not cope with it. */
function attempt(parsers: Parsers, text: string, source: string): Parsed | undefined {
  let tree: Tree | undefined;
  try {
    tree = treeOf(parsers.tsx, withoutAssertions(source));
    if (!tree) return undefined;
    const root = rawOf(tree, LEFT_OUT);
    const isBroken = tree.rootNode.hasError;
    tree.delete();
    return { file: javascriptTree(text, root), isBroken };
  } catch (error) {
    if (!isTooComplex(error) || error instanceof TooComplex) throw error;
    parsers.mend();
    return undefined;
  }
}

/**
 * The tree of a text; `undefined`: the parser took too long. It goes back and forth in a text that is hard to read: each
 * time that it asks for a piece counts.
 */
export function treeOf(parser: Parser, source: string): Tree | undefined {
  let isCut = false;
  const piece = (from: number) => {
    isCut ||= !trySpend(STEPS_OF_PIECE);
    return isCut ? '' : source.slice(from);
  };
  const end = performance.now() + PARSE_MILLISECONDS;
  // What it answers is not in the type: true gives up.
  const progressCallback = (() => performance.now() > end) as () => void;
  const tree = parser.parse(source.length > SHORT ? piece : source, null, { progressCallback });
  if (!tree) parser.reset();
  if (!isCut) return tree ?? undefined;
  tree?.delete();
  throw new TooComplex();
}
