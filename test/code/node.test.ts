import assert from 'node:assert/strict';
import type { Parser, Node as SyntaxNode } from '@vscode/tree-sitter-wasm';
import fc from 'fast-check';
import { Block } from '../../src/code/python/block';
import type { Node } from '../../src/code/python/node';
import { program } from './program';
import { scanner } from './support';

const fields = ['object', 'attribute', 'function', 'arguments', 'name', 'value', 'left', 'right'];

interface Place {
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
}

const isSame = (a: Place | null, b: Place | null) =>
  a?.type === b?.type && a?.startIndex === b?.startIndex && a?.endIndex === b?.endIndex;

/** Our node for a node of the parser. */
function nodeFor(block: Block, raw: SyntaxNode): Node | undefined {
  let node: Node | null = block.nodeAt(raw.startIndex);
  while (node && !isSame(node, raw)) node = node.parent;
  return node ?? undefined;
}

/** How many fields there are in a text; fails where our nodes and the parser's differ. */
function compare(parser: Parser, text: string): number {
  const tree = parser.parse(text)!;
  const block = new Block(text, 0, parser);
  const open: SyntaxNode[] = [tree.rootNode];
  let count = 0;
  for (let raw = open.pop(); raw; raw = open.pop()) {
    const node = nodeFor(block, raw);
    for (const field of node ? fields : []) {
      const child = raw.childForFieldName(field);
      assert.ok(isSame(node!.childForFieldName(field), child), `${raw.type}.${field} in ${raw.text}`);
      if (child) count++;
    }
    for (const child of raw.namedChildren) if (child) open.push(child);
  }
  tree.delete();
  block.dispose();
  return count;
}

describe('fields of nodes', function () {
  this.timeout(60_000);
  let parser: Parser;

  before(async () => {
    parser = (await scanner()).parser;
  });

  it('are those of the parser', () => {
    assert.ok(compare(parser, program(5)) > 500);
  });

  it('are those of the parser in what is broken, too', () => {
    const words = 'a|.|b|(|)|c|=|0.1|,|# d\n|\n| |def f(|):|*|await |[|]'.split('|');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 30 }), (parts) => {
        compare(parser, parts.join(''));
      }),
      { numRuns: 2000 },
    );
  });
});
