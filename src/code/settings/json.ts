import { createScanner, type Node, parseTree } from 'jsonc-parser';
import { passOver, spend } from '../work';
import { type Bracket, type Member, type Value, withoutDepths } from './tree';

/** The value of a JSON text, comments and trailing commas allowed; of one with an error what can be read. */
export function jsonDocuments(text: string): Value[] {
  // The parser calls itself at each depth.
  const readable = withoutDepths(text, brackets(text));
  if (readable !== text) passOver();
  return [read(text, parseTree(readable, [], { allowTrailingComma: true, allowEmptyContent: true }))];
}

function* brackets(text: string): Generator<Bracket, void> {
  const scanner = createScanner(text, true);
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    const at = scanner.getTokenOffset();
    const first = text[at];
    if (first === '{' || first === '[') yield { at, opens: true };
    else if (first === '}' || first === ']') yield { at, opens: false };
  }
}

function read(text: string, node: Node | undefined): Value {
  if (!node) return undefined;
  spend(1);
  const { type, children = [], offset: start, length } = node;
  const end = start + length;
  if (type === 'object') return { kind: 'mapping', members: children.map((child) => memberOf(text, child)) };
  if (type === 'array') return { kind: 'list', items: children.map((child) => read(text, child)), end };
  if (type !== 'string') {
    return { kind: 'scalar', text: text.slice(start, end), quoted: false, start, end };
  }
  return {
    kind: 'scalar',
    text: node.value,
    quoted: true,
    start: start + 1,
    end: Math.max(start + 1, end - 1),
  };
}

function memberOf(text: string, { children: [key, value] = [], offset }: Node): Member {
  return { keys: [String(key?.value ?? '')], start: offset, value: read(text, value) };
}
