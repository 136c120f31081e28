import { titleOf } from '../program/names';
import type { Formal } from '../program/scopes';
import {
  around,
  type Call,
  type Callable,
  contains,
  type Entry,
  type Expression,
  lastName,
  type Name,
  type Node,
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
}

/** Functions that call what they are given with nothing, and those that give it one event or value. */
const quiet = /^(?:setTimeout|setInterval|requestAnimationFrame|tidy|it|test|describe|useEffect|useMemo)$/;
const ofEvents = /^(?:addEventListener|on|once|then|catch|finally)$/;
/** What leaves the file leaves its calls to others. */
const exported = /^(?:module|exports|window|globalThis|self)$/;

/** What the calls of the file give a parameter. */
export function givenTo(follower: Follower, formal: Formal): Given {
  const { sure, maybe, isPassedOn } = callsOf(follower, formal);
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
  unknown ||= maybe.some((call) => argumentOf(follower, call, formal) !== undefined);
  return { given, silent, unknown };
}

/** What a call gives a parameter; `undefined`: nothing. */
export function argumentOf(
  follower: Follower,
  call: Call,
  formal: Formal,
): Expression | 'unknown' | undefined {
  const { args, keywords } = call;
  const { name, position, key, isUnpacked } = formal;
  spend(2 + position);
  if (args.slice(0, position + 1).some(({ type }) => type === 'spread')) return 'unknown';
  const keyword = keywordOf(follower, keywords, name);
  if (keyword === 'unknown') return 'unknown';
  const argument = keyword ?? args[position];
  const { givesNothing } = follower.program.dialect;
  if (!argument || (!givesNothing && argument.type === 'constant' && argument.value === null))
    return undefined;
  if (!isUnpacked) return argument;
  const object = key === null ? null : follower.follow(argument).expression;
  if (object?.type !== 'record') return 'unknown';
  const { value, isOpen } = lookUp(follower, object, key!);
  return isOpen ? 'unknown' : (value ?? undefined);
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
export function callsOf(follower: Follower, { of, position }: Formal): Calls {
  const { classes } = follower.program;
  const { name, at, isMethod } = titleOf(of);
  if (name === null) return { sure: [], maybe: [], isPassedOn: true };
  const owner = isOfClass(follower, of) ? classes.at(of)?.name : undefined;
  if (name === follower.program.dialect.maker && owner !== undefined) return constructions(follower, owner);
  return isMethod ? methodCalls(follower, of, name, owner) : functionCalls(follower, name, at, position);
}

/** A method of a class, or what one assigns to its object. */
function isOfClass({ program }: Follower, { up }: Callable): boolean {
  if (up?.type !== 'assignment' || up.target.type !== 'member') return up?.type === 'field';
  const { object } = up.target;
  return object.type === 'name' && program.dialect.selves.has(object.name);
}

function constructions({ program }: Follower, name: string): Calls {
  const { classes } = program;
  const makers = [name, ...classes.heirsOf(name)];
  const made = makers.flatMap((one) => (one === '' ? [] : program.callsOf(one)));
  const { maker } = program.dialect;
  const all = [...program.callsOf('super'), ...program.callsOf(maker).filter(isOfSuper)];
  const above = all.filter((call) => makers.includes(classes.at(call)?.base ?? ''));
  const named = program.callsOf(maker).flatMap((call) => madeByName(call, makers));
  spend(all.length);
  const isPassedOn = name === '' || program.callsOf('this').length > 0;
  return { sure: [...made, ...above, ...named], maybe: [], isPassedOn };
}

/** `super().__init__(…)` */
function isOfSuper({ callee }: Call): boolean {
  const object = callee.type === 'member' ? callee.object : null;
  return object?.type === 'call' && lastName(object.callee) === 'super';
}

/** `Base.__init__(self, …)`, without the object. */
function madeByName(call: Call, makers: readonly string[]): Call[] {
  const object = call.callee.type === 'member' ? call.callee.object : null;
  return object?.type === 'name' && makers.includes(object.name)
    ? [{ ...call, args: call.args.slice(1) }]
    : [];
}

function functionCalls({ program }: Follower, name: string, nameAt: Node, position: number): Calls {
  const { scopes } = program;
  const home = scopes.homeOf(name, nameAt);
  const isOwn = (at: Node) => scopes.homeOf(name, at) === home;
  const sure = program.callsOf(name).filter(({ callee }) => {
    if (callee.type === 'name') return isOwn(callee);
    return callee.type === 'member' && program.moduleOf(callee.object) !== undefined;
  });
  const isPassedOn = program.usesOf(name).some((use) => mayCall(use, position) && isOwn(use));
  spend(program.callsOf(name).length + program.usesOf(name).length);
  return { sure, maybe: [], isPassedOn };
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
  return { sure, maybe, isPassedOn: false };
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
    const here = classes.at(call)?.name;
    return here === owner || classes.isHeir(here, owner) || classes.isHeir(owner, here);
  }
  if (object.type === 'call') return isMadeBy(follower, object, owner) || undefined;
  const value = follower.follow(object).expression;
  if (value?.type === 'call') return isMadeBy(follower, value, owner);
  if (owner !== undefined) return value ? false : undefined;
  return value?.type === 'record' && contains(value, of);
}

function isMadeBy({ program }: Follower, { callee }: Call, owner: string | undefined): boolean | undefined {
  const { classes } = program;
  const made = lastName(callee) ?? '';
  if (owner === undefined) return false;
  return classes.has(made) ? made === owner || classes.isHeir(made, owner) : undefined;
}
