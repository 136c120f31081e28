import { append } from '../../core/lists';
import type { Brackets } from './brackets';
import type { Expression } from './expressions';
import { targetAt, unpackedIn } from './patterns';

/** A parameter of a function, or a name that one is unpacked into. */
export interface Parameter {
  readonly name: string;
  /** The token of the name. */
  readonly at: number;
  readonly position: number;
  /** Where an object is unpacked: the key; `null`: the parameter itself, or deeper down. */
  readonly key: string | null;
  readonly isUnpacked: boolean;
  /** Its own, or where an object is unpacked that of the key. */
  readonly default: Expression | null;
  /** What the default of the whole object has under the key: it counts where nothing is given at all. */
  readonly ofWhole: Expression | null;
  /** TypeScript's `constructor(private lr = 0.1)`: a member of the object, too. */
  readonly isMember: boolean;
}

/** A function, a method or an arrow, from its parameters to the end of its body. Places are those of tokens. */
export interface Callable {
  readonly start: number;
  /** The token after the body. */
  readonly end: number;
  /** `null`: it has none. */
  readonly name: string | null;
  /** The token of the name; −1: none. */
  readonly nameAt: number;
  readonly isMethod: boolean;
  readonly parameters: readonly Parameter[];
}

const control = /^(?:if|for|while|switch|with|catch|return|typeof|await)$/;
/** Tokens, brackets with what is in them as one: a longer body of an arrow is none that a person wrote. */
const LONGEST_BODY = 1000;
const endsBody = new Set([',', ';', ')', ']', '}']);
const statement = /^(?:const|let|var|function|class|import|export|return|if|for|while)$/;

/** The function whose parameters begin at a token: an opening parenthesis, or the name of `x => …`. */
export function callableAt(brackets: Brackets, at: number): Callable | undefined {
  if (brackets.isName(at) && brackets.text(at + 1) === '=>' && !/^\??\.$/.test(brackets.text(at - 1))) {
    const sole = {
      ...{ name: brackets.text(at), at, position: 0, key: null },
      ...{ isUnpacked: false, default: null, ofWhole: null, isMember: false },
    };
    return { start: at, end: bodyEnd(brackets, at + 2), ...titleOf(brackets, at), parameters: [sole] };
  }
  if (brackets.text(at) !== '(' || control.test(brackets.text(at - 1))) return undefined;
  const body = bodyAfter(brackets, brackets.closeOf(at));
  const title = body && titleOf(brackets, at);
  // `foo(x) {` is a method; after an arrow or `function` there is another word for it.
  if (!body || !title || (!body.isArrow && title.kind === 'none')) return undefined;
  const { name, nameAt, isMethod } = title;
  return {
    start: at,
    end: bodyEnd(brackets, body.at),
    name,
    nameAt,
    isMethod,
    parameters: parametersOf(brackets, at),
  };
}

