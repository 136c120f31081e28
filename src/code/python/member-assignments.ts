import type { Node } from './node';
import { classOf, same } from './scopes';
import type { PythonSource } from './source';

/** `object.key = value` or `object['key'] = value`, also augmented (`+=`). */
export interface MemberAssignment {
  /** The source text of the object. */
  readonly object: string;
  readonly target: Node;
  readonly value: Node;
}

const statements = new Set(['assignment', 'augmented_assignment']);
const tuples = new Set(['expression_list', 'tuple']);

/** Finds what is assigned to members, by the member's name. One per state of a text. */
export class MemberAssignments {
  private readonly known = new Map<string, readonly MemberAssignment[]>();
  private readonly selves = new Map<string, Map<Node, readonly Node[]>>();

  /** What `previous` knows of names that no edit touched is taken over. */
  constructor(
    private readonly source: PythonSource,
    previous?: MemberAssignments,
  ) {
    for (const [key, found] of previous?.known ?? []) {
      if (!source.isUnchanged(key)) continue;
      this.known.set(key, found);
      const selves = previous?.selves.get(key);
      if (selves) this.selves.set(key, selves);
    }
  }

  /** All assignments to a member of this name, whatever the object. */
  of(key: string): readonly MemberAssignment[] {
    let found = this.known.get(key);
    if (!found) {
      found = this.source.occurrences(key).flatMap((offset) => this.at(offset, key.length) ?? []);
      this.known.set(key, found);
    }
    return found;
  }

  /** What the methods of a class assign to `self.key`. */
  ofSelf(owner: Node, key: string): readonly Node[] {
    let classes = this.selves.get(key);
    if (!classes) {
      classes = new Map();
      for (const { object, target, value } of this.of(key)) {
        const holder = object === 'self' ? classOf(target) : null;
        if (holder) classes.set(holder, [...(classes.get(holder) ?? []), value]);
      }
      this.selves.set(key, classes);
    }
    return classes.get(owner) ?? [];
  }

  private at(offset: number, length: number): MemberAssignment | undefined {
    const { text } = this.source;
    const before = text[offset - 1];
    if (before !== '.' && before !== '"' && before !== "'") return undefined;
    if (!/^["']?\]?\s*(?:[:,=+*/)-]|$)/.test(text.slice(offset + length, offset + length + 12)))
      return undefined;
    const node = this.source.nodeAt(offset);
    const target = node.type === 'identifier' ? node.parent : node.parent?.parent;
    const object = target?.childForFieldName(target.type === 'attribute' ? 'object' : 'value');
    const value = target && assignedTo(target);
    if (!value || !object || !/^(?:attribute|subscript)$/.test(target.type)) return undefined;
    return { object: this.source.textOf(object), target, value };
  }
}

function assignedTo(target: Node): Node | undefined {
  const owner = target.parent;
  if (owner?.type === 'pattern_list') return tupleElement(owner, target);
  if (!owner || !statements.has(owner.type) || !same(owner.childForFieldName('left'), target))
    return undefined;
  let value = owner.childForFieldName('right');
  while (value?.type === 'assignment') value = value.childForFieldName('right');
  return value ?? undefined;
}

/** `self.a, self.b = 1, 2`; where the right side is no tuple, itself stands for the element. */
function tupleElement(targets: Node, target: Node): Node | undefined {
  const statement = targets.parent;
  if (statement?.type !== 'assignment' || !same(statement.childForFieldName('left'), targets))
    return undefined;
  const value = statement.childForFieldName('right');
  if (!value || !tuples.has(value.type)) return value ?? undefined;
  return value.namedChildren[targets.namedChildren.indexOf(target)];
}
