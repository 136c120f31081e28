import { append } from '../../core/lists';
import type { Brackets } from './brackets';
import type { Callable } from './callables';
import { changes } from './declarations';
import { type Expression, ExpressionReader } from './expressions';
import { addTo } from './multimap';

type Members = Map<string, (Expression | null)[]>;

/** A class with what its members are given. Places are those of tokens. */
interface Class {
  readonly name: string;
  readonly base: string;
  readonly open: number;
  readonly close: number;
  readonly own: Members;
  readonly statics: Members;
  hasConstructor: boolean;
  /** The class that it stands in. */
  readonly outer: Class | undefined;
}

const modifier =
  /^(?:public|private|protected|readonly|declare|override|abstract|accessor|static|async|get|set|\*)$/;
const MAX_HOPS = 8;
/** Tokens from `class` to its body, brackets with what is in them as one. */
const LONGEST_HEAD = 200;

/** The classes of a file: fields, what methods assign to `this`, and TypeScript's parameter properties. */
export class Classes {
  private readonly all: Class[] = [];
  private readonly byName = new Map<string, Class>();
  private readonly byBase = new Map<string, Class[]>();
  private readonly heirs = new Map<string, readonly Class[]>();
  /** The names of fields: they are no assignments to variables. */
  readonly fields = new Set<number>();

  constructor(
    private readonly brackets: Brackets,
    callables: readonly Callable[],
  ) {
    for (let at = 0; at < brackets.tokens.length; at++)
      if (brackets.text(at) === 'class' && brackets.isName(at) && !isMemberAt(brackets, at)) this.classAt(at);
    for (const callable of callables) if (callable.name === 'constructor') this.constructorAt(callable);
    for (let at = 0; at < brackets.tokens.length; at++) this.assignmentAt(at);
  }

  /** The class that is around a token. */
  at(at: number): { readonly name: string; readonly base: string } | undefined {
    return this.around(at);
  }

  has(name: string): boolean {
    return name !== '' && this.byName.has(name);
  }

  /** Whether a class derives from another. */
  isHeir(name: string | undefined, of: string | undefined): boolean {
    let current = this.byName.get(name ?? '');
    for (let hops = 0; current && hops < MAX_HOPS; hops++) {
      const { base }: Class = current;
      if (base !== '' && base === of) return true;
      current = this.byName.get(base);
    }
    return false;
  }

  /** The classes that are made by the constructor of another: they derive from it and have none. */
  heirsOf(name: string): string[] {
    return this.derived(name).flatMap((one) => (one.hasConstructor ? [] : one.name));
  }

  /** The classes that derive from one, at any remove. */
  private derived(name: string): readonly Class[] {
    let known = this.heirs.get(name);
    if (!known) {
      const found: Class[] = [];
      let open = [name];
      for (let hops = 0; open.length > 0 && hops < MAX_HOPS; hops++) {
        const next = open.flatMap((base) => (base === '' ? [] : (this.byBase.get(base) ?? [])));
        append(found, next);
        open = next.map((one) => one.name);
      }
      known = found;
      this.heirs.set(name, known);
    }
    return known;
  }

  /** What `this.member` is given in the class around a token, or in one that it derives from. */
  ofThis(member: string, at: number): readonly (Expression | null)[] {
    let owner = this.around(at);
    for (let hops = 0; owner && hops < MAX_HOPS; hops++) {
      const found = owner.own.get(member) ?? owner.statics.get(member);
      if (found) return [...found, ...this.redefined(member, owner.name)];
      const { base }: Class = owner;
      owner = this.byName.get(base);
    }
    return [];
  }

  /** What classes that derive from one give a member: an object may be of theirs. */
  private redefined(member: string, name: string): readonly (Expression | null)[] {
    return this.derived(name).flatMap((one) => one.own.get(member) ?? []);
  }

  /** What the static `Class.member` is given; `undefined`: the file has no class of that name. */
  ofClass(name: string, member: string): readonly (Expression | null)[] | undefined {
    const found = this.byName.get(name);
    return found && (found.statics.get(member) ?? []);
  }

  /** Each member of each class. */
  *members(): Generator<{ name: string; values: readonly (Expression | null)[] }> {
    for (const { own, statics } of this.all)
      for (const members of [own, statics]) for (const [name, values] of members) yield { name, values };
  }

