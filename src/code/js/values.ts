import * as l10n from '@vscode/l10n';
import type { Span, Step } from '../finding';
import { oneLine } from '../lines';
import { spend } from '../work';
import { JsArguments } from './arguments';
import type { Brackets } from './brackets';
import type { JsCall } from './calls';
import type { Classes } from './classes';
import { ANY_MEMBER, type MemberValue } from './declarations';
import type { Expression } from './expressions';
import type { JsOption } from './options';
import type { Definition, Scopes } from './scopes';

/** A number at the end of a trail, or why there is none. */
export type JsOutcome = { readonly chain: readonly Step[] } & (
  | {
      readonly value: number;
      readonly literal: Span;
      readonly complement: boolean;
      /** It is what is taken where nothing is given, and something may be. */
      readonly isAssumed: boolean;
      readonly reason: null;
    }
  | { readonly value: null; readonly reason: string; readonly isAbsent: boolean }
);

/** The one expression that a path stands for, or why there is none. */
type Found = { readonly value: Expression } | NotFound;

interface NotFound {
  readonly value: null;
  readonly reason: string;
  /** Nothing in the file gives it: what is taken then may be the value. */
  readonly isAbsent: boolean;
}

type Parameter = NonNullable<Definition['parameter']>;

const MAX_STEPS = 12;

/** What is known of the file that values are followed in. */
export interface JsFile {
  readonly text: string;
  readonly scopes: Scopes;
  readonly classes: Classes;
  readonly brackets: Brackets;
  readonly calls: readonly JsCall[];
  readonly members: ReadonlyMap<string, readonly MemberValue[]>;
  readonly options: readonly JsOption[];
}

/** Follows expressions to their numbers; never guesses. */
export class JsValues {
  private readonly arguments: JsArguments;

  constructor(private readonly file: JsFile) {
    this.arguments = new JsArguments({ ...file, find: (names, offset) => this.find(names, offset).value });
  }

  /** Follows an expression to its number. */
  resolve(expression: Expression, chain: readonly Step[] = []): JsOutcome {
    spend(1);
    const { start, end } = expression;
    if (expression.type === 'number') {
      const literal = { start, end };
      return { value: expression.value, literal, complement: false, isAssumed: false, reason: null, chain };
    }
    const next = [...chain, { start, end, text: this.quote(expression, 80) }];
    if (next.length > MAX_STEPS) return lost(chain, l10n.t('defined by itself'));
    switch (expression.type) {
      case 'complement': {
        const inner = this.resolve(expression.of, next);
        return inner.value === null ? inner : { ...inner, complement: !inner.complement };
      }
      case 'fallback':
        return this.fallback(expression, next);
      case 'path':
        return this.path(expression.names, start, next);
      default:
        return lost(next, l10n.t('computed: {0}', this.quote(expression, 40)));
    }
  }

  private fallback(
    { of, otherwise, isOr }: Expression & { type: 'fallback' },
    chain: readonly Step[],
  ): JsOutcome {
    const given = this.isOutside(of)
      ? absent(chain, l10n.t('computed: {0}', this.quote(of, 40)))
      : this.resolve(of, chain);
    if (given.value !== null && !(isOr && given.value === 0)) return given;
    if (given.value === null && !given.isAbsent) return given;
    const outcome = this.resolve(otherwise, chain);
    // `dropout || 0`: none, unless it is given.
    if (outcome.value === 0 && given.value === null) return given;
    return outcome.value === null || given.value === 0 ? outcome : { ...outcome, isAssumed: true };
  }

  /** What the file cannot tell: `parseInt(process.argv[2])`, `params.get('lr')`. */
  private isOutside(of: Expression): boolean {
    if (of.type !== 'call') return of.type === 'other';
    const { scopes } = this.file;
    return of.names.length > 1 || scopes.find(of.names[0]!, scopes.tokenAt(of.start)).length === 0;
  }

  /** The source text of a span, on one line. */
  quote({ start, end }: Span, length: number): string {
    spend(1);
    return oneLine(this.file.text.slice(start, end), length);
  }

  private path(names: readonly string[], offset: number, chain: readonly Step[]): JsOutcome {
    const parameter = names.length === 1 ? this.parameterOf(names[0]!, offset) : undefined;
    if (parameter) return this.parameter(parameter, chain);
    const found = this.find(names, offset);
    if (found.value) return this.resolve(found.value, chain);
    return { value: null, reason: found.reason, isAbsent: found.isAbsent, chain };
  }

