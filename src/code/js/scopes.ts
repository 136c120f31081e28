import { append } from '../../core/lists';
import { spend } from '../work';
import type { Brackets } from './brackets';
import type { Callable, Parameter } from './callables';
import type { Expression } from './expressions';
import { addTo } from './multimap';

/** What gives a name its value at one place of the text. */
export interface Definition {
  /** The value; of a parameter the default; `null`: something that cannot be read, or nothing. */
  readonly value: Expression | null;
  readonly parameter?: Parameter & { readonly of: Callable };
  /** `let model;`: the value comes later. */
  readonly isEmpty?: boolean;
  /** What is imported from TensorFlow.js: the path below `tf`. */
  readonly imported?: readonly string[];
}

/** A part of the text in which the names that it defines are known. Places are those of tokens. */
interface Scope {
  readonly start: number;
  readonly end: number;
  readonly isFunction: boolean;
  /** Not the braces of an object or a pattern. */
  readonly isBlock: boolean;
  readonly names: Map<string, Definition[]>;
  readonly inner: Scope[];
}

/** No one writes functions and blocks within so many others: what is defined deeper counts further out. */
const DEEPEST = 200;

/** What stands before the brace of an object or a pattern. */
const beforeObject = /^(?:[(,=:[?]|return|const|let|var|\.\.\.|\?\?|\|\||&&)$/;

/** Which definitions a name has where it stands: those of the innermost block or function that defines it. */
export class Scopes {
  private readonly file: Scope;
  private readonly namespaces = new Set<string>();

  constructor(
    private readonly brackets: Brackets,
    callables: readonly Callable[],
  ) {
    const { length } = brackets.tokens;
    const ofFunction = { isFunction: true, isBlock: true };
    this.file = { start: 0, end: length, ...ofFunction, names: new Map(), inner: [] };
    const ranges = callables.map(({ start, end }) => ({ start, end, ...ofFunction }));
    for (let at = 0; at < length; at++) {
      if (/^(?:namespace|module)$/.test(brackets.text(at)) && brackets.text(at + 2) === '{')
        this.namespaces.add(brackets.text(at + 1));
      if (brackets.text(at) !== '{') continue;
      const isBlock = !beforeObject.test(brackets.text(at - 1));
      ranges.push({ start: at, end: brackets.closeOf(at) + 1, isFunction: false, isBlock });
    }
    ranges.sort((a, b) => a.start - b.start || b.end - a.end);
    const open = [this.file];
    for (const range of ranges) {
      while (open.length > 1 && open.at(-1)!.end <= range.start) open.pop();
      if (open.length > DEEPEST) continue;
      const scope = { ...range, names: new Map(), inner: [] };
      open.at(-1)!.inner.push(scope);
      open.push(scope);
    }
  }

  /** The scopes around a token, the innermost last. */
  private around(at: number): Scope[] {
    const found = [this.file];
    for (let scope: Scope | undefined = this.file; scope; ) {
      scope = last(scope.inner, at);
      if (scope && at < scope.end) found.push(scope);
      else scope = undefined;
    }
    spend(found.length);
    return found;
  }

  /** The token at an offset of the text, or the first after it. */
  tokenAt(offset: number): number {
    const { tokens } = this.brackets;
    let low = 0;
    let high = tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tokens[middle]!.start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Defines a name in the block around a token; `var`s and functions are known in the whole function. */
  define(name: string, at: number, definition: Definition, isHoisted = false): void {
    const scopes = this.around(at);
    const scope = isHoisted ? scopes.findLast(({ isFunction }) => isFunction) : scopes.at(-1);
    addTo(scope!.names, name, definition);
  }

  /** Another value for the name that is known at a token; one that nothing declares is the file's. */
  assign(name: string, at: number, definition: Definition): void {
    const scope = this.around(at).findLast(({ names }) => names.has(name)) ?? this.file;
    addTo(scope.names, name, definition);
  }

  /** The definitions of a name where it stands at a token; empty: there is none in the file. */
  find(name: string, at: number): readonly Definition[] {
    const all =
      this.around(at)
        .findLast(({ names }) => names.has(name))
        ?.names.get(name) ?? [];
    spend(1 + all.length);
    const given = all.filter(({ isEmpty }) => !isEmpty);
    return given.length > 0 ? given : all;
  }

  /**
   * The value of a name where it stands at a token, where statements of one block give it one after the other;
   * `undefined`: it cannot be told which of them came last.
   */
  lastBefore(name: string, at: number): Expression | undefined {
    const block = this.blockAt(at);
    let last: Expression | undefined;
    for (const { value } of this.find(name, at)) {
      const place = value ? this.tokenAt(value.start) : -1;
      if (!value || this.blockAt(place) !== block || this.isBranch(place - 2)) return undefined;
      // `deep && (x = layer.apply(x))`
      if (this.brackets.text(place - 3) === '(' && place < at) return undefined;
      // In `x = layer.apply(x)` the `x` that is given is the one before.
      if (this.tokenAt(value.end) <= at) last = value;
    }
    return last;
  }

  /** Whether two statements follow each other in one block; the second begins at a token. */
  isBeside(one: number, other: number): boolean {
    const { brackets } = this;
    if (/^(?:&&|\|\||\?|:)$/.test(brackets.text(other - 1)) || this.isBranch(other)) return false;
    return this.blockAt(one) === this.blockAt(other);
  }

  /** Whether a statement that begins at a token is that of an `if` or a loop without braces. */
  private isBranch(at: number): boolean {
    const { brackets } = this;
    const before = brackets.text(at - 1);
    if (before !== ')') return before === 'else' || before === 'do';
    return /^(?:if|for|while)$/.test(brackets.text(brackets.openOf(at - 1) - 1));
  }

  /** The innermost block around a token; the braces of an object are none. */
  private blockAt(at: number): Scope {
    return this.around(at).findLast((scope) => scope.isBlock)!;
  }

  /** The scope that knows a name where it stands at a token: the same for all who mean the same. */
  homeOf(name: string, at: number): unknown {
    return this.around(at).findLast(({ names }) => names.has(name)) ?? this.file;
  }

  /** Whether a name is that of a TypeScript namespace. */
  isNamespace(name: string): boolean {
    return this.namespaces.has(name);
  }

  /** Each name of each scope. */
  *all(): Generator<{ name: string; definitions: readonly Definition[] }> {
    const open = [this.file];
    for (let scope = open.pop(); scope; scope = open.pop()) {
      for (const [name, definitions] of scope.names) yield { name, definitions };
      append(open, scope.inner);
    }
  }
}

/** The last of the scopes, which come in the order of the text, that begins at or before a token. */
function last(scopes: readonly Scope[], at: number): Scope | undefined {
  let low = 0;
  let high = scopes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (scopes[middle]!.start <= at) low = middle + 1;
    else high = middle;
  }
  return scopes[low - 1];
}
