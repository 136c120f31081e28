import * as l10n from '@vscode/l10n';
import type { Span, Step } from '../finding';
import { oneLine } from '../lines';
import type { Callable } from './callables';
import type { JsCall } from './calls';
import type { Classes } from './classes';
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
  | { readonly value: null; readonly reason: string }
);

/** The one expression that a path stands for, or why there is none. */
type Found = { readonly value: Expression } | { readonly value: null; readonly reason: string };

type Parameter = NonNullable<Definition['parameter']>;

const MAX_STEPS = 12;

/** What is known of the file that values are followed in. */
export interface JsFile {
  readonly text: string;
  readonly scopes: Scopes;
  readonly classes: Classes;
  readonly callables: readonly Callable[];
  readonly calls: readonly JsCall[];
  readonly members: ReadonlyMap<string, readonly Expression[]>;
  readonly options: readonly JsOption[];
}

/** Follows expressions to their numbers; never guesses. */
export class JsValues {
  /** By the last part of what is called. */
  private readonly calls = new Map<string, JsCall[]>();
  /** How many methods have a name. */
  private readonly methods = new Map<string, number>();

  constructor(private readonly file: JsFile) {
    for (const call of file.calls) {
      const name = call.names.at(-1)!;
      const known = this.calls.get(name);
      if (known) known.push(call);
      else this.calls.set(name, [call]);
    }
    for (const { name, isMethod } of file.callables)
      if (isMethod && name !== null) this.methods.set(name, (this.methods.get(name) ?? 0) + 1);
  }