  /** `constructor(private lr = 0.1)`. */
  private constructorAt({ start, parameters }: Callable): void {
    const owner = this.around(start);
    for (const { name, at, isMember } of owner ? parameters : [])
      if (isMember) addTo(owner!.own, name, nameOf(this.brackets, at));
  }

  /** The innermost class around a token: of those that begin before it, the last that has not ended. */
  private around(at: number): Class | undefined {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.all[middle]!.open < at) low = middle + 1;
      else high = middle;
    }
    let found: Class | undefined = this.all[low - 1];
    while (found && found.close <= at) found = found.outer;
    return found;
  }

  private classAt(at: number): void {
    const { brackets } = this;
    const isNamed = brackets.isName(at + 1) && brackets.text(at + 1) !== 'extends';
    // `const Net = class {}`
    const given = brackets.text(at - 1) === '=' && brackets.isName(at - 2) ? brackets.text(at - 2) : '';
    const name = isNamed ? brackets.text(at + 1) : given;
    let base = '';
    let open = at + 1;
    for (
      let steps = 0;
      brackets.text(open) !== '{' && open < brackets.tokens.length;
      open = brackets.next(open)
    ) {
      if (++steps > LONGEST_HEAD) return;
      if (brackets.text(open) === 'extends') base = brackets.text(open + 1);
      if (brackets.text(open) === ';') return;
    }
    const close = brackets.closeOf(open);
    const members = { own: new Map(), statics: new Map(), hasConstructor: false, outer: this.around(open) };
    const found: Class = { name, base, open, close, ...members };
    this.all.push(found);
    if (!this.byName.has(name)) this.byName.set(name, found);
    addTo(this.byBase, base, found);
    for (let i = open + 1; i < close; ) i = this.memberAt(found, i);
  }

  /** Reads one member of a class body; returns the token after it. */
  private memberAt(owner: Class, first: number): number {
    const { brackets } = this;
    let at = first;
    let isStatic = false;
    let isGetter = false;
    while (modifier.test(brackets.text(at)) && /^[\w$#{['"*]/.test(brackets.text(at + 1))) {
      isStatic ||= brackets.text(at) === 'static';
      isGetter ||= brackets.text(at) === 'get';
      at++;
    }
    const name = brackets.text(at);
    if (!brackets.isName(at)) return Math.max(brackets.next(at), first + 1);
    owner.hasConstructor ||= name === 'constructor';
    if (isGetter) addTo(isStatic ? owner.statics : owner.own, name, null);
    let next = at + 1;
    if (/^[?!]$/.test(brackets.text(next))) next++;
    if (brackets.text(next) === ':') next = brackets.afterType(next + 1, /^=$/);
    if (brackets.text(next) !== '=') return this.afterMethod(next);
    const reader = new ExpressionReader(brackets.tokens, next + 1);
    this.fields.add(at);
    addTo(isStatic ? owner.statics : owner.own, name, reader.read());
    return reader.at;
  }

  /** Steps over parameters, the type of the result and the body. */
  private afterMethod(at: number): number {
    const { brackets } = this;
    if (brackets.text(at) !== '(') return at;
    let next = brackets.closeOf(at) + 1;
    if (brackets.text(next) === ':') next = brackets.afterType(next + 1, /^\{$/);
    return brackets.text(next) === '{' ? brackets.closeOf(next) + 1 : next;
  }

  /** `this.name = …`. */
  private assignmentAt(at: number): void {
    const { brackets } = this;
    if (brackets.text(at) !== 'this' || brackets.text(at + 1) !== '.' || !brackets.isName(at + 2)) return;
    const operator = brackets.text(at + 3);
    if (!changes.test(operator)) return;
    const owner = this.around(at);
    const value = operator === '=' ? new ExpressionReader(brackets.tokens, at + 4).read() : null;
    if (owner) addTo(owner.own, brackets.text(at + 2), value);
  }
}

const isMemberAt = (brackets: Brackets, at: number) => /^\??\.$/.test(brackets.text(at - 1));

function nameOf({ tokens }: Brackets, at: number): Expression {
  const { text, start, end } = tokens[at]!;
  return { type: 'path', names: [text], start, end };
}