  private parameterOf(name: string, offset: number): Definition | undefined {
    const { scopes } = this.file;
    const [only, ...more] = scopes.find(name, scopes.tokenAt(offset));
    return more.length === 0 && only?.parameter ? only : undefined;
  }

  /** The one expression that a path is given. */
  find(names: readonly string[], offset: number, hops = 0): Found {
    const path = names.join('.');
    const unknown = l10n.t('{0} is set where it cannot be followed', path);
    if (hops > MAX_STEPS) return notFound(unknown);
    const values =
      names.length > 1 ? this.memberValues(names, offset, hops) : this.variable(names[0]!, offset);
    if ('reason' in values) return values;
    if (values.length > 1) return notFound(l10n.t('{0} is assigned {1} times', path, values.length));
    return values[0] ? { value: values[0] } : notFound(unknown);
  }

  private variable(name: string, offset: number): readonly (Expression | null)[] | NotFound {
    const { scopes } = this.file;
    const definitions = scopes.find(name, scopes.tokenAt(offset));
    if (definitions.length === 0) return notFound(l10n.t('{0} is not defined in this file', name), true);
    const [only, ...more] = definitions as [Definition];
    if (!only.parameter || more.length > 0) return definitions.map(({ value }) => value);
    const found = this.given(only);
    return found.value ? [found.value] : found;
  }

  /** The one expression that a parameter has: what the only call gives, or its default. */
  private given({ value: byDefault, parameter }: Definition): Found {
    const { name, of, ofWhole } = parameter!;
    const { given, silent, unknown } = this.arguments.givenTo(parameter!);
    const otherwise = (given.length === 0 && ofWhole) || byDefault;
    if (of.name === null) return notFound(l10n.t('{0} is the parameter of a lambda', name));
    if (unknown) return notFound(l10n.t('{0} may be given in a way that cannot be followed', name));
    if (given.length === 0 && otherwise) return { value: otherwise };
    if (given.length === 0) return notFound(l10n.t('{0} is a parameter without a default', name), true);
    if (silent && byDefault) return notFound(l10n.t('{0} has a default and is given in some calls', name));
    if (given.length === 1) return { value: given[0]! };
    return notFound(l10n.t('{0} is given different values in {1} calls', name, given.length));
  }

  /** What `….member` is given: in the object's literal, by assignments, in a class. */
  private memberValues(
    names: readonly string[],
    offset: number,
    hops: number,
  ): readonly (Expression | null)[] | NotFound {
    const { classes, scopes } = this.file;
    const head = names.slice(0, -1);
    const member = names.at(-1)!;
    if (head.length === 1 && head[0] === 'this') {
      const at = scopes.tokenAt(offset);
      return [...classes.ofThis(member, at), ...this.fromOutside(member, classes.at(at)?.name)];
    }
    const statics = head.length === 1 ? classes.ofClass(head[0]!, member) : undefined;
    const assigned = this.assigned(names, offset);
    if (statics) return [...statics, ...assigned];
    const object = this.object(head, offset, hops + 1);
    const options = this.isParsed(head, object)
      ? this.file.options.filter(({ name }) => name === member)
      : [];
    if (options.length > 0) return [...options.map((option) => option.default), ...assigned];
    if (object.value === null) return assigned.length > 0 ? assigned : object;
    return this.inObject(object.value, member, assigned, names);
  }

  /** What is assigned to a member of an object of a class: `const t = new Trainer(); t.lr = 0.5`. */
  private fromOutside(member: string, owner: string | undefined): Expression[] {
    return [...this.file.members].flatMap(([path, values]) => {
      const [name, last, ...more] = path.split('.');
      if (last !== member || more.length > 0 || owner === undefined) return [];
      return values.flatMap(({ value }) => {
        const made = this.find([name!], value.start).value;
        return made?.type === 'call' && made.names.at(-1) === owner ? [value] : [];
      });
    });
  }

