import * as l10n from '@vscode/l10n';
import { lower } from '../confidence';
import type { Span, Step } from '../finding';
import { oneLine } from '../lines';
import type { Dialect } from '../program/dialect';
import { titleOf } from '../program/names';
import { lastOf } from '../program/order';
import type { Program } from '../program/program';
import type { Binding, Formal } from '../program/scopes';
import {
  type Binary,
  type Call,
  type Condition,
  type Expression,
  type Index,
  type Member,
  type Name,
  type Node,
  type Other,
  pathOf,
  type Record,
} from '../syntax/tree';
import { spend } from '../work';
import { isComplement, numberOf } from './arithmetic';
import { givenTo } from './given';
import { Members } from './members';
import { type Option, optionsOf } from './options';
import { type Follower, found, type Lost, lost, type Outcome, type Route, START } from './outcome';

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
  readonly #members: Members;
  readonly #open = new Set<Expression>();
  #visits = 0;

  constructor(
    readonly program: Program,
    private readonly text: string,
    /** The name by which a dialect knows what is called. */
    private readonly qualify: (expression: Expression) => string | undefined = pathOf,
  ) {
    this.options = optionsOf(program.calls);
    this.#members = new Members(this, this.options);
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
    if (this.#open.size === 0) this.#visits = 0;
    if (this.#open.has(expression) || route.steps.length > MAX_STEPS)
      return lost(route, l10n.t('{0} is defined by itself', this.quote(expression)));
    if (++this.#visits > MAX_VISITS)
      return lost(route, l10n.t('{0} is set in several places', this.quote(expression)));
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
        return this.#name(expression, this.#step(route, expression));
      case 'member':
        return this.#members.follow(expression, this.#step(route, expression));
      case 'index':
        return this.#item(expression, this.#step(route, expression));
      case 'binary':
        return this.#binary(expression, route);
      case 'condition':
        return this.#condition(expression, this.#step(route, expression));
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

  #step(route: Route, node: Node): Route {
    const { start, end } = node;
    const step: Step = { start, end, text: oneLine(this.text.slice(start, end), 80) };
    return { ...route, steps: [...route.steps, step] };
  }

  quote({ start, end }: Node): string {
    spend(1);
    return oneLine(this.text.slice(start, end), 40);
  }

  #name(name: Name, route: Route): Outcome {
    const bindings = this.program.scopes.find(name.name, name);
    if (bindings.length === 0) return lost(route, l10n.t('{0} is not defined in this file', name.name), true);
    const isStraight = bindings.length > 1 && this.program.dialect.isStraight;
    const [only, ...more] = (isStraight ? lastOf(bindings, name) : bindings) as [Binding];
    if (more.length > 0) return lost(route, l10n.t('{0} is assigned {1} times', name.name, bindings.length));
    if (only.formal) return this.#parameter(only.formal, only.value, route);
    if (only.imported)
      return lost(route, l10n.t('{0} comes from another file: {1}', name.name, only.imported.module));
    return only.value
      ? this.follow(only.value, route)
      : lost(route, l10n.t('{0} is set where it cannot be followed', name.name));
  }

  /** To the default of a parameter, or to the one value that the calls in the file give. */
  #parameter(formal: Formal, byDefault: Expression | null, route: Route): Outcome {
    const { name, of, ofWhole } = formal;
    if (titleOf(of).name === null) return lost(route, l10n.t('{0} is the parameter of a lambda', name));
    const { given, silent, unknown } = givenTo(this, formal);
    if (unknown) return lost(route, l10n.t('{0} may be given in a way that cannot be followed', name));
    const [first] = given;
    if (!first) {
      const otherwise = ofWhole ?? byDefault;
      if (otherwise) return this.follow(otherwise, route);
      return lost(route, l10n.t('{0} is a parameter without a default', name), true);
    }
    if (silent && byDefault) return lost(route, l10n.t('{0} has a default and is given in some calls', name));
    const outcomes = given.map((value) => this.follow(value, route));
    const failed = outcomes.find(({ expression }) => !expression);
    if (failed) return failed;
    const isSame = ({ expression, complement }: Outcome) =>
      expression === outcomes[0]!.expression && complement === outcomes[0]!.complement;
    if (outcomes.every(isSame)) return outcomes[0]!;
    return lost(route, l10n.t('{0} is given different values in {1} calls', name, given.length));
  }

  /** Every call in the file gives the parameter a value of its own, so that the default says nothing. */
  isAlwaysGiven(formal: Formal): boolean {
    const { given, silent, unknown } = givenTo(this, formal);
    const isPlain = (value: Expression) => value.type === 'record' || numberOf(value) !== undefined;
    return given.length > 0 && !silent && !unknown && given.every(isPlain);
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
    const object = this.follow(expression.object, route).expression;
    const i = key ? numberOf(key) : undefined;
    const isPlain = object?.type === 'list' && !object.items.some(({ type }) => type === 'spread');
    const item = isPlain && i !== undefined ? object.items.at(i) : undefined;
    if (item && !this.#isChanged(expression.object)) return this.follow(item, route);
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
      const next = this.#step(route, expression);
      return this.follow(right, { ...next, complement: !route.complement });
    }
    if (operator === '??' || operator === '||')
      return this.#fallback(expression, this.#step(route, expression));
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
    const looked = dialect.declares.test(path) ? declared(call) : lookedUp(call, path, dialect);
    if (looked) return this.follow(looked, this.#step(route, call));
    const [first, ...more] = call.args;
    const isPlain = first && more.length === 0 && first.type !== 'spread';
    if (!isPlain || !dialect.passesOn.test(path)) return found(route, call);
    const inner = this.follow(first, this.#step(route, call));
    const number = inner.expression ? numberOf(inner.expression) : undefined;
    const isCut = path === 'int' && number !== undefined && !Number.isInteger(number);
    return isCut || inner.expression?.type === 'text' ? found(route, call) : inner;
  }
}

/** `field(default=0.1)`, `Option(0.1)` */
function declared({ args, keywords }: Call): Expression | undefined {
  return keywords.find(({ key }) => key === 'default')?.value ?? args[0];
}

/** `d.get('lr', 0.1)`, `kwargs.pop('lr', 0.1)`, `getattr(args, 'lr', 0.1)` as `d.lr ?? 0.1`. */
function lookedUp(call: Call, path: string, { givesNothing }: Dialect): Expression | undefined {
  if (!givesNothing) return undefined;
  const { callee, args, start, end, up } = call;
  const isMethod = callee.type === 'member' && /^(?:get|pop)$/.test(callee.name);
  const [object, key, otherwise] = isMethod ? [callee.object, ...args] : path === 'getattr' ? args : [];
  if (!object || key?.type !== 'text') return undefined;
  const member: Member = { type: 'member', start, end, up, object, name: key.value };
  return otherwise
    ? { type: 'binary', start, end, up, operator: '??', left: member, right: otherwise }
    : member;
}

/** `Object.assign({}, defaults, own)` as `{ ...{}, ...defaults, ...own }`, `dict(base, lr=0.1)` as `{ ...base, lr: 0.1 }`. */
function joined({ start, end, up, args, keywords }: Call): Record {
  const place = { start, end, up };
  const spread = args.map((of) => ({
    ...{ type: 'entry' as const, ...place, key: null },
    value: of.type === 'spread' ? of : { type: 'spread' as const, ...place, of },
  }));
  return { type: 'record', ...place, entries: [...spread, ...keywords], isEnum: false };
}
