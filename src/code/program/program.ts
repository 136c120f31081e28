import {
  type Assignment,
  type Block,
  type Branch,
  type Call,
  type Callable,
  type Class,
  type Declaration,
  type Entry,
  type Expression,
  type Field,
  type Import,
  lastName,
  type Member,
  type Module,
  type Name,
  type Node,
  type Other,
  type Parameter,
  partsOf,
  pathOf,
  type Record,
  rootOf,
} from '../syntax/tree';
import { spend } from '../work';
import { Classes } from './classes';
import type { Dialect } from './dialect';
import { addTo } from './multimap';
import { isUse } from './names';
import { unpack } from './patterns';
import { Scopes } from './scopes';

/** Stands for all members of an object. */
export const ANY_MEMBER = '*';

/** What a member of an object is assigned; `null`: something that cannot be read. */
export interface MemberValue {
  /** The scope that knows the name that its path begins with. */
  readonly root: Node;
  readonly at: Member | Call;
  readonly value: Expression | null;
}

/** Methods that change a list. */
const changers = /^(?:push|unshift|splice|pop|shift|reverse|sort|fill|append|extend|insert|remove|clear)$/;
const NO_CALLS: readonly Call[] = [];

/** What stands in a file: scopes and what they bind, classes, calls, assignments to members. */
export class Program {
  readonly scopes: Scopes;
  readonly classes: Classes;
  /** All nodes, in the order of the text; so are the calls. */
  readonly nodes: Node[] = [];
  readonly calls: Call[] = [];
  readonly callables: Callable[] = [];
  readonly classNodes: Class[] = [];
  /** By the path as it is meant: `config.lr`. */
  readonly members = new Map<string, MemberValue[]>();
  readonly imports: Import[] = [];
  readonly records: Record[] = [];
  readonly loops: Branch[] = [];
  readonly assignments: Assignment[] = [];
  readonly #membersByName = new Map<string, MemberValue[]>();
  readonly #callsByName = new Map<string, Call[]>();
  readonly #uses = new Map<string, Name[]>();
  readonly #changed: (() => void)[] = [];
  /** Where lists are changed: `layers.push(…)`, `layers[1] = …`, `layers += …`, `del layers[1]`. */
  readonly changes: Node[] = [];
  readonly #changesByList = new Map<string, Node[]>();

