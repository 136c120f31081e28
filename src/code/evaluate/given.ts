import { addTo } from '../program/multimap';
import { titleOf } from '../program/names';
import type { Program } from '../program/program';
import type { Formal } from '../program/scopes';
import {
  around,
  type Call,
  type Callable,
  type Class,
  contains,
  type Entry,
  type Expression,
  type Field,
  lastName,
  type Name,
  type Node,
  pathOf,
  rootOf,
} from '../syntax/tree';
import { spend } from '../work';
import type { Follower } from './outcome';
import { lookUp } from './records';

/** What the calls of the file give a parameter. */
export interface Given {
  readonly given: readonly Expression[];
  /** Some call leaves it out. */
  readonly silent: boolean;
  /** Something in the file may give it in a way that cannot be read. */
  readonly unknown: boolean;
}

/** The calls of a function: those that certainly are its, and whether there may be others. */
interface Calls {
  readonly sure: readonly Call[];
  readonly maybe: readonly Call[];
  readonly isPassedOn: boolean;
  /** Calls that are given the function itself: `partial(train, lr=0.1)`, `Thread(target=train)`. */
  readonly givenOn: readonly Call[];
}

const NO_CALLS: Calls = { sure: [], maybe: [], isPassedOn: false, givenOn: [] };

/** What an argument may be for. */
interface Place extends Pick<Formal, 'name' | 'position' | 'key' | 'isUnpacked'> {
  /** Of a class: where its place is not known, arguments by place may be it. */
  readonly isField?: boolean;
}

/** A parameter of a function or a field of a class, and the calls that may give it. */
export interface Asked extends Place {
  readonly default: Expression | null;
  /** What the default stands in. */
  readonly holder: Node | null;
  readonly calls: Calls;
}

/** A parameter, with what it is where no call gives it. */
export function askedOf(follower: Follower, formal: Formal, byDefault: Expression | null): Asked {
  const { name, position, key, isUnpacked } = formal;
  const value = declaredDefault(follower, byDefault);
  return {
    name,
    position,
    key,
    isUnpacked,
    default: value,
    holder: byDefault?.up ?? null,
    isField: false,
    calls: callsOf(follower, formal),
  };
}

/** A field in the body of a class without a constructor, which the calls of an `owner` may give: that or an heir. */
export function askedOfField(follower: Follower, field: Field, owner: Class): Asked {
  const { program } = follower;
  const of = field.up as Class;
  const hasMaker = owner.fields.some(({ name }) => name === program.dialect.maker);
  const declared =
    of === owner && !program.baseOf(of) ? of.fields.filter(({ isDeclared }) => isDeclared) : [];
  return {
    ...{ name: field.name ?? '', position: declared.findIndex(({ name }) => name === field.name) },
    ...{ key: null, isUnpacked: false, isField: true },
    default: declaredDefault(follower, field.value),
    holder: field,
    calls: { ...NO_CALLS, sure: hasMaker ? [] : ownCalls(follower, owner) },
  };
}

/** The calls of a class by its name. */
function ownCalls({ program }: Follower, one: Class): readonly Call[] {
  const all = one.name ? program.callsOf(one.name.name) : [];
  spend(all.length);
  return all.filter(({ callee }) => program.definitionOf(callee) === one);
}

/**
 * The default in what stands where a default is written: `field(default=0.5)` of dataclasses and attrs, `Field(0.5)` of
 * pydantic, `attr.ib(0.5)`, `typer.Option(0.5)`. `null`: declared without one; `value` itself where nothing is declared.
 */
function declaredDefault({ program }: Follower, value: Expression | null): Expression | null {
  const path = value?.type === 'call' ? pathOf(value.callee) : undefined;
  if (value?.type !== 'call' || path === undefined || !program.dialect.declares.test(path)) return value;
  const first = path.endsWith('field') ? undefined : value.args[0];
  const found = value.keywords.find(({ key }) => key === 'default')?.value ?? first;
  return found?.type === 'other' ? null : (found ?? null);
}

