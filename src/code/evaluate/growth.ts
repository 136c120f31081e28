import type { Program } from '../program/program';
import {
  type Assignment,
  around,
  type Block,
  type Branch,
  type Call,
  contains,
  type Declaration,
  type Expression,
  type Member,
  type Name,
  type Node,
  pathOf,
  rootOf,
} from '../syntax/tree';
import { isDefinition } from '../syntax/walk';
import { spend } from '../work';
import { functionAround, statementsBehind } from './behind';
import { type Names, operate, type Value } from './values';
import { type Choices, Walk } from './walk';

/** A list cannot be followed: something that is not known decides what is in it. */
class Lost extends Error {}

/** Functions that leave a list as it is. */
const harmless =
  /^(?:(?:len|list|tuple|enumerate|zip|range|reversed|sorted|sum|map|any|all|isinstance|str|repr|type|id)$|(?:print|show|log|summar|count|check|plot|save|draw|describe|report|init))/;

const growing = new Set(['append', 'extend']);

type Written = Name | Member;

/** What following statements takes: see the members of `Lists`. */
interface Reading extends Choices {
  readonly evaluator: { readonly program: Program };
  readonly isSpent: boolean;
  qualify(expression: Expression): string | undefined;
  among<T>(names: Names, work: () => T): T;
  bind(target: Expression, value: Value): void;
  known(path: string): Value;
  evaluate(expression: Expression): Value;
  members(items: readonly Expression[]): readonly Value[] | undefined;
}

/** Follows lists that statements fill. */
export class Growth {
  readonly #open = new Set<Node>();
  readonly #changes = new Map<Expression, readonly Node[]>();

  readonly #lists: Reading;

  constructor(lists: Reading) {
    this.#lists = lists;
  }

  /** What may change the list that a name or a member of `self` stands for, beside giving it as a whole. */
  changesOf(written: Expression): readonly Node[] {
    const known = this.#changes.get(written);
    if (known) return known;
    const path = pathOf(written);
    const isMember = written.type === 'member';
    const isOfSelf = isMember && rootOf(written)?.name === 'self';
    const found =
      path === undefined || (isMember && !isOfSelf) ? [] : this.#changesOf(written as Written, path);
    this.#changes.set(written, found);
    return found;
  }

  #changesOf(written: Written, path: string): readonly Node[] {
    const { program } = this.#lists.evaluator;
    const changes = program.changesOf(path);
    if (written.type === 'member') {
      const owner = around(written, 'class');
      return changes.filter((change) => around(change, 'class') === owner);
    }
    const home = program.scopes.homeOf(path, written);
    const isOwn = (at: Node) => program.scopes.homeOf(path, at) === home;
    const uses = program.usesOf(path);
    spend(uses.length);
    const given = uses.flatMap((use) => this.#filledBy(use, written) ?? []);
    return [...changes, ...given].filter(isOwn);
  }

  /** The call that may change a list that it is given: of a function, not of a library, before the use. */
  #filledBy(use: Name, written: Name): Call | undefined {
    const up = use.up?.type === 'entry' ? use.up.up : use.up;
    if (up?.type !== 'call' || up.callee.type !== 'name' || harmless.test(up.callee.name)) return undefined;
    if (up.start > written.start || this.#lists.qualify(up.callee) !== undefined) return undefined;
    return this.#leavesAsIs(up.callee) ? undefined : up;
  }

