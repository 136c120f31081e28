import { spend } from '../work';
import type { Brackets } from './brackets';
import type { Callable } from './callables';
import type { JsCall } from './calls';
import type { Classes } from './classes';
import type { Expression } from './expressions';
import { addTo } from './multimap';
import type { Definition, Scopes } from './scopes';

type Parameter = NonNullable<Definition['parameter']>;

/** What the calls of the file give a parameter. */
export interface GivenTo {
  readonly given: readonly Expression[];
  /** Some call leaves it out. */
  readonly silent: boolean;
  /** Something in the file may give it in a way that cannot be read. */
  readonly unknown: boolean;
}

/** The calls of a function: those that certainly are its, and whether there may be others. */
interface Calls {
  readonly sure: readonly JsCall[];
  readonly maybe: readonly JsCall[];
  readonly isPassedOn: boolean;
}

interface Place {
  readonly text: string;
  readonly brackets: Brackets;
  readonly scopes: Scopes;
  readonly classes: Classes;
  readonly calls: readonly JsCall[];
  /** What a path at an offset stands for. */
  readonly find: (names: readonly string[], offset: number) => Expression | null;
}

/** Finds the calls of functions, methods and classes, and what they give. */
export class JsArguments {
  /** By the last part of what is called. */
  private readonly byName = new Map<string, JsCall[]>();
  private readonly uses = new Map<string, number[]>();
  private bySuper: Map<string, JsCall[]> | undefined;
  /** Where calls begin in the text. */
  private readonly called = new Set<number>();

  constructor(private readonly place: Place) {
    for (const call of place.calls) {
      addTo(this.byName, call.names.at(-1)!, call);
      this.called.add(call.start);
    }
    for (const [at, { type, text }] of place.brackets.tokens.entries())
      if (type === 'name') addTo(this.uses, text, at);
  }

  givenTo(parameter: Parameter): GivenTo {
    const { of, key, isUnpacked } = parameter;
    const { sure, maybe, isPassedOn } = this.callsOf(of, parameter.position);
    const given: Expression[] = [];
    let silent = false;
    let unknown = isPassedOn || (isUnpacked && key === null);
    spend(sure.length + maybe.length);
    for (const call of sure) {
      const found = this.argumentOf(call, parameter);
      if (found === 'unknown') unknown = true;
      else if (found) given.push(found);
      else silent = true;
    }
    unknown ||= maybe.some((call) => this.argumentOf(call, parameter) !== undefined);
    return { given, silent, unknown };
  }

  private argumentOf(
    { args }: JsCall,
    { position, key, isUnpacked }: Parameter,
  ): Expression | 'unknown' | undefined {
    spend(1 + position);
    if (args.slice(0, position + 1).some((one) => this.place.text.startsWith('...', one.start)))
      return 'unknown';
    const argument = args[position];
    if (!argument || this.place.text.slice(argument.start, argument.end) === 'undefined') return undefined;
    if (!isUnpacked) return argument;
    if (argument.type !== 'object' || key === null) return 'unknown';
    if (argument.hidden.has(key)) return 'unknown';
    return argument.entries.get(key)?.value ?? (argument.isOpen ? 'unknown' : undefined);
  }

  private callsOf(of: Callable, position: number): Calls {
    const { classes } = this.place;
    if (of.name === null) return { sure: [], maybe: [], isPassedOn: true };
    const owner = classes.at(of.start);
    if (of.name === 'constructor' && owner) return this.constructions(owner.name);
    return of.isMethod ? this.methodCalls(of, owner?.name) : this.functionCalls(of, position);
  }

  private constructions(name: string): Calls {
    const { classes } = this.place;
    const heirs = classes.heirsOf(name);
    const made = [name, ...heirs].flatMap((one) => this.byName.get(one) ?? []);
    const above = [name, ...heirs].flatMap((one) => this.supers().get(one) ?? []);
    return { sure: [...made, ...above], maybe: [], isPassedOn: name === '' || this.byName.has('this') };
  }

  /** The calls of `super(…)` by the class that they construct. */
  private supers(): ReadonlyMap<string, readonly JsCall[]> {
    if (!this.bySuper) {
      this.bySuper = new Map();
      for (const call of this.byName.get('super') ?? [])
        addTo(this.bySuper, this.place.classes.at(this.place.scopes.tokenAt(call.start))?.base ?? '', call);
    }
    return this.bySuper;
  }

