import type { Span } from '../finding';

/**
 * The small tree that every language is read into: no punctuation, no types, no parentheses. What a reader of
 * hyperparameters has no use for is `other`, whose parts are there all the same.
 */
interface Part extends Span {
  /** What it is a part of; `null`: it is the whole file. */
  up: Node | null;
}

export interface NumberLiteral extends Part {
  readonly type: 'number';
  readonly value: number;
}

/** A string without anything put into it. */
export interface Text extends Part {
  readonly type: 'text';
  readonly value: string;
}

/** `null` also stands for `undefined` and `None`. */
export interface Constant extends Part {
  readonly type: 'constant';
  readonly value: boolean | null;
}

/** Also `this` and `super`. */
export interface Name extends Part {
  readonly type: 'name';
  readonly name: string;
}

/** `object.name`, `object?.name`, `object['name']`. */
export interface Member extends Part {
  readonly type: 'member';
  readonly object: Expression;
  readonly name: string;
}

export interface Index extends Part {
  readonly type: 'index';
  readonly object: Expression;
  readonly index: Expression;
}

export interface Unary extends Part {
  readonly type: 'unary';
  readonly operator: string;
  readonly operand: Expression;
}

/** Arithmetic, comparisons, `&&`, `||` and `??`. */
export interface Binary extends Part {
  readonly type: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Condition extends Part {
  readonly type: 'condition';
  readonly test: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

export interface Call extends Part {
  readonly type: 'call';
  readonly callee: Expression;
  /** In the order of the text; one may be a `spread`. */
  readonly args: readonly Expression[];
  /** Python's `name=value`, and `**value` as a `spread`. */
  readonly keywords: readonly Entry[];
}

export interface List extends Part {
  readonly type: 'list';
  /** Python's `(1, 2)` and `1, 2`, which nothing changes. */
  readonly isTuple: boolean;
  readonly items: readonly Expression[];
}

/** `{ key: value }`, `{ key }`, `{ ...value }`. */
export interface Entry extends Part {
  readonly type: 'entry';
  /** `null`: it is computed, or `value` is a `spread`. */
  readonly key: string | null;
  /** The key that is computed, such as a name. */
  readonly computed: Expression | null;
  readonly value: Expression;
}

export interface Record extends Part {
  readonly type: 'record';
  readonly entries: readonly Entry[];
  /** Of an `enum`: its numbers stand for words. */
  readonly isEnum: boolean;
}

export interface Spread extends Part {
  readonly type: 'spread';
  readonly of: Expression;
}

export interface Parameter extends Part {
  readonly type: 'parameter';
  readonly target: Expression;
  /** The default. */
  readonly value: Expression | null;
  /** It takes all arguments that are left. */
  readonly isRest: boolean;
  /** It takes all keywords that are left: `**kwargs`. */
  readonly isRecord: boolean;
  /** Calls give it by its name alone. */
  readonly isKeyword: boolean;
  /** TypeScript's `constructor(private lr = 0.1)`: a member of the object, too. */
  readonly isMember: boolean;
  /** The name that it is annotated with, where that may be one of a class of the file. */
  readonly annotation: string | null;
}

export interface Callable extends Part {
  readonly type: 'callable';
  /** The name that it has by itself; what it is assigned to names it as well. */
  readonly name: Name | null;
  readonly parameters: readonly Parameter[];
  /** Its object is that of the function around it. */
  readonly isArrow: boolean;
  readonly decorators: readonly Expression[];
  /** Of an arrow without braces the one expression. */
  readonly body: readonly Node[];
}

export interface Field extends Part {
  readonly type: 'field';
  readonly name: string | null;
  readonly kind: 'field' | 'method' | 'getter';
  readonly isStatic: boolean;
  /** It is annotated: `lr: float = 0.1`. */
  readonly isDeclared: boolean;
  readonly value: Expression | null;
}

export interface Class extends Part {
  readonly type: 'class';
  readonly name: Name | null;
  /** The first of its bases. */
  readonly base: Expression | null;
  readonly bases: readonly Expression[];
  readonly decorators: readonly Expression[];
  /** It is decorated as one that only has fields: `@dataclass`. */
  readonly isRecord: boolean;
  readonly fields: readonly Field[];
}

/** `target = value`, `target += value`, `++target`; the default of `target` in a pattern has the operator `default`. */
export interface Assignment extends Part {
  readonly type: 'assignment';
  readonly target: Expression;
  readonly operator: string;
  readonly value: Expression | null;
}

/** `const target = value`. */
export interface Declaration extends Part {
  readonly type: 'declaration';
  readonly target: Expression;
  readonly value: Expression | null;
  /** It is known in the whole function. */
  readonly isHoisted: boolean;
  /** Something else than a value gives it its value: a loop, an error that is caught. */
  readonly isFilled: boolean;
}

/** Statements that names may be local to. */
export interface Block extends Part {
  readonly type: 'block';
  readonly body: readonly Node[];
}

/** What runs or not, or several times: `if`, loops, `switch`; its blocks are among its parts. */
export interface Branch extends Part {
  readonly type: 'branch';
  /** What the grammar calls it, such as `with_statement`. */
  readonly word: string;
  readonly isLoop: boolean;
  /** What a `for` goes over; the first of its parts declares what it gives. */
  readonly over: Expression | null;
  readonly parts: readonly Node[];
}

/** `namespace name { … }`. */
export interface Module extends Part {
  readonly type: 'module';
  readonly name: Name;
  readonly body: Block;
}

export interface Import extends Part {
  readonly type: 'import';
  readonly module: string;
  /** `from module import *` */
  readonly isStar: boolean;
  /** The local names, each with its path in the module. */
  readonly names: readonly { readonly local: Name; readonly path: readonly string[] }[];
}

export interface Other extends Part {
  readonly type: 'other';
  /** What the grammar calls it. */
  readonly word: string;
  readonly parts: readonly Node[];
}

export type Expression =
  | NumberLiteral
  | Text
  | Constant
  | Name
  | Member
  | Index
  | Unary
  | Binary
  | Condition
  | Call
  | List
  | Record
  | Spread
  | Callable
  | Class
  | Assignment
  | Other;

export type Statement = Declaration | Block | Branch | Module | Import;

export type Node = Expression | Statement | Entry | Parameter | Field;

const NONE: readonly Node[] = [];
const given = (...parts: readonly (Node | null)[]) => parts.filter((part) => part !== null);

/** The parts of a node, in the order of the text. */
export function partsOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'member':
      return [node.object];
    case 'index':
      return [node.object, node.index];
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'condition':
      return [node.test, node.yes, node.no];
    case 'call':
      return [node.callee, ...node.args, ...node.keywords];
    case 'list':
      return node.items;
    case 'record':
      return node.entries;
    case 'entry':
      return given(node.computed, node.value);
    case 'spread':
      return [node.of];
    case 'parameter':
    case 'declaration':
    case 'assignment':
      return given(node.target, node.value);
    case 'callable':
      return [...node.decorators, ...given(node.name), ...node.parameters, ...node.body];
    case 'field':
      return given(node.value);
    case 'class':
      return [...node.decorators, ...given(node.name), ...node.bases, ...node.fields];
    case 'block':
      return node.body;
    case 'branch':
    case 'other':
      return node.parts;
    case 'module':
      return [node.name, node.body];
    case 'import':
      return node.names.map(({ local }) => local);
    default:
      return NONE;
  }
}

/** The nearest node around another of one of the types. */
export function around<T extends Node['type']>(
  node: Node,
  ...types: readonly T[]
): (Node & { type: T }) | null {
  let up = node.up;
  while (up && !types.includes(up.type as T)) up = up.up;
  return up as (Node & { type: T }) | null;
}

/** Whether a node is a part of another, or that itself. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** `a.b.c` as it is meant; `undefined`: something else than names is in it. */
export function pathOf(expression: Expression): string | undefined {
  if (expression.type === 'name') return expression.name;
  const object = expression.type === 'member' ? pathOf(expression.object) : undefined;
  return object === undefined ? undefined : `${object}.${(expression as Member).name}`;
}

/** The name that a path begins with. */
export function rootOf(expression: Expression): Name | undefined {
  let root = expression;
  while (root.type === 'member') root = root.object;
  return root.type === 'name' ? root : undefined;
}

/** What is called, without the object that it is a member of. */
export function lastName(expression: Expression): string | undefined {
  return expression.type === 'name' || expression.type === 'member' ? expression.name : undefined;
}