  private inObject(
    value: Expression,
    member: string,
    assigned: readonly (Expression | null)[],
    names: readonly string[],
  ): readonly (Expression | null)[] | NotFound {
    if (value.type === 'enum') return [...entryOf(value, member), ...assigned];
    const unknown = l10n.t('{0} is set where it cannot be followed', names.join('.'));
    if (value.type !== 'object') return assigned.length > 0 ? assigned : notFound(unknown, true);
    if (value.hidden.has(member)) return notFound(unknown);
    const written = entryOf(value, member);
    if (written.length + assigned.length > 0) return [...written, ...assigned];
    return notFound(unknown, !value.isOpen);
  }

  /** What a path and all members of its object are assigned, where the path begins with the same variable. */
  private assigned(names: readonly string[], offset: number): Expression[] {
    const { members, scopes } = this.file;
    const root = scopes.homeOf(names[0]!, scopes.tokenAt(offset));
    const all = [...names.slice(0, -1), ANY_MEMBER];
    return [names, all].flatMap((path) =>
      (members.get(path.join('.')) ?? []).flatMap((one) => (one.root === root ? one.value : [])),
    );
  }

  /** Whether an object has what the command line was given: `parser.parseArgs()`, or a parameter named so. */
  private isParsed(head: readonly string[], { value }: Found): boolean {
    if (value?.type === 'call')
      return parsers.test(value.names.at(-1)!) && value.args.every((one) => this.isCommandLine(one));
    return value === null && head.length === 1 && parsed.test(head[0]!);
  }

  private isCommandLine({ start, end }: Expression): boolean {
    return /^process\.argv\b/.test(this.file.text.slice(start, end));
  }

  /** What a path stands for, through other names: `const c = config`, `Object.freeze({…})`. */
  private object(names: readonly string[], offset: number, hops: number): Found {
    const found = this.find(names, offset, hops);
    if (found.value?.type === 'path') return this.object(found.value.names, found.value.start, hops + 1);
    if (found.value?.type === 'fallback')
      return notFound(l10n.t('computed: {0}', this.quote(found.value, 40)));
    const isFrozen = found.value?.type === 'call' && found.value.names.join('.') === 'Object.freeze';
    const inner = isFrozen ? (found.value as JsCall).args[0] : undefined;
    return inner ? { value: inner } : found;
  }

  /** To the default of a parameter, or to the one number that the calls in the file give. */
  private parameter(definition: Definition, chain: readonly Step[]): JsOutcome {
    const { given, unknown, silent } = this.arguments.givenTo(definition.parameter!);
    const several = given.length > 1 && !unknown && !(silent && definition.value);
    const found = several ? { value: given[0]! } : this.given(definition);
    if (!found.value) return { value: null, reason: found.reason, isAbsent: found.isAbsent, chain };
    const outcomes = (several ? given : [found.value]).map((value) => this.resolve(value, chain));
    const [first] = outcomes as [JsOutcome];
    const isSame = (other: JsOutcome) =>
      other.value !== null &&
      first.value !== null &&
      other.literal.start === first.literal.start &&
      other.complement === first.complement;
    const failed = outcomes.find(({ value }) => value === null);
    if (failed || outcomes.every(isSame)) return failed ?? first;
    const { name } = definition.parameter!;
    return lost(chain, l10n.t('{0} is given different values in {1} calls', name, given.length));
  }

  /** Every call in the file gives the parameter a value of its own, so that the default says nothing. */
  isAlwaysGiven(parameter: Parameter): boolean {
    const { given, silent, unknown } = this.arguments.givenTo(parameter);
    return (
      given.length > 0 &&
      !silent &&
      !unknown &&
      given.every(({ type }) => type === 'number' || type === 'object')
    );
  }
}

const parsers =
  /^(?:parse|get|read)_?(?:[cC]ommand[lL]ine)?_?(?:[aA]rg(?:ument)?s?|[oO]pt(?:ion)?s?|[fF]lags)$/;
const parsed = /^(?:args|argv|opts|options|flags|params|config|cfg)$/;

function entryOf(object: Expression & { type: 'object' | 'enum' }, member: string): Expression[] {
  const entry = object.entries.get(member);
  return entry ? [entry.value] : [];
}

function notFound(reason: string, isAbsent = false): NotFound {
  return { value: null, reason, isAbsent };
}

function absent(chain: readonly Step[], reason: string): JsOutcome & { value: null } {
  return { value: null, reason, isAbsent: true, chain };
}

function lost(chain: readonly Step[], reason: string): JsOutcome {
  return { value: null, reason, isAbsent: false, chain };
}
