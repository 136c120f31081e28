import { type Node, partsOf } from './tree';

/** A node without what it is a part of. */
export type Made<T extends Node> = T extends Node ? Omit<T, 'up'> : never;

/** Makes a node of what is its alone, and says to its parts that they are parts of it. */
export function make<T extends Node = Node>(made: Made<T>): T {
  const node = made as unknown as T;
  node.up = null;
  for (const part of partsOf(node)) part.up = node;
  return node;
}