  constructor(
    readonly file: Block,
    readonly dialect: Dialect,
  ) {
    this.scopes = new Scopes(file, dialect);
    this.#visit(file);
    this.classes = new Classes(this.classNodes, dialect);
    for (const assignment of this.assignments) this.#assign(assignment);
    for (const change of this.#changed) change();
  }

  /** The calls whose callee ends with a name. */
  callsOf(name: string): readonly Call[] {
    return this.#callsByName.get(name) ?? NO_CALLS;
  }

  /** The calls whose callee ends with a name that passes, in the order of the text; each name is asked once. */
  callsNamed(passes: (name: string) => boolean): Call[] {
    const found = [...this.#callsByName].flatMap(([name, calls]) => (passes(name) ? calls : []));
    return found.sort((a, b) => a.start - b.start);
  }

  /** Where a name stands for a value, by whatever it is bound. */
  usesOf(name: string): readonly Name[] {
    return this.#uses.get(name) ?? [];
  }

  /** What members of a name are assigned, of whatever object. */
  assignedTo(member: string): readonly MemberValue[] {
    return this.#membersByName.get(member) ?? [];
  }

  /** What a member of an object, by the variable that it begins with, is assigned. */
  assignedAt(object: Expression, name: string): readonly (Expression | null)[] {
    const [path, root] = [pathOf(object), rootOf(object)];
    const all = path === undefined ? undefined : this.members.get(`${path}.${name}`);
    if (!all || !root) return [];
    const home = this.scopes.homeOf(root.name, root);
    return all.flatMap((one) => (one.root === home ? [one.value] : []));
  }

  /** The entries of dictionaries whose key is a name: `{keep_prob: 0.5}`. */
  feedsOf(name: string): readonly Entry[] {
    return this.records.flatMap(({ entries }) =>
      entries.filter(({ computed }) => computed?.type === 'name' && computed.name === name),
    );
  }

  /** The class or function of this file that a name names. */
  definitionOf(expression: Expression): Class | Callable | undefined {
    if (expression.type !== 'name') return undefined;
    const [only, ...more] = this.scopes.find(expression.name, expression);
    const value = more.length === 0 ? only?.value : null;
    const isDefinition = (value?.type === 'class' || value?.type === 'callable') && value.name === only!.at;
    return isDefinition ? value : undefined;
  }

  /** The class of this file that a class derives from first, if any. */
  baseOf({ bases }: Class): Class | undefined {
    for (const base of bases) {
      const found = this.definitionOf(base);
      if (found?.type === 'class') return found;
    }
    return undefined;
  }

  /** The namespace that a name stands for; `undefined`: it is none. */
  moduleOf(expression: Expression): Module | undefined {
    if (expression.type !== 'name') return undefined;
    const [only] = this.scopes.find(expression.name, expression);
    const up = only?.at.up;
    return up?.type === 'module' && up.name === only?.at ? up : undefined;
  }

  /** Whether a list is changed somewhere. */
  isChanged(list: string): boolean {
    return this.#changesByList.has(list);
  }

  /** Where a list is changed. */
  changesOf(list: string): readonly Node[] {
    return this.#changesByList.get(list) ?? [];
  }

  #change(list: Expression, at: Node): void {
    const path = pathOf(list);
    if (path === undefined) return;
    this.changes.push(at);
    addTo(this.#changesByList, path, at);
  }

  #visit(node: Node): void {
    spend(1);
    this.nodes.push(node);
    this.#note(node);
    for (const part of partsOf(node)) this.#visit(part);
  }

  #note(node: Node): void {
    switch (node.type) {
      case 'name':
        if (isUse(node)) addTo(this.#uses, node.name, node);
        break;
      case 'call':
        this.#call(node);
        break;
      case 'callable':
        this.#callable(node);
        break;
      case 'class':
        this.classNodes.push(node);
        if (node.name) this.scopes.bind({ at: node.name, value: node }, node);
        break;
      case 'declaration':
        this.#declare(node);
        break;
      case 'assignment':
        this.#assignment(node);
        break;
      case 'module':
        this.scopes.bind({ at: node.name, value: null }, node);
        break;
      case 'import':
        this.#import(node);
        break;
      case 'record':
        this.records.push(node);
        break;
      case 'branch':
        if (node.isLoop) this.loops.push(node);
        break;
      case 'field':
        this.#field(node);
        break;
      case 'other':
        this.#elsewhere(node);
        break;
      case 'unary':
        if (node.operator === 'delete' && node.operand.type === 'member') this.#later(node.operand, null);
        break;
    }
  }

  #assignment(assignment: Assignment): void {
    const { operator, target } = assignment;
    if (operator !== 'default') this.assignments.push(assignment);
    if (target.type === 'index') this.#change(target.object, assignment);
    else if (operator === '+=') this.#change(target, assignment);
  }

  #call(call: Call): void {
    this.calls.push(call);
    const { callee } = call;
    const name = lastName(callee);
    if (name !== undefined) addTo(this.#callsByName, name, call);
    const [object] = call.args;
    if (callee.type === 'member' && changers.test(callee.name)) this.#change(callee.object, call);
    if (object && pathOf(callee) === 'Object.assign')
      this.#changed.push(() => this.#memberOf(object, ANY_MEMBER, call, null));
  }