/** Functions that call what they are given with nothing, and those that give it one event or value. */
const quiet = /^(?:setTimeout|setInterval|requestAnimationFrame|tidy|it|test|describe|useEffect|useMemo)$/;
const ofEvents = /^(?:addEventListener|on|once|then|catch|finally)$/;
/** What leaves the file leaves its calls to others. */
const exported = /^(?:module|exports|window|globalThis|self)$/;

/** What the calls of the file give a parameter or a field. */
export function givenTo(follower: Follower, formal: Asked): Given {
  const { sure, maybe, isPassedOn, givenOn } = formal.calls;
  const given: Expression[] = [];
  let silent = false;
  let unknown = isPassedOn || (formal.isUnpacked && formal.key === null);
  spend(sure.length + maybe.length);
  for (const call of sure) {
    const argument = argumentOf(follower, call, formal);
    if (argument === 'unknown') unknown = true;
    else if (argument) given.push(argument);
    else silent = true;
  }
  for (const { keywords } of givenOn) {
    const entry = keywords.find(({ key }) => key === formal.name || key === `module__${formal.name}`);
    if (entry) given.push(entry.value);
    else unknown = true;
  }
  unknown ||= maybe.some((call) => argumentOf(follower, call, formal) !== undefined);
  return { given, silent, unknown };
}

/** What a call gives a parameter; `undefined`: nothing. */
export function argumentOf(
  follower: Follower,
  call: Call,
  formal: Place,
): Expression | 'unknown' | undefined {
  const { key, isUnpacked } = formal;
  const argument = wholeOf(follower, call, formal);
  const { givesNothing } = follower.program.dialect;
  if (argument === 'unknown') return argument;
  if (!argument || (!givesNothing && argument.type === 'constant' && argument.value === null))
    return undefined;
  if (!isUnpacked) return argument;
  const object = key === null ? null : follower.follow(argument).expression;
  if (object?.type !== 'record') return 'unknown';
  const looked = lookUp(follower, object, key!);
  return looked.isOpen ? 'unknown' : (looked.value ?? undefined);
}

/** The argument itself, before anything is unpacked from it. */
function wholeOf(
  follower: Follower,
  { args, keywords }: Call,
  { name, position, isField }: Place,
): Expression | 'unknown' | undefined {
  spend(2 + position);
  // What is unpacked beside it gives nothing again.
  const spread = args.slice(0, position + 1).findIndex(({ type }) => type === 'spread');
  const isOpen = spread >= 0;
  // `train(net, *loaders(), lr)`: behind what is unpacked a name stands for the parameter of the same name.
  const same = isOpen && args.slice(spread).find((one) => one.type === 'name' && one.name === name);
  const placed = isOpen ? same || undefined : args[position];
  const written = keywords.find(({ key }) => key === name)?.value ?? placed;
  if (written) return written;
  return isOpen || (isField && position < 0 && args.length > 0)
    ? 'unknown'
    : keywordOf(follower, keywords, name);
}

/** What keywords give a parameter, `**options` among them. */
function keywordOf(
  follower: Follower,
  keywords: readonly Entry[],
  name: string,
): Expression | 'unknown' | undefined {
  const [first] = keywords;
  if (!first) return undefined;
  const { start, end, up } = first;
  const looked = lookUp(follower, { type: 'record', start, end, up, entries: keywords, isEnum: false }, name);
  return looked.isOpen ? 'unknown' : (looked.value ?? undefined);
}

/** The calls of the function that has a parameter. */
export function callsOf(follower: Follower, formal: Formal): Calls {
  const { of } = formal;
  const { classes, dialect } = follower.program;
  const { name, at, isMethod } = titleOf(of);
  if (name === null) return { ...NO_CALLS, isPassedOn: true };
  const owner = isOfClass(follower, of) ? classes.at(of)?.name : undefined;
  const givenOn = dialect.trustsDefaults ? givingOn(follower, formal, owner ?? name) : [];
  if (name === dialect.maker && owner !== undefined)
    return { ...constructions(follower, owner, around(of, 'class')), givenOn };
  if (isMethod) return methodCalls(follower, of, name, owner);
  return { ...functionCalls(follower, name, at, formal.position), givenOn };
}

