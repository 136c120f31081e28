import type { Block } from './block';
import type { Node } from './node';
import { classOf, same } from './scopes';
import type { PythonSource } from './source';
import type { Tracker } from './tracker';
import { WordIndex } from './word-index';

/** `object.key = value` or `object['key'] = value`, also augmented (`+=`). */
export interface MemberAssignment {
  /** The source text of the object. */
  readonly object: string;
  readonly target: Node;
  readonly value: Node;
}

const configuration = /^(?:c|cfg|conf|config|args|opt|opts|hp|hps|hparams|params|cn)(?:\.|$)/i;
const statements = new Set(['assignment', 'augmented_assignment']);
const tuples = new Set(['expression_list', 'tuple']);

/** Finds what is assigned to members, by the member's name. One per state of a text. */
export class MemberAssignments {
  readonly index: WordIndex<MemberAssignment>;

  /** What `previous` knows is taken over where no edit touched it. */
  constructor(source: PythonSource, tracker: Tracker, previous?: MemberAssignments) {
    this.index = new WordIndex('member', source, tracker, assignmentsIn, aspectsOf, previous?.index);
  }

  /** What is assigned to the member `key` of an object that is written as `object`. */
  of(object: string, key: string): readonly Node[] {
    this.index.note(`${object}.${key}`);
    return this.index.look(key).flatMap((found) => (found.object === object ? [found.value] : []));
  }

  /** What is assigned to the member `key` of anything that is called like a configuration. */
  ofConfigurations(key: string): readonly Node[] {
    this.index.note(`configuration.${key}`);
    return this.index.look(key).flatMap(({ object, value }) => (configuration.test(object) ? [value] : []));
  }

  /** All that is assigned to a member `key` of anything. */
  anywhere(key: string): readonly MemberAssignment[] {
    this.index.note(`configuration.${key}`);
    return this.index.look(key);
  }

  /** What any class assigns to `self.key`. */
  ofSelves(key: string): readonly MemberAssignment[] {
    this.index.note(`self.${key}`);
    return this.index.look(key).filter(({ object }) => object === 'self');
  }

  /** What the methods of a class assign to `self.key`; a class is one block and changes as a whole. */
  ofSelf(owner: Node, key: string): readonly Node[] {
    return this.index
      .inBlock(owner.block, key)
      .flatMap(({ object, target, value }) =>
        object === 'self' && classOf(target) === owner ? [value] : [],
      );
  }
}

function aspectsOf({ object }: MemberAssignment, key: string): readonly string[] {
  return [`${object}.${key}`, `configuration.${key}`];
}

function assignmentsIn(block: Block, key: string): MemberAssignment[] {
  return block.offsetsOf(key).flatMap((offset) => assignmentAt(block, offset, key.length) ?? []);
}

function assignmentAt(block: Block, offset: number, length: number): MemberAssignment | undefined {
  const { text } = block;
  const before = text[offset - 1];
  if (before !== '.' && before !== '"' && before !== "'") return undefined;
  const after = text.slice(offset + length, offset + length + 12);
  if (!/^["']?\]?\s*(?:[:,=+*/)-]|$)/.test(after)) return undefined;
  const node = block.nodeAt(offset);
  const target = node.type === 'identifier' ? node.parent : node.parent?.parent;
  const object = target?.childForFieldName(target.type === 'attribute' ? 'object' : 'value');
  const value = target && assignedTo(target);
  if (!value || !object || !/^(?:attribute|subscript)$/.test(target.type)) return undefined;
  return { object: block.textOf(object), target, value };
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