  #callable(callable: Callable): void {
    this.callables.push(callable);
    const { name, up } = callable;
    const isMethod = up?.type === 'field' && this.dialect.hoists;
    const isStatement = isMethod || up?.type === 'block' || up?.type === 'callable' || up?.type === 'other';
    if (name && isStatement) this.scopes.bind({ at: name, value: callable }, callable);
    else if (name) this.scopes.bindIn(callable, { at: name, value: callable });
    const first = this.dialect.isSelfWritten && up?.type === 'field' && !up.isStatic ? 1 : 0;
    callable.parameters.forEach((parameter, i) => {
      this.#parameter(callable, parameter, parameter.isKeyword ? -1 : i - first);
    });
  }

  #parameter(of: Callable, parameter: Parameter, position: number): void {
    const { target, value: whole, isRest, isRecord, isMember, annotation } = parameter;
    for (const { target: at, key, default: own } of unpack(target, null)) {
      if (at.type !== 'name') continue;
      const isUnpacked = isRest || target.type !== 'name';
      const entry = whole?.type === 'record' && key !== null && whole.entries.find((one) => one.key === key);
      const ofWhole = entry ? entry.value : null;
      const formal = {
        name: at.name,
        of,
        position,
        key,
        isUnpacked,
        isRecord,
        ofWhole,
        isMember,
        annotation,
      };
      this.scopes.bindIn(of, { at, value: isUnpacked ? own : whole, formal });
      if (isMember) this.#changed.push(() => this.classes.assign(of, at.name, at));
    }
  }

  #declare(declaration: Declaration): void {
    const { target, value, isHoisted, isFilled } = declaration;
    const isEmpty = value === null && !isFilled;
    for (const { target: at, value: given, default: byDefault } of unpack(target, endOf(value)))
      if (at.type === 'member') this.#later(at, given);
      else this.scopes.bind({ at, value: given, default: byDefault, isEmpty }, declaration, isHoisted);
  }

  /** What stands in the body of a class is known to what stands there, too. */
  #field(field: Field): void {
    const { name, kind, value, start, up } = field;
    if (!this.dialect.hoists || kind !== 'field' || name === null || !value) return;
    const at: Name = { type: 'name', start, end: start + name.length, name, up: field };
    this.scopes.bindIn(up!, { at, value });
  }

  /** `global lr`, `nonlocal lr`, `del rates[1]` */
  #elsewhere({ word, parts }: Other): void {
    if (word === 'delete_statement')
      for (const part of parts.flatMap((one): readonly Node[] => (one.type === 'list' ? one.items : [one])))
        if (part.type === 'index') this.#change(part.object, part);
    const isGlobal = word === 'global_statement';
    if (!isGlobal && word !== 'nonlocal_statement') return;
    for (const name of parts) if (name.type === 'name') this.scopes.declareElsewhere(name, isGlobal);
  }

  #import(node: Import): void {
    const { module, names } = node;
    this.imports.push(node);
    for (const { local, path } of names)
      this.scopes.bind({ at: local, value: null, imported: { module, path } }, node);
  }

  #assign({ target, operator, value }: Assignment): void {
    for (const { target: at, value: given } of unpack(target, operator === '=' ? endOf(value) : null))
      if (at.type === 'name' && operator === '=' && this.dialect.hoists)
        this.scopes.bind({ at, value: given }, at);
      else if (at.type === 'name') this.scopes.assign({ at, value: given });
      else this.#member(at, given);
  }

  #later(member: Member, value: Expression | null): void {
    this.#changed.push(() => this.#member(member, value));
  }

  #member(member: Member, value: Expression | null): void {
    const { object, name } = member;
    if (object.type === 'name' && this.dialect.selves.has(object.name))
      this.classes.assign(member, name, value);
    this.#memberOf(object, name, member, value);
  }

  #memberOf(object: Expression, name: string, at: Member | Call, value: Expression | null): void {
    const [path, root] = [pathOf(object), rootOf(object)];
    if (path === undefined || !root) return;
    const found = { root: this.scopes.homeOf(root.name, root), at, value };
    addTo(this.members, `${path}.${name}`, found);
    addTo(this.#membersByName, name, found);
  }
}

/** Of `a = b = 0.1` the value of both. */
function endOf(value: Expression | null): Expression | null {
  let end = value as Node | null;
  while (end?.type === 'declaration') end = end.value;
  return end as Expression | null;
}
