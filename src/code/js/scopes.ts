import type { Brackets } from './brackets';
import type { Callable, Parameter } from './callables';
import type { Expression } from './expressions';

/** What gives a name its value at one place of the text. */
export interface Definition {
  /** The value; of a parameter the default; `null`: something that cannot be read, or nothing. */
  readonly value: Expression | null;
  readonly parameter?: Parameter & { readonly of: Callable };
  /** What is imported from TensorFlow.js: the path below `tf`. */
  readonly imported?: readonly string[];
}

/** A part of the text in which the names that it defines are known. Places are those of tokens. */
interface Scope {
  readonly start: number;
  readonly end: number;
  readonly isFunction: boolean;
  readonly names: Map<string, Definition[]>;
  readonly inner: Scope[];
}

/** Which definitions a name has where it stands: those of the innermost block or function that defines it. */
export class Scopes {
  private readonly file: Scope;

  constructor(
    private readonly brackets: Brackets,
    callables: readonly Callable[],
  ) {
    const { length } = brackets.tokens;
    this.file = { start: 0, end: length, isFunction: true, names: new Map(), inner: [] };
    const ranges = callables.map(({ start, end }) => ({ start, end, isFunction: true }));
    for (let at = 0; at < length; at++)
      if (brackets.text(at) === '{')
        ranges.push({ start: at, end: brackets.closeOf(at) + 1, isFunction: false });
    ranges.sort((a, b) => a.start - b.start || b.end - a.end);
    const open = [this.file];
    for (const range of ranges) {
      while (open.length > 1 && open.at(-1)!.end <= range.start) open.pop();
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
    add(scope!, name, definition);
  }

  /** Another value for the name that is known at a token; one that nothing declares is the file's. */
  assign(name: string, at: number, value: Expression | null): void {
    const scope = this.around(at).findLast(({ names }) => names.has(name)) ?? this.file;
    add(scope, name, { value });
  }

  /** The definitions of a name where it stands at a token; empty: there is none in the file. */
  find(name: string, at: number): readonly Definition[] {
    return (
      this.around(at)
        .findLast(({ names }) => names.has(name))
        ?.names.get(name) ?? []
    );
  }

  /** Each name of each scope. */
  *all(): Generator<{ name: string; definitions: readonly Definition[] }> {
    const open = [this.file];
    for (let scope = open.pop(); scope; scope = open.pop()) {
      for (const [name, definitions] of scope.names) yield { name, definitions };
      open.push(...scope.inner);
    }
  }
}

function add({ names }: Scope, name: string, definition: Definition): void {
  const known = names.get(name);
  if (known) known.push(definition);
  else names.set(name, [definition]);
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