  private functionCalls({ name, nameAt }: Callable, position: number): Calls {
    const { scopes } = this.place;
    const home = scopes.homeOf(name!, nameAt);
    const isOwn = (at: number) => scopes.homeOf(name!, at) === home;
    const named = this.byName.get(name!) ?? [];
    spend(named.length);
    const sure = named.filter((call) => call.names.length === 1 && isOwn(scopes.tokenAt(call.start)));
    const ofNamespace = named.filter((call) => call.names.length > 1 && scopes.isNamespace(call.names[0]!));
    const others = (this.uses.get(name!) ?? []).some(
      (at) => at !== nameAt && this.isPassedOn(at, position) && isOwn(at),
    );
    return { sure: [...sure, ...ofNamespace], maybe: [], isPassedOn: others };
  }

  /** Whether what a function is used as at a token may give its parameter at a position. */
  private isPassedOn(at: number, position: number): boolean {
    const { brackets } = this.place;
    if (this.called.has(brackets.tokens[at]!.start)) return false;
    const [before, after] = [brackets.text(at - 1), brackets.text(at + 1)];
    if (/^(?:\??\.|function|default|typeof|new|<|\*|async|as)$/.test(before) || /^[(:]$/.test(after))
      return false;
    if (after === '.' && !/^(?:call|apply|bind)$/.test(brackets.text(at + 2))) return false;
    if (before === '=')
      return !this.isExport(at - 2) && !(/^on[a-z]/.test(brackets.text(at - 2)) && position > 0);
    const bracket = brackets.around(at);
    if (brackets.text(bracket) === '{')
      return !this.isExport(bracket - 2) && !/^(?:export|return|default)$/.test(brackets.text(bracket - 1));
    return this.isTaken(bracket, position);
  }

  /** Whether what is assigned at the end of a path leaves the file: `module.exports = …`, `window.train = …`. */
  private isExport(end: number): boolean {
    const { brackets } = this.place;
    if (brackets.text(end + 1) !== '=') return false;
    let at = end;
    while (/^\??\.$/.test(brackets.text(at - 1))) at -= 2;
    return /^(?:module|exports|window|globalThis|self)$/.test(brackets.text(at));
  }

  /** Whether the function whose arguments open at a bracket may give a callback's parameter at a position. */
  private isTaken(bracket: number, position: number): boolean {
    const { brackets } = this.place;
    const callee = brackets.text(bracket - 1);
    if (brackets.text(bracket) === '[') return !/^use[A-Z]/.test(brackets.text(brackets.around(bracket) - 1));
    if (quiet.test(callee)) return false;
    return !(ofEvents.test(callee) && position > 0);
  }

  /** Methods of the name belong to all kinds of objects. */
  private methodCalls(of: Callable, owner: string | undefined): Calls {
    const sure: JsCall[] = [];
    const maybe: JsCall[] = [];
    for (const call of (this.byName.get(of.name!) ?? []).filter(({ names }) => names.length > 1)) {
      const isOwn = this.isOfObject(call, of, owner);
      if (isOwn) sure.push(call);
      else if (isOwn === undefined) maybe.push(call);
    }
    return { sure, maybe, isPassedOn: false };
  }

  /** Whether the object of a call is of the class, or the very object, that a method stands in; `undefined`: perhaps. */
  private isOfObject(call: JsCall, of: Callable, owner: string | undefined): boolean | undefined {
    const { classes, scopes } = this.place;
    const object = call.names.slice(0, -1);
    if (object.join() === 'this') {
      const here = classes.at(scopes.tokenAt(call.start))?.name;
      return (
        owner !== undefined && (here === owner || classes.isHeir(here, owner) || classes.isHeir(owner, here))
      );
    }
    const value = object[0] === '' ? null : this.place.find(object, call.start);
    if (value?.type === 'call') return this.isMadeBy(value, owner);
    if (owner !== undefined) return value ? false : undefined;
    return value?.type === 'object' && this.isWithin(value, of);
  }

  private isMadeBy({ names }: JsCall, owner: string | undefined): boolean | undefined {
    const made = names.at(-1)!;
    if (owner === undefined) return false;
    return this.place.classes.has(made)
      ? made === owner || this.place.classes.isHeir(made, owner)
      : undefined;
  }

  private isWithin({ start, end }: Expression, of: Callable): boolean {
    spend(1);
    const { tokens } = this.place.brackets;
    return start <= (tokens[of.start]?.start ?? 0) && (tokens[of.end - 1]?.end ?? 0) <= end;
  }
}

/** Functions that call what they are given with nothing, and those that give it one event or value. */
const quiet = /^(?:setTimeout|setInterval|requestAnimationFrame|tidy|it|test|describe|useEffect|useMemo)$/;
const ofEvents = /^(?:addEventListener|on|once|then|catch|finally)$/;
