import { append } from '../../core/lists';
import type { Span } from '../finding';
import { spend } from '../work';
import type { Token } from './tokens';

/** An expression as far as it is understood; `other` is all else. */
export type Expression = Span &
  (
    | { readonly type: 'number'; readonly value: number }
    | { readonly type: 'string'; readonly value: string }
    | { readonly type: 'path'; readonly names: readonly string[] }
    | { readonly type: 'complement'; readonly of: Expression }
    /** A layer that is applied: `tf.layers.dense({…}).apply(x)`. */
    | { readonly type: 'applied'; readonly layer: Expression; readonly args: readonly Expression[] }
    /** `of ?? otherwise`, `of || otherwise` */
    | {
        readonly type: 'fallback';
        readonly of: Expression;
        readonly otherwise: Expression;
        /** Of `||`: also where `of` is 0. */
        readonly isOr: boolean;
      }
    | { readonly type: 'call'; readonly names: readonly string[]; readonly args: readonly Expression[] }
    | {
        readonly type: 'object';
        readonly entries: ReadonlyMap<string, { at: Span; value: Expression }>;
        /** Another object is spread in it: it may have any member. */
        readonly isOpen: boolean;
        /** The members before that, which it may have otherwise. */
        readonly hidden: ReadonlySet<string>;
      }
    /** TypeScript's `enum`: the numbers of its members stand for words. */
    | { readonly type: 'enum'; readonly entries: ReadonlyMap<string, { at: Span; value: Expression }> }
    | { readonly type: 'array'; readonly items: readonly Expression[] }
    | { readonly type: 'other' }
  );

const NO_NAMES: ReadonlySet<string> = new Set();
const openers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const MAX_DEPTH = 60;
/** Stepping over a token takes this much of a step. */
const STEP = 0.5;
const MAX_TYPE = 30;

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '**': (a, b) => a ** b,
};

const knownEnds = new WeakMap<readonly Token[], Int32Array>();

/** Of a token within an expression that was stepped over: where that ends; 0: not known. */
function endsOf(tokens: readonly Token[]): Int32Array {
  const known = knownEnds.get(tokens) ?? new Int32Array(tokens.length);
  knownEnds.set(tokens, known);
  return known;
}

/** Reads expressions out of tokens; it steps over what it does not understand, up to the next comma. */
export class ExpressionReader {
  private depth = 0;
  /** The token that opened the arguments of the call that was read last. */
  opened = -1;

  constructor(
    private readonly tokens: readonly Token[],
    public at: number,
  ) {}

  private get text(): string | undefined {
    return this.tokens[this.at]?.text;
  }

  /** Where the token before a place ends; a bracket that is not closed reaches to the end of the text. */
  private endBefore(at = this.at): number {
    return this.tokens[Math.min(at, this.tokens.length) - 1]!.end;
  }

  /** Reads one expression up to `,`, `;` or a closing bracket. */
  read(): Expression {
    const first = this.at;
    const found = this.depth > MAX_DEPTH ? undefined : this.withFallback();
    const plain = found !== undefined && this.endsHere();
    this.toEnd(first);
    if (plain) return found;
    const end = this.endBefore(Math.max(first + 1, this.at));
    // Where the text ends, nothing is left to be read: it stands behind all.
    return { type: 'other', start: this.tokens[first]?.start ?? end, end };
  }

  /** Reads the call that begins here, whatever follows it; `undefined`: none does. */
  readCall(): (Expression & { readonly type: 'call' }) | undefined {
    const found = this.tokens[this.at]?.type === 'name' ? this.path() : undefined;
    return found?.type === 'call' ? found : undefined;
  }

  /** The arguments or items up to `close`, which is stepped over. */
  list(close: string): Expression[] {
    const items: Expression[] = [];
    this.depth++;
    while (this.at < this.tokens.length && this.text !== close) {
      if (this.text === ',') {
        this.at++;
        continue;
      }
      const before = this.at;
      items.push(this.read());
      if (this.at === before) this.at++;
    }
    this.depth--;
    this.at++;
    return items;
  }

