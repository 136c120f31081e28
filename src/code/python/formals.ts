import * as l10n from '@vscode/l10n';
import { type Arguments, argumentsOf, pick } from './arguments';
import { valueInDict } from './dicts';
import { numberOf } from './literals';
import { type Node, textOf } from './node';
import { enclosing, same } from './scopes';
import { less, lost, type Outcome, type Route, type Tracer } from './trace';

/** Something that is called with arguments: a function, or a class through `__init__` or its fields. */
export interface Formal {
  readonly name: string;
  /** 0-based, without `self`; absent: by keyword only. */
  readonly position?: number;
  readonly default: Node | null;
  /** A field of a class: without a known position, positional arguments may be it. */
  readonly isField?: boolean;
  /** Calls that are given the function itself: `partial(train, lr=0.1)`, `Thread(target=train)`. */
  readonly givenOn?: readonly Node[];
  /** Calls of what may be another object. */
  readonly maybe?: readonly Node[];
  /** What the file calls. */
  readonly calls: readonly Node[];
}

interface Given {
  /** The values that calls give. */
  readonly given: readonly Node[];
  /** How many calls leave it out. */
  readonly silent: number;
  /** Some call may give it in a way that cannot be read. */
  readonly unknown: boolean;
}

/** The arguments of a call; of `Base.__init__(self, …)` those after `self`. */
function givenBy(call: Node): Arguments | undefined {
  const args = argumentsOf(call);
  const [first, ...positional] = args?.positional ?? [];
  const callee = call.childForFieldName('function');
  const isBase = callee?.type === 'attribute' && callee.childForFieldName('object')?.type === 'identifier';
  return args && first && isBase && textOf(first) === 'self' ? { ...args, positional } : args;
}

/** Whether a call gives a parameter, if it is one of what has it. */
function mayGive(call: Node, { name, position }: Formal): boolean {
  const args = givenBy(call);
  return !args || args.splats.length > 0 || pick(args, [name], position) !== undefined;
}

/** What the calls of the file give a parameter or field. */
export function givenTo(tracer: Tracer, formal: Formal): Given {
  const { calls, maybe = [], givenOn = [] } = formal;
  const found = calls.map((call) => givenIn(tracer, call, formal));
  const passed = givenOn.map((call) => {
    const keywords = argumentsOf(call)?.keywords;
    return (keywords?.get(formal.name) ?? keywords?.get(`module__${formal.name}`))?.value ?? 'unknown';
  });
  const all = [...found, ...passed];
  return {
    given: all.flatMap((value) => (value && value !== 'unknown' ? value : [])),
    silent: found.filter((value) => value === undefined).length,
    unknown: all.includes('unknown') || maybe.some((call) => mayGive(call, formal)),
  };
}

/** What a call gives a parameter; `undefined`: nothing. */
function givenIn(
  tracer: Tracer,
  call: Node,
  { name, position, isField }: Formal,
): Node | 'unknown' | undefined {
  const args = givenBy(call);
  if (!args) return 'unknown';
  const value = pick(args, [name], position)?.value;
  if (value) return value;
  for (const splat of args.splats) {
    const unpacked = valueInDict(tracer, splat.firstNamedChild, name);
    if (unpacked) return unpacked;
  }
  const isUnclear = isField && position === undefined && args.positional.length > 0;
  return args.splats.length > 0 || isUnclear ? 'unknown' : undefined;
}

/**
 * Whether every call in the file gives the parameter or field a number of its own, so that the default says nothing. A
 * default that other defaults and options pass by is still what a reader of the class goes by.
 */
export function isAlwaysGiven(tracer: Tracer, formal: Formal): boolean {
  const { given, silent, unknown } = givenTo(tracer, formal);
  const isCertain = given.length > 0 && silent === 0 && !unknown;
  return isCertain && given.every((value) => isNumber(tracer, value));
}

/** A number, or the name of a constant that is one. */
function isNumber({ file }: Tracer, value: Node): boolean {
  if (value.type !== 'identifier') return numberOf(value) !== undefined;
  const [only, ...more] = file.bindings.of(textOf(value), value);
  if (more.length > 0 || only?.kind !== 'assign' || !only.value) return false;
  return numberOf(only.value) !== undefined;
}

/** The value of a formal parameter or field: what all calls give, else the default, else no one can tell. */
export function followFormal(tracer: Tracer, route: Route, formal: Formal): Outcome {
  const { given, silent, unknown } = givenTo(tracer, formal);
  if (given.length === 0) return byDefault(tracer, route, formal, unknown);
  if ((silent > 0 || unknown) && formal.default) {
    return lost(route, l10n.t('{0} has a default and is given in some calls', formal.name));
  }
  return agreeing(tracer, route, formal.name, given);
}

function byDefault(tracer: Tracer, route: Route, formal: Formal, unknown: boolean): Outcome {
  if (!formal.default) return lost(route, l10n.t('{0} is a parameter without a default', formal.name));
  const written = enclosing(formal.default, 'default_parameter', 'typed_default_parameter', 'assignment');
  const next = tracer.step(route, written ?? formal.default);
  return tracer.trace(formal.default, unknown ? less('medium', next) : next);
}

function agreeing(tracer: Tracer, route: Route, name: string, given: readonly Node[]): Outcome {
  const outcomes = given.map((node) => tracer.trace(node, tracer.step(route, node.parent ?? node)));
  const [first] = outcomes;
  const failed = outcomes.find(({ node }) => node === null);
  if (failed) return failed;
  const agree = outcomes.every(
    ({ node, complement }) => same(node, first!.node) && complement === first!.complement,
  );
  if (agree) return first!;
  const numbers = outcomes.map(({ node, complement }) => (node && !complement ? numberOf(node) : undefined));
  if (numbers[0] !== undefined && numbers.every((number) => number === numbers[0]))
    return { ...first!, shared: l10n.t('{0} is given the same value in {1} calls', name, given.length) };
  return lost(route, l10n.t('{0} is given different values in {1} calls', name, given.length));
}