  /** Follows an expression to its number. */
  resolve(expression: Expression, chain: readonly Step[] = []): JsOutcome {
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
      case 'fallback': {
        const given = this.resolve(expression.of, next);
        if (given.value !== null) return given;
        const otherwise = this.resolve(expression.otherwise, next);
        // `dropout || 0`: none, unless it is given.
        if (otherwise.value === 0) return given;
        return otherwise.value === null ? otherwise : { ...otherwise, isAssumed: true };
      }
      case 'path':
        return this.path(expression.names, start, next);
      default:
        return lost(next, l10n.t('computed: {0}', this.quote(expression, 40)));
    }
  }

  /** The source text of a span, on one line. */
  quote({ start, end }: Span, length: number): string {
    return oneLine(this.file.text.slice(start, end), length);
  }

  private path(names: readonly string[], offset: number, chain: readonly Step[]): JsOutcome {
    const parameter = names.length === 1 ? this.parameterOf(names[0]!, offset) : undefined;
    if (parameter) return this.parameter(parameter, chain);
    const found = this.find(names, offset, 0);
    return found.value === null ? lost(chain, found.reason) : this.resolve(found.value, chain);
  }

  private parameterOf(name: string, offset: number): Definition | undefined {
    const { scopes } = this.file;
    const [only, ...more] = scopes.find(name, scopes.tokenAt(offset));
    return more.length === 0 && only?.parameter ? only : undefined;
  }

  /** The one expression that a path is given. */
  find(names: readonly string[], offset: number, hops = 0): Found {
    const path = names.join('.');
    const unknown = { value: null, reason: l10n.t('{0} is set where it cannot be followed', path) } as const;
    if (hops > MAX_STEPS) return unknown;
    const values =
      names.length > 1 ? this.memberValues(names, offset, hops) : this.variable(names[0]!, offset);
    if ('reason' in values) return values;
    if (values.length > 1)
      return { value: null, reason: l10n.t('{0} is assigned {1} times', path, values.length) };
    return values[0] ? { value: values[0] } : unknown;
  }

  private variable(name: string, offset: number): readonly (Expression | null)[] | (Found & { value: null }) {
    const { scopes } = this.file;
    const definitions = scopes.find(name, scopes.tokenAt(offset));
    if (definitions.length === 0)
      return { value: null, reason: l10n.t('{0} is not defined in this file', name) };
    const [{ parameter, value }] = definitions as [Definition];
    if (definitions.length === 1 && parameter && !value)
      return { value: null, reason: l10n.t('{0} is a parameter without a default', name) };
    return definitions.map((definition) => definition.value);
  }

  /** What `….member` is given: in the object's literal, by assignments, in a class. */
  private memberValues(
    names: readonly string[],
    offset: number,
    hops: number,
  ): readonly (Expression | null)[] | (Found & { value: null }) {
    const { classes, members, scopes } = this.file;
    const head = names.slice(0, -1);
    const member = names.at(-1)!;
    if (head.length === 1 && head[0] === 'this') return classes.ofThis(member, scopes.tokenAt(offset));
    const statics = head.length === 1 ? classes.ofClass(head[0]!, member) : undefined;
    const assigned = members.get(names.join('.')) ?? [];
    if (statics) return [...statics, ...assigned];
    const object = this.object(head, offset, hops + 1);
    const isParsed = object.value === null || object.value.type === 'call';
    const options = isParsed ? this.file.options.filter(({ name }) => name === member) : [];
    if (options.length > 0) return [...options.map((option) => option.default), ...assigned];
    if (object.value === null) return assigned.length > 0 ? assigned : object;
    const { value } = object;
    const written =
      value.type === 'object' || value.type === 'enum' ? value.entries.get(member)?.value : null;
    return [...(written ? [written] : []), ...assigned];
  }

  /** What a path stands for, through other names: `const c = config`, `Object.freeze({…})`. */
  private object(names: readonly string[], offset: number, hops: number): Found {
    const found = this.find(names, offset, hops);
    if (found.value?.type === 'path') return this.object(found.value.names, found.value.start, hops + 1);
    const isFrozen = found.value?.type === 'call' && found.value.names.join('.') === 'Object.freeze';
    const inner = isFrozen ? (found.value as JsCall).args[0] : undefined;
    return inner ? { value: inner } : found;
  }

  /** To the default of a parameter, or to the one value that the calls in the file give. */
  private parameter({ value: byDefault, parameter }: Definition, chain: readonly Step[]): JsOutcome {
    const { name } = parameter!;
    const { given, silent, unknown } = this.givenTo(parameter!);
    if (given.length === 0 && byDefault) {
      const outcome = this.resolve(byDefault, chain);
      return outcome.value !== null && unknown ? { ...outcome, isAssumed: true } : outcome;
    }
    if (given.length === 0) return lost(chain, l10n.t('{0} is a parameter without a default', name));
    if ((silent || this.isAmbiguous(parameter!.of)) && byDefault)
      return lost(chain, l10n.t('{0} has a default and is given in some calls', name));
    const outcomes = given.map((value) => this.resolve(value, chain));
    const [first] = outcomes as [JsOutcome];
    const isSame = (other: JsOutcome) =>
      other.value !== null &&
      first.value !== null &&
      other.literal.start === first.literal.start &&
      other.complement === first.complement;
    const failed = outcomes.find(({ value }) => value === null);
    if (failed || outcomes.every(isSame)) return failed ?? first;
    return lost(chain, l10n.t('{0} is given different values in {1} calls', name, given.length));
  }

  /** Every call in the file gives the parameter a number of its own, so that the default says nothing. */
  isAlwaysGiven(parameter: Parameter): boolean {
    const { given, silent, unknown } = this.givenTo(parameter);
    const isCertain = given.length > 0 && !silent && !unknown && !this.isAmbiguous(parameter.of);
    return isCertain && given.every(({ type }) => type === 'number');
  }

  private givenTo({ of, position, key, isUnpacked }: Parameter) {
    const given: Expression[] = [];
    let silent = false;
    let unknown = isUnpacked && key === null;
    for (const { args } of this.callsOf(of)) {
      const argument = args[position];
      const isObject = argument?.type === 'object';
      const value = !isUnpacked
        ? argument
        : isObject && key !== null
          ? argument.entries.get(key)?.value
          : undefined;
      if (value) given.push(value);
      else if (isUnpacked && argument && !isObject) unknown = true;
      else silent = true;
    }
    return { given, silent, unknown };
  }

  private callsOf({ name, isMethod, start }: Callable): readonly JsCall[] {
    if (name === null) return [];
    const owner = name === 'constructor' ? this.file.classes.nameAt(start) : undefined;
    if (owner !== undefined) return this.calls.get(owner) ?? [];
    return (this.calls.get(name) ?? []).filter(({ names }) => names.length > 1 === isMethod);
  }

  /** Others have a method of the name: a call may be of theirs. */
  private isAmbiguous({ name, isMethod }: Callable): boolean {
    return isMethod && name !== null && name !== 'constructor' && (this.methods.get(name) ?? 0) > 1;
  }
}

function lost(chain: readonly Step[], reason: string): JsOutcome {
  return { value: null, reason, chain };
}