  /** A class, and a function of the file that changes nothing. */
  #leavesAsIs(callee: Name): boolean {
    const { program } = this.#lists.evaluator;
    const [definition] = program.scopes.find(callee.name, callee).map(({ value }) => value);
    if (definition?.type === 'class') return true;
    return definition?.type === 'callable' && !program.changes.some((change) => contains(definition, change));
  }

  /** The list as it is where it is used; `undefined`: it cannot be followed. */
  grown(written: Written): Value {
    const path = pathOf(written)!;
    const { file } = this.#lists.evaluator.program;
    const changes = this.changesOf(written);
    const [place, ...others] = new Set(changes.map((change) => functionAround(change) ?? file));
    if (!place || others.length > 0 || this.#open.has(place)) return undefined;
    this.#open.add(place);
    try {
      return this.#lists.among(new Map(), () => {
        const sites = [...changes, ...this.#bindingsOf(written)];
        const walk = new Filling(this.#lists, path, written, sites);
        // A script is long, and most of it has to do with something else.
        const statements = statementsBehind(this.#lists.evaluator.program, place, [written, ...sites]);
        const isReached = walk.all(statements);
        // Something returns before, or the other way is taken.
        const isMissed = !isReached && (functionAround(written) ?? file) === place;
        return isMissed ? undefined : this.#lists.known(path);
      });
    } catch (error) {
      if (error instanceof Lost) return undefined;
      throw error;
    } finally {
      this.#open.delete(place);
    }
  }

  /** Where the list is given as a whole. */
  #bindingsOf(written: Written): readonly Node[] {
    const { program } = this.#lists.evaluator;
    if (written.type === 'name') return program.scopes.find(written.name, written).map(({ at }) => at);
    const owner = around(written, 'class');
    const given = program.members.get(pathOf(written)!) ?? [];
    return given.flatMap(({ at }) => (around(at, 'class') === owner ? at : []));
  }
}

/** Fills a list, and binds what it is filled with. */
class Filling extends Walk<Reading> {
  readonly #path: string;
  /** Where the list is used: what comes after does not matter. */
  readonly #until: Node;
  readonly #changes: readonly Node[];

  constructor(lists: Reading, path: string, until: Node, changes: readonly Node[]) {
    super(lists);
    this.#path = path;
    this.#until = until;
    this.#changes = changes;
  }

  protected statement(node: Node): boolean {
    if (this.lists.isSpent) throw new Lost();
    if (isDefinition(node)) return false;
    if (contains(node, this.#until)) return true;
    if (node.type === 'declaration' && !node.isFilled) this.#assign(node);
    else if (node.type === 'assignment') this.#assign(node);
    else if (node.type === 'call') this.#method(node);
    else this.#leaveOut(node);
    return false;
  }

  #assign(node: Declaration | Assignment): void {
    const { target, value } = node;
    if (target.type === 'index' && this.#mayChange(node)) throw new Lost();
    const operator = node.type === 'assignment' ? node.operator : '=';
    const path = pathOf(target);
    const given = value ? this.lists.evaluate(value) : undefined;
    if (operator === '=') this.lists.bind(target, given);
    else if (path !== undefined)
      this.#add(target, operate(operator.slice(0, -1), this.lists.known(path), given));
  }

  #method(call: Call): void {
    const { callee, args } = call;
    const path = callee.type === 'member' ? pathOf(callee.object) : undefined;
    if (callee.type !== 'member' || path === undefined || !growing.has(callee.name) || args.length !== 1) {
      this.#leaveOut(call);
      return;
    }
    const more = callee.name === 'append' ? this.lists.members(args) : this.lists.evaluate(args[0]!);
    this.#add(callee.object, operate('+', this.lists.known(path), more));
  }

  /** An unknown value makes the list unknown from there on. */
  #add(target: Expression, all: Value): void {
    if (all === undefined && pathOf(target) === this.#path) throw new Lost();
    this.lists.bind(target, all);
  }

  /** A guard that returns something else is for other values. */
  protected override enter(block: Block): boolean {
    const [first] = block.body;
    const isGuard =
      first?.type === 'other' && first.word === 'return_statement' && !contains(block, this.#until);
    return !isGuard && this.all(block.body);
  }

  /** Where the list is used, its way was taken. */
  protected unknown(node: Branch): boolean {
    const taken = node.parts.find((part) => contains(part, this.#until));
    if (taken?.type === 'block' && !node.isLoop) return this.all(taken.body);
    this.#leaveOut(node);
    return false;
  }

  /** What is left out must not decide what is in the list. */
  #leaveOut(node: Node): void {
    const isCut = node.type === 'other' && node.word === 'return_statement';
    if (isCut || contains(node, this.#until) || this.#mayChange(node)) throw new Lost();
  }

  #mayChange(node: Node): boolean {
    return this.#changes.some((change) => contains(node, change));
  }
}
