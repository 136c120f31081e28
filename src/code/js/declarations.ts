import type { Brackets } from './brackets';
import type { Callable } from './callables';
import { type Expression, ExpressionReader } from './expressions';
import { addTo } from './multimap';
import { targetAt, unpackedIn } from './patterns';
import type { Definition, Scopes } from './scopes';

/** The packages of TensorFlow.js; what they export is known under `tf`. */
const packages = /^@tensorflow\/tfjs(?:-(?:core|layers|node|node-gpu|converter|data))?$/;

const declares = /^(?:const|let|var)$/;
/** Words after which a name on the same line may begin an assignment. */
const beforeStatement = /^(?:else|do|return|await|yield|case|void)$/;
const isMemberMark = /^\??\.$/;

/** What changes the name before it. */
export const changes = /^(?:=|[-+*/%&|^]=|\*\*=|<<=|>>>?=|\?\?=|\|\|=|&&=|\+\+|--)$/;

/** Stands for all members of an object. */
export const ANY_MEMBER = '*';

/** What a member is assigned, and the scope that knows the name that its path begins with. */
export interface MemberValue {
  readonly root: unknown;
  readonly value: Expression;
}

/** Fills the scopes of a file with what its declarations and parameters define. */
export class Declarations {
  /** The tokens of names that are defined; what follows them is no assignment. */
  private readonly claimed: Set<number>;
  /** What the members of objects are assigned, by the path as it is written: `config.lr = 0.1`. */
  readonly members = new Map<string, MemberValue[]>();

