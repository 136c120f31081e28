import type { Parsers } from '../parser';
import { isPassedOver, isTooComplex, TooComplex } from '../work';
import { make } from './make';
import { type Parsed, treeOf } from './parse';
import { LEFT_OUT_OF_PYTHON, pythonTree } from './python';
import { blocksOf } from './python-blocks';
import { readable, unreadable } from './python-readable';
import { rawOf } from './raw';
import { type Block, type Node, partsOf } from './tree';

/** Some top-level statements of a file. */
interface Piece {
  readonly text: string;
  start: number;
  readonly body: readonly Node[];
  readonly isBroken: boolean;
  /** Something of it, or of what stands before it, was passed over: it is read again. */
  readonly isCut: boolean;
}

/** So many blocks of one text that the parser cannot cope with are found out at once; others with the next edit. */
const MOST_ATTEMPTS = 3;

/** A Python text that is read again and again. Blocks whose text is as before, from either end, keep their trees. */
export class PythonText {
  #pieces: readonly Piece[] = [];
  #attempts = 0;

  readonly #parsers: Pick<Parsers, 'python' | 'mend'>;

  constructor(parsers: Pick<Parsers, 'python' | 'mend'>) {
    this.#parsers = parsers;
  }

  /** The tree of a text; that of the text before must not be used any more. */
  read(text: string): Parsed {
    const before = this.#pieces;
    // What is broken off in the middle is no state to go on from.
    this.#pieces = [];
    this.#attempts = 0;
    const { starts, isOpen } = blocksOf(text);
    const texts = starts.map((start, i) => text.slice(start, starts[i + 1] ?? text.length));
    const [head, tail] = kept(before, texts);
    const pieces = texts.map((part, i) => {
      const start = starts[i]!;
      if (i < head) return before[i]!;
      const moved = i >= texts.length - tail ? before[before.length - texts.length + i]! : undefined;
      return moved ? shifted(moved, start) : this.#piece(part, start);
    });
    const body = pieces.flatMap((piece) => piece.body);
    const file = make<Block>({ type: 'block', start: 0, end: text.length, body });
    this.#pieces = pieces;
    return { file, isBroken: isOpen || pieces.some(({ isBroken }) => isBroken) };
  }

  /** What breaks the parser, or takes it too long, is passed over from now on. */
  #piece(text: string, start: number): Piece {
    try {
      return this.#parsed(text, start) ?? this.#unreadable(text, start);
    } catch (error) {
      if (!isTooComplex(error) || error instanceof TooComplex) throw error;
      this.#parsers.mend();
      return this.#unreadable(text, start);
    }
  }

  #unreadable(text: string, start: number): Piece {
    unreadable.add(text);
    if (++this.#attempts >= MOST_ATTEMPTS) throw new TooComplex();
    return this.#parsed(text, start) ?? { text, start, body: [], isBroken: true, isCut: true };
  }

  #parsed(text: string, start: number): Piece | undefined {
    const tree = treeOf(this.#parsers.python, readable(text));
    if (!tree) return undefined;
    const raw = rawOf(tree, LEFT_OUT_OF_PYTHON, true);
    const isBroken = tree.rootNode.hasError;
    tree.delete();
    const { body } = pythonTree(text, raw);
    return shifted({ text, start: 0, body, isBroken, isCut: isPassedOver() }, start);
  }
}

/** How many pieces are as before, from the beginning and from the end. */
function kept(before: readonly Piece[], texts: readonly string[]): [head: number, tail: number] {
  const most = Math.min(before.length, texts.length);
  const isSame = (piece: Piece, text: string) => piece.text === text && !piece.isCut;
  let head = 0;
  while (head < most && isSame(before[head]!, texts[head]!)) head++;
  let tail = 0;
  while (tail < most - head && isSame(before.at(-1 - tail)!, texts.at(-1 - tail)!)) tail++;
  return [head, tail];
}

function shifted(piece: Piece, start: number): Piece {
  const by = start - piece.start;
  piece.start = start;
  if (by !== 0) for (const node of piece.body) shift(node, by);
  return piece;
}

function shift(node: Node, by: number): void {
  const moved: { start: number; end: number } = node;
  moved.start += by;
  moved.end += by;
  for (const part of partsOf(node)) shift(part, by);
}