/** The calls that a function, or a class for `module__name`, is given to. */
function givingOn({ program }: Follower, { of, name: key }: Formal, name: string): Call[] {
  const isClass = of.up?.type === 'field';
  const definition = isClass ? of.up!.up : of;
  return program.usesOf(name).flatMap((use) => {
    const holder = use.up?.type === 'entry' ? use.up.up : use.up;
    if (holder?.type !== 'call' || holder.callee === use || program.definitionOf(use) !== definition)
      return [];
    return isClass && !holder.keywords.some((one) => one.key === `module__${key}`) ? [] : [holder];
  });
}

/** A method of a class, or what one assigns to its object. */
function isOfClass({ program }: Follower, { up }: Callable): boolean {
  if (up?.type !== 'assignment' || up.target.type !== 'member') return up?.type === 'field';
  const { object } = up.target;
  return object.type === 'name' && program.dialect.selves.has(object.name);
}

/** All parameters of a constructor have the same calls. */
const known = new WeakMap<Program, Map<Class | string, Calls>>();

function constructions(follower: Follower, name: string, own: Class | null): Calls {
  const { program } = follower;
  const all = known.get(program) ?? new Map<Class | string, Calls>();
  known.set(program, all);
  const calls = all.get(own ?? name) ?? constructionsOf(follower, name, own);
  all.set(own ?? name, calls);
  return calls;
}

function constructionsOf(follower: Follower, name: string, own: Class | null): Calls {
  const { program } = follower;
  const { classes, dialect } = program;
  const makers = [name, ...classes.heirsOf(name)];
  // Functions may have classes of one name, and a library as well: `nn.RNN`.
  const isOther = ({ callee }: Call) => {
    if (callee.type === 'member') return dialect.trustsDefaults && follower.qualify(callee) !== undefined;
    const definition = program.definitionOf(callee);
    return definition?.type === 'class' && definition !== own && definition.name?.name === name;
  };
  const calls = makers.flatMap((one) => (one === '' ? [] : program.callsOf(one)));
  const made = calls.filter((call) => !isOther(call));
  const within = makersOf(program);
  const above = makers.flatMap((one) => within.get(one) ?? []);
  spend(above.length);
  const isPassedOn = name === '' || program.callsOf('this').length > 0;
  return { ...NO_CALLS, sure: [...made, ...above], isPassedOn };
}

const makersKnown = new WeakMap<Program, ReadonlyMap<string, readonly Call[]>>();

/** The calls of constructors by those of classes that derive from theirs, by the name of the class above. */
function makersOf(program: Program): ReadonlyMap<string, readonly Call[]> {
  const before = makersKnown.get(program);
  if (before) return before;
  const { classes, dialect } = program;
  const found = new Map<string, Call[]>();
  const direct = dialect.isSelfWritten ? [] : program.callsOf('super');
  const named = program.callsOf(dialect.maker);
  for (const call of [...direct, ...named.filter(isOfSuper)])
    addTo(found, classes.at(call)?.base ?? '', call);
  for (const call of named) {
    const { callee, args } = call;
    const object = callee.type === 'member' ? callee.object : null;
    // `Base.__init__(self, …)`, without the object.
    if (object?.type === 'name') addTo(found, object.name, { ...call, args: args.slice(1) });
  }
  makersKnown.set(program, found);
  return found;
}

/** `super().__init__(…)` */
function isOfSuper({ callee }: Call): boolean {
  const object = callee.type === 'member' ? callee.object : null;
  return object?.type === 'call' && lastName(object.callee) === 'super';
}

function functionCalls({ program }: Follower, name: string, nameAt: Node, position: number): Calls {
  const { scopes } = program;
  const home = scopes.homeOf(name, nameAt);
  const isOwn = (at: Node) => scopes.homeOf(name, at) === home;
  const sure = program.callsOf(name).filter(({ callee }) => {
    if (callee.type === 'name') return isOwn(callee);
    return callee.type === 'member' && program.moduleOf(callee.object) !== undefined;
  });
  const isPassedOn =
    !program.dialect.trustsDefaults &&
    program.usesOf(name).some((use) => mayCall(use, position) && isOwn(use));
  spend(program.callsOf(name).length + program.usesOf(name).length);
  return { ...NO_CALLS, sure, isPassedOn };
}