  private isEnd(): boolean {
    return this.text === undefined || /^[,;)\]}]$/.test(this.text);
  }

  /** After a whole expression: `as const` belongs to it, and a new line ends it where no semicolon does. */
  private endsHere(): boolean {
    return this.isEnd() || /^(?:as|satisfies)$/.test(this.text ?? '') || this.beginsStatement();
  }

  private beginsStatement(): boolean {
    const next = this.tokens[this.at];
    const before = this.tokens[this.at - 1];
    if (!next?.breaks || (before?.type === 'punctuation' && !/^[)\]}]$/.test(before.text))) return false;
    if (next.type === 'punctuation') return /^[@{]$/.test(next.text);
    return next.type !== 'template' && !/^(?:in|of|instanceof|as|satisfies)$/.test(next.text);
  }

  /** Steps over the rest of an expression; where that ends is found once for all that begin within it. */
  private toEnd(first: number): void {
    if (this.isEnd()) return;
    // What begins a statement may stand first in what is read.
    if (this.at === first) this.skip();
    const ends = endsOf(this.tokens);
    const passed: number[] = [];
    while (!this.isEnd() && !this.beginsStatement()) {
      const known = ends[this.at]!;
      if (known === 0) {
        passed.push(this.at);
        this.skip();
      } else this.at = known;
    }
    for (const one of passed) ends[one] = this.at;
  }

  private skip(): void {
    spend(STEP);
    const close = openers[this.text ?? ''];
    this.at++;
    if (close) {
      while (this.at < this.tokens.length && this.text !== close) this.skip();
      this.at++;
    }
  }

  private withFallback(): Expression | undefined {
    const of = this.applied();
    if (!of || (this.text !== '??' && this.text !== '||')) return of;
    const isOr = this.text === '||';
    this.at++;
    const otherwise = this.primary();
    return otherwise && { type: 'fallback', of, otherwise, isOr, start: of.start, end: otherwise.end };
  }

  private applied(): Expression | undefined {
    const layer = this.primary();
    const [dot, method, open] = this.tokens.slice(this.at, this.at + 3);
    if (layer?.type !== 'call' || dot?.text !== '.' || method?.text !== 'apply' || open?.text !== '(')
      return layer;
    this.at += 3;
    const args = this.list(')');
    return { type: 'applied', layer, args, start: layer.start, end: this.endBefore() };
  }

  private primary(): Expression | undefined {
    const token = this.tokens[this.at];
    if (!token) return undefined;
    if (token.type === 'number') return this.number(token);
    if (token.text === '-' && this.tokens[this.at + 1]?.type === 'number') {
      this.at += 2;
      const { text, end } = this.tokens[this.at - 1]!;
      return { type: 'number', value: -numberOf(text), start: token.start, end };
    }
    if (token.type === 'string') {
      this.at++;
      return { type: 'string', value: token.text.slice(1, -1), start: token.start, end: token.end };
    }
    if (token.text === 'await' || token.text === 'new') this.at++;
    if (this.tokens[this.at]?.type === 'name') return this.path();
    if (token.text === '{') return this.object();
    if (token.text === '[') {
      this.at++;
      const items = this.list(']');
      return { type: 'array', items, start: token.start, end: this.endBefore() };
    }
    return undefined;
  }

  private number(token: Token): Expression {
    this.at++;
    const { start, end } = token;
    if (this.text === '-' && numberOf(token.text) === 1) {
      this.at++;
      const of = this.literal() ?? this.primary();
      if (of) return { type: 'complement', of, start, end: of.end };
    }
    return this.computed(numberOf(token.text), start, end);
  }

  /** A number alone: what is added to it is added to all that is before it. */
  private literal(): Expression | undefined {
    const token = this.tokens[this.at];
    if (token?.type !== 'number') return undefined;
    this.at++;
    const { text, start, end } = token;
    return { type: 'number', value: numberOf(text), start, end };
  }

  /** Arithmetic on two numbers: `2 ** 5`, `1 / 4`. */
  private computed(left: number, start: number, end: number): Expression {
    const apply = operators[this.text ?? ''];
    const right = this.tokens[this.at + 1];
    if (!apply || right?.type !== 'number') return { type: 'number', value: left, start, end };
    this.at += 2;
    const value = Number(apply(left, numberOf(right.text)).toPrecision(12));
    return { type: 'number', value, start, end: right.end };
  }

  private path(): Expression {
    const first = this.tokens[this.at]!;
    const names = [first.text];
    this.at++;
    this.assertion();
    while ((this.text === '.' || this.text === '?.') && this.tokens[this.at + 1]?.type === 'name') {
      names.push(this.tokens[this.at + 1]!.text);
      this.at += 2;
      this.assertion();
    }
    const end = this.tokens[this.at - 1]!.end;
    this.typeArguments();
    if (this.text === '?.' && this.tokens[this.at + 1]?.text === '(') this.at++;
    if (this.text !== '(') return { type: 'path', names, start: first.start, end };
    const opened = this.at++;
    const args = this.list(')');
    this.opened = opened;
    return { type: 'call', names, args, start: first.start, end: this.endBefore() };
  }

  /** TypeScript's `head<number>(…)`; what is compared is followed by no parenthesis. */
  private typeArguments(): void {
    if (this.text !== '<') return;
    let at = this.at + 1;
    for (let open = 1; open > 0 && at < this.at + MAX_TYPE; at++) {
      const { type, text } = this.tokens[at] ?? { type: 'punctuation', text: '' };
      if (text === '<') open++;
      else if (text === '>') open--;
      else if (type === 'punctuation' && !/^[.,|&[\]{}:;]$/.test(text)) return;
    }
    if (this.tokens[at]?.text === '(' && this.tokens[at - 1]?.text === '>') this.at = at;
  }

  /** TypeScript's `config!`. */
  private assertion(): void {
    if (this.text === '!' && !this.tokens[this.at]!.breaks) this.at++;
  }

  private object(): Expression {
    const { start } = this.tokens[this.at]!;
    const entries = new Map<string, { at: Span; value: Expression }>();
    let hidden: ReadonlySet<string> = NO_NAMES;
    let isOpen = false;
    this.at++;
    this.depth++;
    while (this.at < this.tokens.length && this.text !== '}') {
      const before = this.at;
      if (this.text === '...') {
        const keys = this.spreadKeys();
        isOpen ||= keys === undefined;
        hidden = new Set([...hidden, ...(keys ?? entries.keys())]);
      }
      if (this.text !== ',') this.member(entries);
      if (this.at === before || this.text === ',') this.at++;
    }
    this.depth--;
    this.at++;
    return { type: 'object', entries, isOpen, hidden, start, end: this.endBefore() };
  }

  /** The keys of what is spread here: `...{ a }`, `...(x && { a })`, `...(x ? { a } : {})`; `undefined`: any. */
  private spreadKeys(): string[] | undefined {
    let at = this.at + 1;
    if (this.tokens[at]?.text === '(') at++;
    const keys: string[] = [];
    let isKnown = false;
    for (const last = at + MAX_TYPE; at < last && !/^[,)}]$/.test(this.tokens[at]?.text ?? ','); at++) {
      if (this.tokens[at]!.text !== '{') continue;
      const reader = new ExpressionReader(this.tokens, at);
      const object = reader.object();
      if (object.type !== 'object' || object.isOpen) return undefined;
      append(keys, [...object.entries.keys()]);
      isKnown = true;
      at = reader.at - 1;
    }
    return isKnown ? keys : undefined;
  }

  private member(entries: Map<string, { at: Span; value: Expression }>): void {
    const key = this.tokens[this.at]!;
    const named = key.type === 'name' || key.type === 'string';
    const next = this.tokens[this.at + 1]?.text;
    const name = key.type === 'string' ? key.text.slice(1, -1) : key.text;
    if (named && next === ':') {
      this.at += 2;
      const value = this.read();
      entries.set(name, { at: { start: key.start, end: value.end }, value });
    } else if (named && (next === ',' || next === '}')) {
      this.at++;
      const { start, end } = key;
      entries.set(name, { at: { start, end }, value: { type: 'path', names: [name], start, end } });
    } else {
      this.read();
    }
  }
}

function numberOf(text: string): number {
  return Number(text.replace(/_/g, '').replace(/n$/, ''));
}
