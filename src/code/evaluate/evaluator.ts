import * as l10n from '@vscode/l10n';
import { lower } from '../confidence';
import type { Span, Step } from '../finding';
import { oneLine } from '../lines';
import { titleOf } from '../program/names';
import { lastOf } from '../program/order';
import type { Program } from '../program/program';
import type { Binding, Formal } from '../program/scopes';
import {
  type Binary,
  type Call,
  type Class,
  type Condition,
  type Expression,
  type Index,
  type Name,
  type Node,
  type Other,
  pathOf,
  type Record,
} from '../syntax/tree';
import { spend } from '../work';
import { isComplement, numberOf } from './arithmetic';
import { type Asked, askedOf, askedOfField, type Given, givenTo } from './given';
import { Members } from './members';
import { type Option, optionOfParameter, optionsOf } from './options';
import { type Follower, found, type Lost, less, lost, type Outcome, type Route, START } from './outcome';
import { PythonMembers } from './python-members';

/** A number at the end of a trail. */
export interface Known extends Route {
  /** As it is written: of a complement the fraction kept. */
  readonly value: number;
  readonly literal: Span;
  readonly reason: null;
}

const MAX_STEPS = 24;
/** Where every step forks, the ways double with each: no one could follow them either. */
const MAX_VISITS = 1000;

const training = /^(?:\w+\.)*(?:is_?)?train(?:ing|_?mode)?$/i;

/** Follows expressions to what gives them their value; never guesses. */
export class Evaluator implements Follower {
  readonly options: readonly Option[];
  readonly #members: Members | PythonMembers;
  readonly #open = new Set<Expression>();
  /** Where expressions lead to that were followed from themselves. */
  readonly #known = new Map<Expression, Outcome>();
  /** A circle, or too many ways, ended what is being followed. */
  #isCut = false;
  #visits = 0;

  readonly #text: string;

  constructor(
    readonly program: Program,
    text: string,
    /** The name by which a dialect knows what is called. */
    readonly qualify: (expression: Expression) => string | undefined = pathOf,
  ) {
    this.#text = text;
    this.options = optionsOf(program);
    this.#members = program.dialect.hoists ? new PythonMembers(this) : new Members(this, this.options);
  }

  /** The number that an expression comes to, with how it was followed. */
  number(expression: Expression): Known | Lost {
    const outcome = this.follow(expression);
    if (!outcome.expression) return outcome;
    const value = numberOf(outcome.expression);
    if (value === undefined) return lost(outcome, this.#computed(outcome.expression));
    const { start, end } = outcome.expression;
    return { ...outcome, value, literal: { start, end } };
  }

  #computed(end: Expression): string {
    const text = this.quote(end);
    return end.type === 'call' ? l10n.t('computed by {0}', text) : l10n.t('computed: {0}', text);
  }

  follow(expression: Expression, route: Route = START): Outcome {
    spend(1);
    if (route !== START) return this.#once(expression, route);
    const known = this.#known.get(expression);
    if (known) return known;
    const wasCut = this.#isCut;
    this.#isCut = false;
    const outcome = this.#once(expression, route);
    // What was looked at on the way to itself is known only there.
    if (!this.#isCut) this.#known.set(expression, outcome);
    this.#isCut ||= wasCut;
    return outcome;
  }

  #once(expression: Expression, route: Route): Outcome {
    if (this.#open.size === 0) this.#visits = 0;
    if (this.#open.has(expression) || route.steps.length > MAX_STEPS) {
      this.#isCut = true;
      return lost(route, l10n.t('{0} is defined by itself', this.quote(expression)));
    }
    if (++this.#visits > MAX_VISITS) {
      this.#isCut = true;
      return lost(route, l10n.t('{0} is set in several places', this.quote(expression)));
    }
    this.#open.add(expression);
    try {
      return this.#follow(expression, route);
    } finally {
      this.#open.delete(expression);
    }
  }

  #follow(expression: Expression, route: Route): Outcome {
    switch (expression.type) {
      case 'name':
        return this.#name(expression, this.step(route, expression));
      case 'member':
        return this.#members.follow(expression, this.step(route, expression));
      case 'index':
        return this.#item(expression, this.step(route, expression));
      case 'binary':
        return this.#binary(expression, route);
      case 'condition':
        return this.#condition(expression, this.step(route, expression));
      case 'call':
        return this.#call(expression, route);
      case 'assignment':
        return expression.operator === '=' && expression.value
          ? this.follow(expression.value, route)
          : found(route, expression);
      case 'other':
        return this.#other(expression, route);
      default:
        return found(route, expression);
    }
  }

