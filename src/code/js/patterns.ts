import { append } from '../../core/lists';
import type { Brackets } from './brackets';
import { type Expression, ExpressionReader } from './expressions';

/** A name that an unpacking such as `{ lr, batch: size = 32 }` gives. */
export interface Unpacked {
  readonly name: string;
  /** The token of the name. */
  readonly at: number;
  /** The key that it is taken from; `null`: deeper down, or the rest. */
  readonly key: string | null;
  readonly default: Expression | null;
}

/** What a declaration or a parameter gives a value: a name or a pattern, its type, and the value. */
export interface Target {
  /** The token of the name, or that opens the pattern. */
  readonly at: number;
  readonly value: Expression | null;
  /** The token after all of it. */
  readonly next: number;
}

/** `name?: Type = value`, `{ a, b }: Type = value`. */
export function targetAt(brackets: Brackets, at: number): Target {
  let next = brackets.next(at);
  if (/^[?!]$/.test(brackets.text(next))) next++;
  if (brackets.text(next) === ':') next = brackets.afterType(next + 1, /^[=,]$/);
  if (brackets.text(next) !== '=') return { at, value: null, next };
  const reader = new ExpressionReader(brackets.tokens, next + 1);
  const value = reader.read();
  return { at, value, next: reader.at };
}

/** The names of the pattern whose bracket opens at `open`. */
export function unpackedIn(brackets: Brackets, open: number): Unpacked[] {
  const close = brackets.closeOf(open);
  const isObject = brackets.text(open) === '{';
  const found: Unpacked[] = [];
  for (let at = open + 1; at < close; ) {
    if (brackets.text(at) === ',') at++;
    else at = member(brackets, at, isObject, found);
  }
  return found;
}

/** Reads one member of a pattern; returns the token after it. */
function member(brackets: Brackets, first: number, isObject: boolean, found: Unpacked[]): number {
  const isRest = brackets.text(first) === '...';
  let at = isRest ? first + 1 : first;
  const key = isObject && !isRest ? brackets.text(at).replace(/^["']|["']$/g, '') : null;
  if (isObject && brackets.text(at + 1) === ':') at += 2;
  const target = at;
  at = brackets.next(at);
  const given = brackets.text(at) === '=' ? new ExpressionReader(brackets.tokens, at + 1) : undefined;
  const byDefault = given?.read() ?? null;
  at = given?.at ?? at;
  if (brackets.isName(target))
    found.push({ name: brackets.text(target), at: target, key, default: byDefault });
  else if (/^[[{]$/.test(brackets.text(target)))
    append(
      found,
      unpackedIn(brackets, target).map((inner) => ({ ...inner, key: null })),
    );
  return Math.max(at, target + 1);
}
