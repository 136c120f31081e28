import * as l10n from '@vscode/l10n';
import type { Binding } from '../program/scopes';
import {
  around,
  type Call,
  type Callable,
  type Class,
  type Expression,
  type Field,
  type Member,
  type Name,
  pathOf,
  type Record,
} from '../syntax/tree';
import { numberOf } from './arithmetic';
import { type Asked, askedOfField } from './given';
import { lookedUp } from './lookups';
import { followOption } from './option-values';
import { defaultOfFlag, type Option } from './options';
import { type Follower, found, less, lost, type Outcome, type Route } from './outcome';
import { lookUp } from './records';

/** Follows values, and what calls give parameters and fields. */
interface Asking extends Follower {
  readonly options: readonly Option[];
  askedOf(binding: Binding): Asked | undefined;
  followAsked(asked: Asked, route: Route): Outcome;
}

const MAX_HOPS = 12;
/** What a configuration is called. */
const configuration = /^(?:c|cfg|conf|config|args|opt|opts|hp|hps|hparams|params|cn)(?:\.|$)/i;

/** Follows Python's `object.name` and `object['name']`. */
export class PythonMembers {
  readonly #evaluator: Asking;

  constructor(evaluator: Asking) {
    this.#evaluator = evaluator;
  }

  follow(member: Member, route: Route): Outcome {
    const { object } = member;
    if (this.#evaluator.qualify(member) === 'wandb.config') return this.#sweep(member, route);
    if (this.#isSelf(object)) return this.#ofSelf(member, route);
    if (object.type === 'member' && object.name === 'hparams' && this.#isSelf(object.object))
      return this.#ofHparams(member, route);
    return this.#ofObject(member, route);
  }

  #isSelf(object: Expression): boolean {
    return object.type === 'name' && this.#evaluator.program.dialect.selves.has(object.name);
  }

  /** `d.get('k', 0.1)`, `kwargs.pop('k', 0.1)` and `getattr(o, 'k', 0.1)`: the member, else the default. */
  lookup(call: Call, path: string, route: Route): Outcome | undefined {
    const next = this.#evaluator.step(route, call);
    if (path === 'os.getenv') {
      const value = call.args[1] ?? call.keywords.find(({ key }) => key === 'default')?.value;
      return value && this.#evaluator.follow(value, less('medium', next));
    }
    const looked = lookedUp(call);
    if (!looked) return undefined;
    const { object, name, otherwise } = looked;
    const { start, end, up } = call;
    const outcome = this.#ofObject({ type: 'member', start, end, up, object, name }, next);
    if (outcome.expression || !otherwise) return outcome;
    return this.#evaluator.follow(otherwise, less('medium', next));
  }

  /** A TensorFlow 1 placeholder has the value that it is fed in training; 1 (keep all) and 0 (drop none) are tests. */
  fed({ at, value }: Binding, route: Route): Outcome | undefined {
    const { program } = this.#evaluator;
    const made = value?.type === 'call' ? this.#evaluator.qualify(value.callee) : undefined;
    if (!made || !/^tensorflow\.placeholder(?:_with_default)?$/.test(made)) return undefined;
    const outcomes = program
      .feedsOf(at.name)
      .map((entry) => this.#evaluator.follow(entry.value, this.#evaluator.step(route, entry)));
    const training = outcomes.filter(({ expression }) => {
      const number = expression && numberOf(expression);
      return number !== 0 && number !== 1;
    });
    const [first] = training;
    if (!first) return lost(route, l10n.t('{0} is fed while the program runs', at.name));
    const isOne = training.every(({ expression }) => expression && expression === first.expression);
    return isOne ? first : lost(route, l10n.t('{0} is fed in {1} places', at.name, training.length));
  }

  #ofSelf(member: Member, route: Route): Outcome {
    const { classes } = this.#evaluator.program;
    const { name } = member;
    const several = (count: number) =>
      lost(route, l10n.t('{0} is assigned {1} times', `self.${name}`, count));
    let owner: Class | null | undefined = around(member, 'class');
    for (let hops = 0; owner && hops < MAX_HOPS; hops++, owner = this.#evaluator.program.baseOf(owner)) {
      const assigned = classes.assignedIn(owner, name);
      if (assigned.length > 1) return several(assigned.length);
      if (assigned[0]) return this.#evaluator.follow(assigned[0], route);
      const field = fieldOf(owner, name);
      const others = field ? this.#redefinitions(owner, name) : 0;
      if (others > 0) return several(others + 1);
      if (field) return this.#ofField(field, owner, route);
    }
    return lost(route, l10n.t('self.{0} is not assigned in this file', name), true);
  }

  /** In how many of the classes that derive from one a member is given another value. */
  #redefinitions(owner: Class, name: string, hops = 0): number {
    const { program } = this.#evaluator;
    if (hops > MAX_HOPS || !owner.name) return 0;
    const heirs = program.classes.withBase(owner.name.name).filter((one) => program.baseOf(one) === owner);
    return heirs.reduce((count, heir) => {
      const isOwn = program.classes.assignedIn(heir, name).length > 0 || fieldOf(heir, name) !== undefined;
      return count + (isOwn ? 1 : 0) + this.#redefinitions(heir, name, hops + 1);
    }, 0);
  }

  /** A field in the body of a class: its default, unless the calls of the class give another. */
  #ofField(field: Field, owner: Class, route: Route): Outcome {
    return this.#evaluator.followAsked(askedOfField(this.#evaluator, field, owner), route);
  }

