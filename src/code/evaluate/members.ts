import * as l10n from '@vscode/l10n';
import { ANY_MEMBER, type MemberValue } from '../program/program';
import {
  around,
  type Expression,
  lastName,
  type Member,
  type Node,
  pathOf,
  type Record,
  rootOf,
} from '../syntax/tree';
import { givesOptions, isCalledOptions, type Option } from './options';
import { type Follower, type Lost, lost, type Outcome, type Route } from './outcome';
import { lookUp } from './records';

/** All that a member is given, each once; `null`: something that cannot be read. */
type Values = readonly (Expression | null)[];

/** Follows `object.name`: into the object's literal, to assignments, into classes and options. */
export class Members {
  readonly fed?: undefined;
  readonly lookup?: undefined;

  readonly #follower: Follower;
  readonly #options: readonly Option[];

  constructor(follower: Follower, options: readonly Option[]) {
    this.#follower = follower;
    this.#options = options;
  }

  follow(member: Member, route: Route): Outcome {
    const values = this.#values(member, route);
    if ('reason' in values) return values;
    const path = pathOf(member) ?? this.#follower.quote(member);
    if (values.length > 1) return lost(route, l10n.t('{0} is assigned {1} times', path, values.length));
    const [only] = values;
    return only ? this.#follower.follow(only, route) : lost(route, unknown(path));
  }

  #values(member: Member, route: Route): Values | Lost {
    const { program } = this.#follower;
    const { object, name } = member;
    const isSelf = object.type === 'name' && program.dialect.selves.has(object.name);
    if (isSelf) return this.#ofSelf(member, route);
    const assigned = this.#assigned(member);
    const statics = object.type === 'name' ? program.classes.ofClass(object.name, name) : undefined;
    if (statics) return [...statics, ...assigned];
    const module = program.moduleOf(object);
    if (module) return program.scopes.within(module.body, name).map(({ value }) => value);
    return this.#ofObject(member, assigned, route);
  }

  #ofObject(member: Member, assigned: Values, route: Route): Values | Lost {
    const { object, name } = member;
    const outcome = this.#follower.follow(object, route);
    const { expression } = outcome;
    const isParsed =
      expression?.type === 'call' ? givesOptions(expression) : !expression && isCalledOptions(object);
    const options = isParsed ? this.#options.filter((option) => option.name === name) : [];
    if (options.length > 0) return [...options.map((option) => option.default), ...assigned];
    if (!expression && assigned.length > 0) return assigned;
    if (!expression) return outcome;
    return this.#inObject(member, expression, assigned, route);
  }

  #inObject(member: Member, object: Expression, assigned: Values, route: Route): Values | Lost {
    const { name } = member;
    const absent = (isAbsent: boolean) =>
      lost(route, unknown(pathOf(member) ?? this.#follower.quote(member)), isAbsent);
    if (object.type === 'call') {
      const made = this.#follower.program.classes.ofObject(lastName(object.callee) ?? '', name);
      if (made.length > 0) return [...made, ...assigned];
    }
    if (object.type !== 'record') return assigned.length > 0 ? assigned : absent(true);
    const { value, isOpen } = lookUp(this.#follower, object, name);
    if (value && isOpen) return absent(false);
    if (!value && assigned.length === 0) return absent(true);
    return [...(value ? [value] : []), ...assigned];
  }

  /** `this.lr`: what the class, or the object's own literal, says. */
  #ofSelf(member: Member, route: Route): Values | Lost {
    const { classes } = this.#follower.program;
    const { name } = member;
    const owner = objectAround(member);
    const assigned = [...classes.ofThis(name, member), ...this.#fromOutside(name, classes.at(member)?.name)];
    if (!owner || assigned.length > 0) return assigned;
    return this.#inObject(member, owner, this.#assigned(member), route);
  }

  /** What is assigned to a member of an object of a class: `const t = new Trainer(); t.lr = 0.5`. */
  #fromOutside(name: string, owner: string | undefined): Values {
    const { program } = this.#follower;
    if (owner === undefined) return [];
    return program.assignedTo(name).flatMap(({ at, value }) => {
      const object = at.type === 'member' ? at.object : null;
      if (object?.type !== 'name' || program.dialect.selves.has(object.name)) return [];
      const made = this.#follower.follow(object).expression;
      return made?.type === 'call' && lastName(made.callee) === owner ? [value] : [];
    });
  }

  /** What a path and all members of its object are assigned, where the path begins with the same variable. */
  #assigned({ object, name }: Member): Values {
    const [path, root] = [pathOf(object), rootOf(object)];
    if (path === undefined || !root) return [];
    const home = this.#follower.program.scopes.homeOf(root.name, root);
    return [name, ANY_MEMBER].flatMap((one) => this.#assignedTo(`${path}.${one}`, home));
  }

  #assignedTo(path: string, home: Node): Values {
    const all: readonly MemberValue[] = this.#follower.program.members.get(path) ?? [];
    return all.flatMap(({ root, value }) => (root === home ? [value] : []));
  }
}

/** The object whose method a node is in. */
function objectAround(node: Node): Record | undefined {
  let method = around(node, 'callable');
  while (method?.isArrow) method = around(method, 'callable');
  const record = method?.up?.type === 'entry' ? method.up.up : null;
  return record?.type === 'record' ? record : undefined;
}

const unknown = (path: string) => l10n.t('{0} is set where it cannot be followed', path);