  step(route: Route, node: Span): Route {
    const { start, end } = node;
    const step: Step = { start, end, text: oneLine(this.#text.slice(start, end), 80) };
    return { ...route, steps: [...route.steps, step] };
  }

  quote({ start, end }: Node): string {
    spend(1);
    return oneLine(this.#text.slice(start, end), 40);
  }

  #name(name: Name, route: Route): Outcome {
    const bindings = this.program.scopes.find(name.name, name);
    if (bindings.length === 0) return lost(route, l10n.t('{0} is not defined in this file', name.name), true);
    const { isStraight } = this.program.dialect;
    const only = bindings.length === 1 ? bindings[0] : isStraight ? lastOf(bindings, name) : undefined;
    if (!only) return lost(route, l10n.t('{0} is assigned {1} times', name.name, bindings.length));
    if (only.formal) return this.#parameter(only.formal, only.value, route);
    const { imported, value } = only;
    if (imported) {
      const from = this.program.dialect.hoists ? this.qualify(name) : imported.module;
      return lost(route, l10n.t('{0} comes from another file: {1}', name.name, from ?? imported.module));
    }
    if (!value) return lost(route, whyNot(only));
    return this.#members.fed?.(only, route) ?? this.follow(value, route);
  }

  /** To the default of a parameter, or to the one value that the calls in the file give. */
  #parameter(formal: Formal, byDefault: Expression | null, route: Route): Outcome {
    const { name, of, ofWhole } = formal;
    if (titleOf(of).name === null) return lost(route, l10n.t('{0} is the parameter of a lambda', name));
    const option = optionOfParameter(of, name);
    if (option?.default) return this.follow(option.default, this.step(route, option.call));
    const asked = askedOf(this, formal, ofWhole ?? byDefault);
    return this.followAsked(asked, route, ofWhole !== null && byDefault === null);
  }

  /** To what all calls give, else to the default. `isOfWhole`: that of an object that the call gives as a whole. */
  followAsked(asked: Asked, route: Route, isOfWhole = false): Outcome {
    const { name, default: otherwise } = asked;
    const { given, silent, unknown } = givenTo(this, asked);
    const { trustsDefaults } = this.program.dialect;
    if (unknown && (!trustsDefaults || (given.length === 0 && !otherwise)))
      return lost(route, l10n.t('{0} may be given in a way that cannot be followed', name));
    if (given.length === 0) {
      if (!otherwise) return lost(route, l10n.t('{0} is a parameter without a default', name), true);
      const next = this.step(route, asked.holder ?? otherwise);
      return this.follow(otherwise, unknown ? less('medium', next) : next);
    }
    if ((silent || unknown) && otherwise && !isOfWhole)
      return lost(route, l10n.t('{0} has a default and is given in some calls', name));
    return this.#agreed(name, given, route);
  }

  /** The one value that calls give. */
  #agreed(name: string, given: readonly Expression[], route: Route): Outcome {
    const outcomes = given.map((value) => this.follow(value, this.step(route, value.up ?? value)));
    const [first] = outcomes as [Outcome];
    const failed = outcomes.find(({ expression }) => !expression);
    if (failed) return failed;
    const isSame = ({ expression, complement }: Outcome) =>
      expression === first.expression && complement === first.complement;
    if (outcomes.every(isSame)) return first;
    const numbers = outcomes.map(({ expression, complement }) =>
      expression && !complement ? numberOf(expression) : undefined,
    );
    if (numbers[0] !== undefined && numbers.every((number) => number === numbers[0])) {
      const shared = l10n.t('{0} is given the same value in {1} calls', name, given.length);
      return { ...first, shared };
    }
    return lost(route, l10n.t('{0} is given different values in {1} calls', name, given.length));
  }