  /** As {@link #ofField}, of a class or of one that it derives from. */
  #ofClass(owner: Class, name: string, route: Route): Outcome | undefined {
    let base: Class | undefined = owner;
    for (let hops = 0; base && hops < MAX_HOPS; hops++, base = this.#evaluator.program.baseOf(base)) {
      const field = fieldOf(base, name);
      if (field) return this.#ofField(field, owner, route);
    }
    return undefined;
  }

  /** Lightning's `save_hyperparameters()` keeps the arguments of `__init__`. */
  #ofHparams(member: Member, route: Route): Outcome {
    const { scopes, dialect } = this.#evaluator.program;
    const owner = around(member, 'class');
    const maker = owner?.fields.find(({ name }) => name === dialect.maker)?.value;
    const [binding] = maker ? scopes.within(maker, member.name) : [];
    const asked = binding?.formal && this.#evaluator.askedOf(binding);
    if (!asked) return lost(route, l10n.t('{0} is not a parameter of __init__', member.name));
    return this.#evaluator.followAsked(asked, route);
  }

  /** The argument `config=` of `wandb.init`. */
  #sweep(member: Member, route: Route): Outcome {
    for (const { callee, keywords } of this.#evaluator.program.callsOf('init')) {
      const config = keywords.find(({ key }) => key === 'config');
      if (config && this.#evaluator.qualify(callee) === 'wandb.init')
        return this.#evaluator.follow(config.value, less('medium', route));
    }
    return found(route, member);
  }

  #ofObject(member: Member, route: Route): Outcome {
    const { object, name } = member;
    const quoted = this.#evaluator.quote(member);
    const given = this.#ofKeywords(object, name, route);
    if (given) return given;
    const assigned = this.#evaluator.program.assignedAt(object, name);
    const options = this.#evaluator.options.filter((option) => option.name === name);
    if (assigned.length + (options.length > 0 ? 1 : 0) > 1)
      return lost(route, l10n.t('{0} is set in several places', quoted));
    if (assigned[0]) return this.#evaluator.follow(assigned[0], route);
    const module = this.#evaluator.qualify(object);
    if (module && !/(?:^|\.)FLAGS$|^wandb\.config$/.test(module))
      return lost(route, l10n.t('{0} comes from another file: {1}', quoted, module));
    return (
      this.#ofKnown(object, name, route) ??
      followOption(this.#evaluator, member, options, route) ??
      this.#byConvention(member, route)
    );
  }

  /** What the calls of a function give its `**kwargs` under a key; `undefined`: nothing. */
  #ofKeywords(object: Expression, key: string, route: Route): Outcome | undefined {
    const { scopes } = this.#evaluator.program;
    const [binding] = object.type === 'name' ? scopes.find(object.name, object) : [];
    const { formal } = binding ?? {};
    const calls = formal?.isRecord ? this.#callsOf(formal.of) : [];
    const given = calls.flatMap(({ keywords }) => keywords.find((entry) => entry.key === key) ?? []);
    const [only, ...more] = given;
    if (!only) return undefined;
    if (more.length === 0 && calls.length === 1)
      return this.#evaluator.follow(only.value, this.#evaluator.step(route, only));
    return lost(route, l10n.t('{0} has a default and is given in some calls', key));
  }

  #callsOf(of: Callable): readonly Call[] {
    const { program } = this.#evaluator;
    const calls = of.name ? program.callsOf(of.name.name) : [];
    return calls.filter(({ callee }) => program.definitionOf(callee) === of);
  }

  #ofKnown(object: Expression, name: string, route: Route): Outcome | undefined {
    const several = (at: Route) =>
      lost(at, l10n.t('{0} is set in several places', this.#evaluator.quote(object)));
    const typed = this.#typeOf(object);
    if (typed && this.#isChanged(typed, name)) return several(route);
    if (typed) return this.#ofClass(typed, name, route);
    const target = this.#evaluator.follow(object);
    const { expression } = target;
    if (!expression) return undefined;
    const next = less(target.confidence, route);
    if (expression.type === 'class') return this.#ofClass(expression, name, next);
    const value = this.#inValue(expression, name);
    if (value && this.#isUpdated(object, name)) return several(next);
    if (value) return this.#evaluator.follow(value, this.#evaluator.step(next, value.up ?? value));
    if (expression.type !== 'call') return undefined;
    const flag = name === 'value' ? defaultOfFlag(expression) : undefined;
    return flag
      ? this.#evaluator.follow(flag, this.#evaluator.step(next, expression))
      : this.#ofInstance(expression, name, next);
  }

  /** The value of a key in what an expression is: a dictionary, `Attr({…})`, `Namespace(key=…)`. */
  #inValue(expression: Expression, key: string, hops = 0): Expression | undefined {
    if (expression.type === 'record') return this.#inRecord(expression, key);
    if (expression.type !== 'call' || hops > MAX_HOPS) return undefined;
    if (this.#evaluator.program.definitionOf(expression.callee)) return undefined;
    const { start, end, up, keywords } = expression;
    const own = this.#inRecord({ type: 'record', start, end, up, entries: keywords, isEnum: false }, key);
    const [first] = own ? [] : expression.args;
    const inner = first && this.#evaluator.follow(first).expression;
    return own ?? (inner ? this.#inValue(inner, key, hops + 1) : undefined);
  }

  #inRecord(record: Record, key: string): Expression | undefined {
    const { value, isOpen } = lookUp(this.#evaluator, record, key);
    return isOpen ? undefined : (value ?? undefined);
  }

  /** Whether `config.update(…)` gives a key of an object another value somewhere. */
  #isUpdated(object: Expression, key: string): boolean {
    const path = pathOf(object);
    return this.#evaluator.program.callsOf('update').some(({ callee, args, keywords }) => {
      if (callee.type !== 'member' || path === undefined || pathOf(callee.object) !== path) return false;
      const entries = [...keywords, ...args.flatMap((one) => (one.type === 'record' ? one.entries : []))];
      return entries.some((entry) => entry.key === key);
    });
  }

  /** The class of this file that a parameter is annotated with: `config: TrainConfig`. */
  #typeOf(object: Expression): Class | undefined {
    const { scopes } = this.#evaluator.program;
    const bindings = object.type === 'name' ? scopes.find(object.name, object) : [];
    const { formal } = bindings.length === 1 ? bindings[0]! : {};
    if (!formal?.annotation) return undefined;
    const { start, end, up } = object;
    const type: Name = { type: 'name', start, end, up, name: formal.annotation };
    const definition = this.#evaluator.program.definitionOf(type);
    return definition?.type === 'class' ? definition : undefined;
  }

  /** Whether an object of a class is given another value for a field: `config.lr = 0.1`, `replace(config, lr=0.1)`. */
  #isChanged(owner: Class, name: string): boolean {
    const { program } = this.#evaluator;
    const isOf = (object: Expression | undefined) => {
      const made = object && this.#evaluator.follow(object).expression;
      return made?.type === 'call' && program.definitionOf(made.callee) === owner;
    };
    return (
      program.assignedTo(name).some(({ at }) => at.type === 'member' && isOf(at.object)) ||
      program
        .callsOf('replace')
        .some(({ args, keywords }) => keywords.some(({ key }) => key === name) && isOf(args[0]))
    );
  }

  /** `Config(lr=0.1).lr`, and `Config().lr` with a field or an assignment in `__init__`. */
  #ofInstance(call: Call, name: string, route: Route): Outcome | undefined {
    const { program } = this.#evaluator;
    const definition = program.definitionOf(call.callee);
    if (definition?.type !== 'class') return undefined;
    const assigned = program.classes.assignedIn(definition, name);
    if (assigned.length === 1 && assigned[0]) return this.#evaluator.follow(assigned[0], route);
    let base: Class | undefined = definition;
    for (let hops = 0; base && hops < MAX_HOPS; hops++, base = program.baseOf(base)) {
      const field = fieldOf(base, name);
      const asked = field && askedOfField(this.#evaluator, field, definition);
      if (asked)
        return this.#evaluator.followAsked({ ...asked, calls: { ...asked.calls, sure: [call] } }, route);
    }
    const given = call.keywords.find(({ key }) => key === name);
    return given && this.#evaluator.follow(given.value, this.#evaluator.step(route, given));
  }

  /** `config.dropout` of an untyped `config` means the one configuration class or dictionary that has it. */
  #byConvention(member: Member, route: Route): Outcome {
    const { program } = this.#evaluator;
    const { object, name } = member;
    const settings = program.classes.settings();
    const [field, ...moreFields] = settings.flatMap((one) => fieldOf(one, name) ?? []);
    if (field && moreFields.length === 0)
      return this.#ofField(field, field.up as Class, this.#evaluator.step(less('medium', route), field));
    const guessed = (value: Expression) =>
      this.#evaluator.follow(value, less('medium', this.#evaluator.step(route, value.up ?? value)));
    const [sole, ...others] = program.assignedTo(name).filter(({ at }) => {
      const path = at.type === 'member' ? pathOf(at.object) : undefined;
      return path !== undefined && configuration.test(path);
    });
    if (sole?.value && others.length === 0) return guessed(sole.value);
    const [own, ...moreOwn] = settings.flatMap((one) => program.classes.assignedIn(one, name));
    if (own && moreOwn.length === 0) return guessed(own);
    const { reason } = this.#evaluator.follow(object);
    const text = this.#evaluator.quote(member);
    return lost(route, reason ?? l10n.t('{0} is not defined in this file', text), true);
  }
}

/** The field of a name in the body of a class itself. */
function fieldOf(owner: Class, name: string): Field | undefined {
  const [field, ...more] = owner.fields.filter((one) => one.name === name && one.kind === 'field');
  return more.length === 0 ? field : undefined;
}