  /** @param fields the tokens of the names of class fields */
  constructor(
    private readonly brackets: Brackets,
    private readonly scopes: Scopes,
    callables: readonly Callable[],
    fields: ReadonlySet<number>,
  ) {
    this.claimed = new Set(fields);
    for (const of of callables)
      for (const parameter of of.parameters) {
        const { name, at, default: value } = parameter;
        this.define(name, at, of.start, { value, parameter: { ...parameter, of } });
      }
    const { length } = brackets.tokens;
    for (let at = 0; at < length; at++) if (brackets.isName(at)) this.declarationAt(at);
    for (let at = 0; at < length; at++) {
      if (brackets.isName(at)) {
        this.assignmentAt(at);
        this.changeAt(at);
      } else if (/^[\]}]$/.test(brackets.text(at))) this.bracketAt(at);
    }
  }

  /** Defines the name at a token in the block around `within`: the braces of a pattern are none. */
  private define(name: string, at: number, within: number, definition: Definition, isHoisted = false): void {
    this.claimed.add(at);
    this.scopes.define(name, within, definition, isHoisted);
  }

  private declarationAt(at: number): void {
    const { brackets } = this;
    const word = brackets.text(at);
    if (isMemberMark.test(brackets.text(at - 1))) return;
    if (word === 'import') this.importAt(at);
    else if (word === 'enum' && brackets.isName(at + 1)) this.enumAt(at + 1);
    else if (/^(?:namespace|module)$/.test(word) && brackets.isName(at + 1) && brackets.text(at + 2) === '{')
      this.define(brackets.text(at + 1), at + 1, at, { value: null });
    else if (word === 'catch' && brackets.text(at + 1) === '(' && brackets.isName(at + 2))
      this.define(brackets.text(at + 2), at + 2, brackets.closeOf(at + 1) + 1, { value: null });
    else if (/^(?:class|function)$/.test(word) && brackets.isName(at + 1))
      this.define(brackets.text(at + 1), at + 1, at, { value: null });
    else if (declares.test(word)) this.variables(at + 1, word === 'var');
  }

  /** `const a = 1, { b } = c`. */
  private variables(first: number, isHoisted: boolean): void {
    const { brackets } = this;
    for (let at = first; ; at++) {
      const { at: target, value, next } = targetAt(brackets, at);
      at = next;
      if (brackets.isName(target)) this.variable(target, value, isHoisted);
      else if (/^[[{]$/.test(brackets.text(target))) this.unpacked(target, value, isHoisted);
      else return;
      if (brackets.text(at) !== ',') return;
    }
  }

  private variable(at: number, value: Expression | null, isHoisted: boolean): void {
    const name = this.brackets.text(at);
    if (value === null && /^(?:of|in)$/.test(this.brackets.text(at + 1))) this.inLoop(name, at);
    else this.define(name, at, at, value === null ? { value, isEmpty: true } : givenBy(value), isHoisted);
  }

  /** `for (const lr of rates) {`: known in the body, and another in each turn. */
  private inLoop(name: string, at: number): void {
    const { brackets } = this;
    const open = brackets.around(at);
    const body = brackets.text(open) === '(' ? brackets.closeOf(open) + 1 : at;
    this.define(name, at, brackets.text(body) === '{' ? body : at, { value: null });
  }

  /** `const { lr, rate: p = 0.5 } = config`. */
  private unpacked(open: number, value: Expression | null, isHoisted: boolean): void {
    for (const { name, at, key, default: otherwise } of unpackedIn(this.brackets, open)) {
      if (value && key !== null && isImport(value)) {
        this.define(name, at, open - 1, { value: null, imported: [key] }, isHoisted);
        continue;
      }
      const { start, end } = this.brackets.tokens[at]!;
      const of = memberOf(value, key, start, end);
      const given = otherwise
        ? { type: 'fallback' as const, of, otherwise, isOr: false, start, end }
        : of.type === 'other'
          ? null
          : of;
      this.define(name, at, open - 1, { value: given }, isHoisted);
    }
  }

  /** `import tf, { layers as L } from '…'`, `import * as tf from '…'`. */
  private importAt(begin: number): void {
    const { brackets } = this;
    const from = this.fromAfter(begin);
    if (from < 0) return;
    const isKnown = packages.test(brackets.text(from + 1).slice(1, -1));
    let isListed = false;
    for (let at = begin + 1; at < from; at++) {
      const name = brackets.text(at);
      isListed = name === '{' || (isListed && name !== '}');
      if (!/^[\w$*]+$/.test(name) || this.isTypeWord(at)) continue;
      if (brackets.text(at + 1) === 'as') at += 2;
      const path = isListed ? [name] : [];
      this.imported(at, begin, isKnown ? path : undefined);
    }
  }

  /** The word `from` before the string that ends an import; −1: it has none. */
  private fromAfter(begin: number): number {
    const { tokens } = this.brackets;
    for (let at = begin + 1; at < Math.min(begin + 60, tokens.length); at++)
      if (tokens[at]!.type === 'string') return this.brackets.text(at - 1) === 'from' ? at - 1 : -1;
    return -1;
  }

  /** `import type { … }`, `import { type A }`. */
  private isTypeWord(at: number): boolean {
    const next = this.brackets.text(at + 1);
    return this.brackets.text(at) === 'type' && next !== 'as' && next !== 'from' && /^[\w$*{]/.test(next);
  }

  private imported(at: number, begin: number, path: readonly string[] | undefined): void {
    const definition = path ? { value: null, imported: path } : { value: null };
    this.define(this.brackets.text(at), at, begin, definition);
  }

  /** `enum Hyper { Batch = 16 }` as an object. */
  private enumAt(at: number): void {
    const { brackets } = this;
    const open = at + 1;
    if (brackets.text(open) !== '{') return;
    const entries = new Map<string, { at: Expression; value: Expression }>();
    for (const { name, at: member, default: value } of unpackedIn(brackets, open)) {
      this.claimed.add(member);
      if (value) entries.set(name, { at: value, value });
    }
    const { start, end } = brackets.tokens[at]!;
    this.define(brackets.text(at), at, at, { value: { type: 'enum', entries, start, end } });
  }

  /** `name = …`, `name += …`, `++name`, `a.b = …`. */
  private assignmentAt(at: number): void {
    const { brackets } = this;
    const operator = brackets.text(at + 1);
    const isCounted = /^(?:\+\+|--)$/.test(brackets.text(at - 1)) && !brackets.tokens[at]!.breaks;
    // `for (epochs of all)`
    const isTurned =
      /^(?:of|in)$/.test(operator) && brackets.text(at - 1) === '(' && brackets.text(at - 2) === 'for';
    if ((isCounted && !changes.test(operator)) || isTurned)
      this.scopes.assign(brackets.text(at), at, { value: null });
    if (!changes.test(operator) || this.claimed.has(at)) return;
    const value = operator === '=' ? new ExpressionReader(brackets.tokens, at + 2).read() : null;
    if (isMemberMark.test(brackets.text(at - 1))) this.memberAt(at, value);
    else if (beginsAssignment(brackets, at)) this.scopes.assign(brackets.text(at), at, givenBy(value));
  }

  /** `({ lr, epochs } = options)`, `[lr, best] = [best, lr]`, `config['lr'] = 0.1`; the bracket closes at a token. */
  private bracketAt(close: number): void {
    const { brackets } = this;
    const open = brackets.openOf(close);
    if (open < 0 || !changes.test(brackets.text(close + 1))) return;
    if (brackets.text(open) === '[' && brackets.isName(open - 1) && !brackets.tokens[open]!.breaks) {
      const key = brackets.tokens[open + 1];
      if (key?.type === 'string' && open + 2 === close)
        this.member([...pathBefore(brackets, open), key.text.slice(1, -1)], open, null);
      return;
    }
    for (const { name, at } of unpackedIn(brackets, open))
      if (!this.claimed.has(at)) this.scopes.assign(name, at, { value: null });
  }

  /** `Object.assign(config, …)`: any member may be another now; `delete config.lr`. */
  private changeAt(at: number): void {
    const { brackets } = this;
    if (brackets.text(at) === 'delete') this.member(pathFrom(brackets, at + 1), at, null);
    const isAssign = brackets.text(at) === 'Object' && brackets.text(at + 2) === 'assign';
    if (isAssign && brackets.text(at + 3) === '(')
      this.member([...pathFrom(brackets, at + 4), ANY_MEMBER], at, null);
  }

  private memberAt(at: number, value: Expression | null): void {
    const names = pathBefore(this.brackets, at + 1);
    // What follows a bracket has no name of its own.
    if (names.length > 0) this.member(names, at, value);
  }

  private member(names: readonly string[], at: number, value: Expression | null): void {
    const path = names.join('.');
    const { start, end } = this.brackets.tokens[at]!;
    const root = this.scopes.homeOf(names[0]!, at);
    const given = value ?? { type: 'other' as const, start, end };
    addTo(this.members, path, { root, value: given });
  }
}

/** The dotted names that end before a token; none: they follow a bracket. */
function pathBefore(brackets: Brackets, end: number): string[] {
  let first = end - 1;
  const names = [brackets.text(first)];
  while (isMemberMark.test(brackets.text(first - 1)) && brackets.isName(first - 2)) {
    first -= 2;
    names.unshift(brackets.text(first));
  }
  return isMemberMark.test(brackets.text(first - 1)) ? [] : names;
}

/** The dotted names that begin at a token. */
function pathFrom(brackets: Brackets, begin: number): string[] {
  const names = [brackets.text(begin)];
  for (let at = begin + 1; isMemberMark.test(brackets.text(at)) && brackets.isName(at + 1); at += 2)
    names.push(brackets.text(at + 1));
  return names;
}

/** A type, a tag's attribute and a comparison are no assignments. */
function beginsAssignment(brackets: Brackets, at: number): boolean {
  const before = brackets.tokens[at - 1];
  if (!before || brackets.tokens[at]!.breaks) return true;
  if (before.type === 'name') return beforeStatement.test(before.text);
  if (before.text === ':') return brackets.text(at - 2) === 'default' || brackets.text(at - 3) === 'case';
  // The brace of a tag's attribute follows its `=`.
  if (before.text === '}') return brackets.text(brackets.openOf(at - 1) - 1) !== '=';
  return before.type === 'punctuation' && !/^[|&>]$/.test(before.text);
}

/** What an assignment defines: a value, or the library. */
function givenBy(value: Expression | null): Definition {
  return value !== null && isImport(value) ? { value: null, imported: [] } : { value };
}

/** `require('@tensorflow/tfjs')`, `await import('@tensorflow/tfjs')`. */
function isImport(value: Expression): boolean {
  if (value.type !== 'call' || !/^(?:require|import)$/.test(value.names.join('.'))) return false;
  const [module] = value.args;
  return module?.type === 'string' && packages.test(module.value);
}

/** What an unpacking takes from a value under a key; of calls and deeper down it cannot be told. */
function memberOf(value: Expression | null, key: string | null, start: number, end: number): Expression {
  const entry = value?.type === 'object' && key !== null ? value.entries.get(key) : undefined;
  if (entry && value?.type === 'object' && !value.hidden.has(key!)) return entry.value;
  if (value?.type !== 'path' || key === null) return { type: 'other', start, end };
  return { type: 'path', names: [...value.names, key], start, end };
}