/** Whether what a function is used as, other than being called, may give its parameter at a position. */
function mayCall(use: Name, position: number): boolean {
  const { up } = use;
  switch (up?.type) {
    case 'call':
      return up.callee !== use && isTaken(up, position);
    case 'member':
      return /^(?:call|apply|bind)$/.test(up.name);
    case 'assignment':
      return !isExport(up.target) && !(isHandler(up.target) && position > 0);
    case 'entry':
      return !isExported(up.up);
    case 'list':
      return !(up.up?.type === 'call' && /^use[A-Z]/.test(lastName(up.up.callee) ?? ''));
    case 'other':
      return !/^(?:export|jsx|template)/.test(up.word);
    default:
      return up?.type !== 'class' && !(up?.type === 'unary' && up.operator === 'typeof');
  }
}

/** Whether a function may give a callback's parameter at a position something. */
function isTaken({ callee }: Call, position: number): boolean {
  const name = lastName(callee) ?? '';
  return !quiet.test(name) && !(ofEvents.test(name) && position > 0);
}

/** `button.onclick = …` */
const isHandler = (target: Expression) => target.type === 'member' && /^on[a-z]/.test(target.name);

/** `module.exports = …`, `window.train = …` */
function isExport(target: Expression): boolean {
  return target.type === 'member' && exported.test(rootOf(target)?.name ?? '');
}

/** `module.exports = { train }`, `return { train }`. */
function isExported(record: Node | null): boolean {
  const up = record?.up;
  if (up?.type === 'assignment') return isExport(up.target);
  return up?.type === 'other' && /^(?:export|return)/.test(up.word);
}

/** Methods of the name belong to all kinds of objects. */
function methodCalls(follower: Follower, of: Callable, name: string, owner: string | undefined): Calls {
  const sure: Call[] = [];
  const maybe: Call[] = [];
  for (const call of follower.program.callsOf(name)) {
    if (call.callee.type !== 'member') continue;
    const isOwn = isOfObject(follower, call, call.callee.object, of, owner);
    if (isOwn) sure.push(call);
    else if (isOwn === undefined) maybe.push(call);
  }
  return { ...NO_CALLS, sure, maybe };
}

/** Whether the object of a call is of the class, or the very object, that a method stands in; `undefined`: perhaps. */
function isOfObject(
  follower: Follower,
  call: Call,
  object: Expression,
  of: Callable,
  owner: string | undefined,
): boolean | undefined {
  const { classes, dialect } = follower.program;
  if (object.type === 'name' && dialect.selves.has(object.name)) {
    if (owner === undefined) return around(call, 'record') === around(of, 'record');
    return isInFamily(follower, classes.at(call)?.name, owner);
  }
  if (object.type === 'call') return isMadeBy(follower, object, owner) || undefined;
  if (dialect.trustsDefaults && follower.qualify(object) !== undefined) return false;
  const value = follower.follow(object).expression;
  switch (value?.type) {
    case 'call':
      return isMadeBy(follower, value, owner);
    case 'class':
      return isInFamily(follower, value.name?.name, owner);
    case 'member':
    case 'index':
      return undefined;
    default:
      if (owner !== undefined) return value ? false : undefined;
      return value?.type === 'record' && contains(value, of);
  }
}

/** Whether a class is another, or one of them derives from the other. */
function isInFamily({ program }: Follower, one: string | undefined, other: string | undefined): boolean {
  const { classes } = program;
  return one === other || classes.isHeir(one, other) || classes.isHeir(other, one);
}

function isMadeBy({ program }: Follower, { callee }: Call, owner: string | undefined): boolean | undefined {
  const { classes, dialect } = program;
  const made = lastName(callee) ?? '';
  if (owner === undefined) return false;
  if (classes.has(made)) return made === owner || classes.isHeir(made, owner);
  // What a plain function of another file makes is no object of a class of this one.
  return dialect.trustsDefaults && callee.type === 'name' && !program.definitionOf(callee)
    ? false
    : undefined;
}