  /** What calls may give, where a binding is a parameter or a field of a class; otherwise `undefined`. */
  askedOf({ at, formal, value }: Binding): Asked | undefined {
    if (formal) return askedOf(this, formal, value);
    const { up: field } = at;
    return field?.type === 'field' ? askedOfField(this, field, field.up as Class) : undefined;
  }

  /** What the calls of the file give a parameter or a field. */
  givenTo(asked: Asked): Given {
    return givenTo(this, asked);
  }

  /** Every call in the file gives a value of its own, so that the default says nothing. */
  isAlwaysGiven(asked: Asked): boolean {
    const { given, silent, unknown } = givenTo(this, asked);
    return given.length > 0 && !silent && !unknown && given.every((value) => this.#isPlain(value));
  }

  /** A number or an object; in Python also the name of a constant that is one. */
  #isPlain(value: Expression): boolean {
    if (value.type !== 'name' || !this.program.dialect.trustsDefaults)
      return value.type === 'record' || numberOf(value) !== undefined;
    const [only, ...more] = this.program.scopes.find(value.name, value);
    return more.length === 0 && !!only?.value && !only.formal && numberOf(only.value) !== undefined;
  }

  /** `rates[1]`, `rates[key]` */
  #item(expression: Index, route: Route): Outcome {
    const key = this.follow(expression.index, route).expression;
    if (key?.type === 'text') {
      const { start, end, up } = expression;
      return this.follow(
        { type: 'member', start, end, up, object: expression.object, name: key.value },
        route,
      );
    }
    const whole = this.follow(expression.object, route);
    const object = whole.expression;
    const i = key ? numberOf(key) : undefined;
    const isPlain = object?.type === 'list' && !object.items.some(({ type }) => type === 'spread');
    const item = isPlain && i !== undefined ? object.items.at(i) : undefined;
    if (item && !this.#isChanged(expression.object)) return this.follow(item, this.step(whole, item));
    const path = this.quote(expression);
    return lost(route, l10n.t('{0} is set where it cannot be followed', path), !item);
  }