/** Where the body begins after the parenthesis at `close`, past the type of the result. */
function bodyAfter(brackets: Brackets, close: number): { at: number; isArrow: boolean } | undefined {
  let at = close + 1;
  if (brackets.text(at) === ':') at = brackets.afterType(at + 1, /^(?:\{|=>|=)$/);
  if (brackets.text(at) === '=>') return { at: at + 1, isArrow: true };
  return brackets.text(at) === '{' ? { at, isArrow: false } : undefined;
}

function bodyEnd(brackets: Brackets, body: number): number {
  if (brackets.text(body) === '{') return brackets.closeOf(body) + 1;
  let at = body;
  while (at < brackets.tokens.length && at < body + LONGEST_BODY && !endsBody.has(brackets.text(at))) {
    if (at > body && brackets.tokens[at]!.breaks && statement.test(brackets.text(at))) break;
    at = brackets.next(at);
  }
  return at;
}

type Named = Pick<Callable, 'name' | 'nameAt' | 'isMethod'>;

interface Title extends Named {
  readonly kind: 'function' | 'method' | 'none';
}

const NAMELESS: Named = { name: null, nameAt: -1, isMethod: false };

/** What stands before parameters: `function name`, `name = async`, `name:`, or a method's name. */
function titleOf(brackets: Brackets, at: number): Title {
  let i = beforeTypes(brackets, at - 1);
  if (brackets.text(i) === 'async') i--;
  const word = brackets.text(i);
  if (word === 'function' || word === '*')
    return { ...assigned(brackets, functionAt(brackets, i)), kind: 'function' };
  if (!brackets.isName(i)) return { ...assigned(brackets, i + 1), kind: 'none' };
  const begin = /^(?:function|\*)$/.test(brackets.text(i - 1)) ? functionAt(brackets, i - 1) : -1;
  if (begin >= 0) {
    // `const head = function inner() {}` is called by the name that it is given.
    const given = assigned(brackets, begin);
    const own = { name: word, nameAt: i, isMethod: false };
    return { ...(given.name === null ? own : given), kind: 'function' };
  }
  const isCall = /^(?:\??\.|new|extends)$/.test(brackets.text(i - 1));
  return { name: word, nameAt: i, isMethod: true, kind: isCall ? 'none' : 'method' };
}

/** The token before the type parameters that end at a token, or that itself. */
function beforeTypes(brackets: Brackets, end: number): number {
  if (brackets.text(end) !== '>') return end;
  let open = 0;
  for (let at = end; at > 0 && at > end - 60; at--) {
    if (brackets.text(at) === '>') open++;
    else if (brackets.text(at) === '<' && --open === 0) return at - 1;
  }
  return end;
}

/** The word `function` at or before a token, past a generator's star; −1: there is none. */
function functionAt(brackets: Brackets, at: number): number {
  const i = brackets.text(at) === '*' ? at - 1 : at;
  if (brackets.text(i) !== 'function') return -1;
  return brackets.text(i - 1) === 'async' ? i - 1 : i;
}

/** `const name: Type = (…) =>`, `name: (…) =>`; the function begins at `at`. */
function assigned(brackets: Brackets, at: number): Named {
  const mark = brackets.text(at - 1);
  if (mark === ':' && brackets.isName(at - 2))
    return { name: brackets.text(at - 2), nameAt: at - 2, isMethod: true };
  if (mark === 'default') return { name: mark, nameAt: at - 1, isMethod: false };
  if (mark !== '=') return NAMELESS;
  const nameAt = declaredBefore(brackets, at - 2) ?? at - 2;
  if (!brackets.isName(nameAt)) return NAMELESS;
  return { name: brackets.text(nameAt), nameAt, isMethod: /^\??\.$/.test(brackets.text(nameAt - 1)) };
}

/** The name of the declaration whose type ends at a token; `undefined`: there is no type. */
function declaredBefore(brackets: Brackets, end: number): number | undefined {
  for (let at = end; at > 0 && at > end - 30 && !/^[;=]$/.test(brackets.text(at)); at--)
    if (/^(?:const|let|var)$/.test(brackets.text(at))) return at + 1;
  return undefined;
}

const modifier = /^(?:private|public|protected|readonly|override)$/;

function parametersOf(brackets: Brackets, open: number): Parameter[] {
  const close = brackets.closeOf(open);
  const found: Parameter[] = [];
  let position = 0;
  for (let at = open + 1; at < close; position++) {
    // TypeScript's `this: Type` is no argument.
    if (brackets.text(at) === 'this') position--;
    at = parameter(brackets, at, close, position, found) + 1;
  }
  return found;
}

/** Reads one parameter; returns the comma after it, or `close`. */
function parameter(
  brackets: Brackets,
  first: number,
  close: number,
  position: number,
  found: Parameter[],
): number {
  let at = first;
  let isMember = false;
  for (
    ;
    brackets.text(at) === '@' || (modifier.test(brackets.text(at)) && /^[\w$[{]/.test(brackets.text(at + 1)));
    at++
  )
    isMember ||= brackets.text(at) !== '@';
  const isRest = brackets.text(at) === '...';
  const { at: target, value: byDefault, next } = targetAt(brackets, isRest ? at + 1 : at);
  at = next;
  if (brackets.isName(target))
    found.push({
      ...{ name: brackets.text(target), at: target, position, key: null },
      ...{ isUnpacked: isRest, default: byDefault, ofWhole: null, isMember },
    });
  else if (/^[[{]$/.test(brackets.text(target)))
    append(found, unpacked(brackets, target, position, byDefault));
  while (at < close && brackets.text(at) !== ',') at = brackets.next(at);
  return Math.min(at, close);
}

/** `({ lr = 0.1, rate }) =>`; what is not given comes from the default of the whole, if there is one. */
function unpacked(brackets: Brackets, open: number, position: number, whole: Expression | null): Parameter[] {
  const entries = whole?.type === 'object' ? whole.entries : undefined;
  return unpackedIn(brackets, open).map(({ name, at, key, default: own }) => ({
    ...{ name, at, position, key, isUnpacked: true, isMember: false },
    default: own,
    ofWhole: key === null ? null : (entries?.get(key)?.value ?? null),
  }));
}
