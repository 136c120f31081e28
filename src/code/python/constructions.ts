import type { Block } from './block';
import type { PythonFile } from './file';
import type { Node } from './node';
import { enclosing, same } from './scopes';

const MAX_HOPS = 12;

/** The classes in a block that name `word` as their first base. */
export function derivedIn(block: Block, word: string): Node[] {
  return block.offsetsOf(word).flatMap((offset) => {
    // The text first: `class B(word`.
    if (!/\bclass\s+\w+\s*\(\s*$/.test(block.text.slice(Math.max(0, offset - 200), offset))) return [];
    const bases = block.nodeAt(offset).parent;
    const owner = bases?.parent;
    return owner?.type === 'class_definition' && same(owner.childForFieldName('superclasses'), bases)
      ? [owner]
      : [];
  });
}

/** The classes of this file whose first base is the class `definition`. */
export function derivedOf(file: PythonFile, definition: Node): readonly Node[] {
  const name = definition.childForFieldName('name');
  if (!name) return [];
  return file.derived.get(file.text(name)).filter((owner) => same(file.baseOf(owner), definition));
}

/**
 * The calls in this file that run the `__init__` of a class: calls of the class, of a derived class without one of its
 * own, and `super().__init__(…)` or `Base.__init__(self, …)` in derived classes that have one.
 */
export function constructionsOf(file: PythonFile, definition: Node, hops = 0): readonly Node[] {
  const own = file.callsOf(definition);
  const derived = hops < MAX_HOPS ? derivedOf(file, definition) : [];
  if (derived.length === 0) return own;
  return [
    ...own,
    ...derived.flatMap((owner) => {
      const init = file.bindings.within('__init__', owner).find(({ kind }) => kind === 'function');
      return init ? superCalls(file, init.owner, definition) : constructionsOf(file, owner, hops + 1);
    }),
  ];
}

/** `super().__init__(…)` and `Base.__init__(self, …)`. */
function superCalls(file: PythonFile, init: Node, base: Node): Node[] {
  const name = base.childForFieldName('name');
  return file.calls.inBlock(init.block, '__init__').filter((call) => {
    const object = call.childForFieldName('function')?.childForFieldName('object');
    const callee = object?.type === 'call' ? object.childForFieldName('function') : null;
    const isBase = callee
      ? file.text(callee) === 'super'
      : object && name && file.text(object) === file.text(name);
    return isBase && same(enclosing(call, 'function_definition'), init);
  });
}

/** In how many of the classes that derive from `definition` the field `key` is given another value. */
export function redefinitionsOf(file: PythonFile, definition: Node, key: string, hops = 0): number {
  if (hops > MAX_HOPS) return 0;
  return derivedOf(file, definition).reduce((count, owner) => {
    const isOwn = file.assigned.ofSelf(owner, key).length + file.bindings.within(key, owner).length > 0;
    return count + (isOwn ? 1 : 0) + redefinitionsOf(file, owner, key, hops + 1);
  }, 0);
}