  /** Whether a list is changed somewhere: `layers.push(…)`, `layers[1] = …`. */
  #isChanged(list: Expression): boolean {
    const path = pathOf(list);
    return path !== undefined && this.program.isChanged(path);
  }

  #binary(expression: Binary, route: Route): Outcome {
    const { operator, right } = expression;
    if (isComplement(expression)) {
      const next = this.step(route, expression);
      return this.follow(right, { ...next, complement: !route.complement });
    }
    if (operator === '??' || operator === '||')
      return this.#fallback(expression, this.step(route, expression));
    return found(route, expression);
  }

  /** What is given, and where nothing in the file gives it, what is taken then. */
  #fallback({ operator, left, right }: Binary, route: Route): Outcome {
    const given = this.follow(left, route);
    const value = given.expression ? numberOf(given.expression) : undefined;
    const isNothing = given.expression?.type === 'constant' && given.expression.value !== true;
    const isZero = operator === '||' && value === 0;
    if (isZero || isNothing) return this.follow(right, route);
    if (given.expression && !this.#isOutside(given.expression)) return given;
    if (!given.expression && !given.isAbsent) return given;
    const outcome = this.follow(right, { ...route, confidence: lower(route.confidence, 'medium') });
    // `dropout || 0`: none, unless it is given.
    if (outcome.expression && numberOf(outcome.expression) === 0)
      return given.expression ? lost(route, l10n.t('computed: {0}', this.quote(left))) : given;
    return outcome;
  }

  /** What the file cannot tell: `parseInt(process.argv[2])`, `params.get('lr')`. */
  #isOutside(expression: Expression): boolean {
    switch (expression.type) {
      case 'call': {
        const { callee } = expression;
        return callee.type !== 'name' || this.program.scopes.find(callee.name, callee).length === 0;
      }
      case 'binary':
        return [expression.left, expression.right].some((one) => this.#isOpen(one));
      case 'unary':
        return this.#isOpen(expression.operand);
      default:
        return expression.type === 'other';
    }
  }

  #isOpen(operand: Expression): boolean {
    const outcome = this.follow(operand);
    return outcome.expression ? this.#isOutside(outcome.expression) : outcome.isAbsent;
  }

  /** `training ? p : 0` is `p` where it matters. */
  #condition({ test, yes, no }: Condition, route: Route): Outcome {
    const path = pathOf(test);
    if (path !== undefined && training.test(path) && numberOf(no) === 0) return this.follow(yes, route);
    const [one, other] = [this.follow(yes, route), this.follow(no, route)];
    if (one.expression && one.expression === other.expression) return one;
    return lost(route, l10n.t('depends on a condition: {0}', this.quote(test)));
  }

  /** `(0, value)` */
  #other(expression: Other, route: Route): Outcome {
    const last = expression.word === 'sequence' ? expression.parts.at(-1) : undefined;
    return last ? this.follow(last as Expression, route) : found(route, expression);
  }

  /** `Number(x)`, `Object.freeze({…})`: the same value; `d.get('lr', 0.1)`: that of a member. */
  #call(call: Call, route: Route): Outcome {
    const { dialect } = this.program;
    const path = this.qualify(call.callee) ?? pathOf(call.callee) ?? '';
    if (dialect.makesRecord.test(path)) return found(route, joined(call));
    const [first, ...more] = call.args;
    if (
      !first ||
      first.type === 'spread' ||
      !dialect.passesOn.test(path) ||
      (more.length > 0 && !dialect.hoists)
    )
      return this.#members.lookup?.(call, path, route) ?? found(route, call);
    const inner = this.follow(first, this.step(route, call));
    const number = inner.expression ? numberOf(inner.expression) : undefined;
    const isCut = path === 'int' && number !== undefined && !Number.isInteger(number);
    return isCut || (inner.expression?.type === 'text' && !dialect.hoists) ? found(route, call) : inner;
  }
}

/** Why a name has no value that is written. */
function whyNot({ at }: Binding): string {
  let holder = at.up;
  while (holder?.type === 'list' || holder?.type === 'spread') holder = holder.up;
  const { name } = at;
  if (holder?.type === 'assignment') return l10n.t('{0} changes while the program runs', name);
  if (holder?.type !== 'declaration') return l10n.t('{0} is set where it cannot be followed', name);
  if (!holder.isFilled) return l10n.t('{0} is unpacked from something else', name);
  const isLoop =
    holder.up?.type === 'branch' || (holder.up?.type === 'other' && /^for_/.test(holder.up.word));
  return isLoop
    ? l10n.t('{0} changes in a loop', name)
    : l10n.t('{0} is set where it cannot be followed', name);
}

/** `Object.assign({}, defaults, own)` as `{ ...{}, ...defaults, ...own }`, `dict(base, lr=0.1)` as `{ ...base, lr: 0.1 }`. */
function joined({ start, end, up, args, keywords }: Call): Record {
  const place = { start, end, up };
  const spread = args.map((of) => ({
    ...{ type: 'entry' as const, ...place, key: null, computed: null },
    value: of.type === 'spread' ? of : { type: 'spread' as const, ...place, of },
  }));
  return { type: 'record', ...place, entries: [...spread, ...keywords], isEnum: false };
}
