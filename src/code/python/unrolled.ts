import { argumentsOf } from './arguments';
import type { Node } from './node';
import { classOf, enclosing } from './scopes';
import { isList, type Names, truth, type Value, type Values } from './written-values';

const patterns = new Set(['pattern_list', 'tuple_pattern', 'list_pattern']);
const growing = ['append', 'extend', 'insert', 'pop'];

/** A list cannot be followed: something that is not known decides what is in it. */
class Lost extends Error {}

/** Longer lists are no one's layers. */
const MAX_ITEMS = 500;

function joined(before: readonly Value[], more: readonly Value[]): readonly Value[] {
  if (before.length + more.length > MAX_ITEMS) throw new Lost();
  return [...before, ...more];
}

/** Gives the names of a loop's target their values. */
export function bind(values: Values, names: Map<string, Value>, target: Node, value: Value): void {
  if (!patterns.has(target.type)) {
    names.set(values.context.file.text(target), value);
    return;
  }
  target.namedChildren.forEach((part, i) => {
    bind(values, names, part, isList(value) ? value[i] : undefined);
  });
}

/** Follows lists of layers that loops fill. */
export class Unrolled {
  private readonly open = new Set<Node>();

  constructor(private readonly values: Values) {}

  /** `[nn.Linear(a, b) for a, b in zip(widths, widths[1:])]` */
  comprehension(node: Node, names: Names): Value {
    const body = node.childForFieldName('body');
    if (!body) return undefined;
    const found: Value[] = [];
    const clauses = node.namedChildren.filter(({ type }) => type === 'for_in_clause' || type === 'if_clause');
    const walk = (at: number, known: Names): boolean => {
      const clause = clauses[at];
      if (!clause) {
        const value = this.values.within(known, () => this.values.members([body]));
        found.push(...(value ?? []));
        return value !== undefined && found.length <= MAX_ITEMS;
      }
      if (clause.type === 'if_clause') {
        const test = clause.firstNamedChild;
        const holds = test && truth(this.values.within(known, () => this.values.evaluate(test)));
        return holds ? walk(at + 1, known) : holds === false;
      }
      const [left, right] = [clause.childForFieldName('left'), clause.childForFieldName('right')];
      const items = right ? this.values.within(known, () => this.values.evaluate(right)) : undefined;
      if (!left || !isList(items)) return false;
      return items.every((item) => {
        const inner = new Map(known);
        bind(this.values, inner, left, item);
        return walk(at + 1, inner);
      });
    };
    return walk(0, names) ? found : undefined;
  }

  /**
   * The list that `written` names where its methods fill it, its value `undefined` where that cannot be followed;
   * `undefined`: it is not filled.
   */
  grown(written: Node): { readonly value: Value } | undefined {
    const text = this.values.context.file.text(written);
    const growth = this.growthOf(written, text);
    return growth && { value: this.followed(written, text, growth) };
  }

  private followed(written: Node, text: string, growth: Node): Value {
    const body = enclosing(growth, 'function_definition')?.childForFieldName('body');
    if (!body || this.open.has(body)) return undefined;
    this.open.add(body);
    try {
      const names = new Map<string, Value>();
      this.block(body, { names, text, until: written });
      return names.get(text);
    } catch (error) {
      if (error instanceof Lost) return undefined;
      throw error;
    } finally {
      this.open.delete(body);
    }
  }

  /** The first call that adds to a list: in the function of a local one, in the class of a field, else anywhere. */
  private growthOf(written: Node, text: string): Node | undefined {
    const { file } = this.values.context;
    const isField = text.startsWith('self.');
    if (written.type === 'attribute' && !isField) return undefined;
    const scopeOf = (node: Node) => (isField ? classOf(node) : enclosing(node, 'function_definition'));
    const scope = scopeOf(written);
    for (const method of growing) {
      const calls = scope ? file.calls.inBlock(written.block, method) : file.calls.get(method);
      const found = calls.find((call) => {
        const object = call.childForFieldName('function')?.childForFieldName('object');
        return object && file.text(object) === text && scopeOf(call) === scope;
      });
      if (found) return found;
    }
    return isField || !scope ? undefined : this.sumOf(written, text, scope);
  }

  /** `layers += [nn.Linear(a, b)]` */
  private sumOf(written: Node, text: string, scope: Node): Node | undefined {
    const { file } = this.values.context;
    return file.bindings
      .within(text, scope)
      .find(({ kind, owner }) => kind === 'augment' && owner.block === written.block)?.owner;
  }

  /** Follows statements; true: the use was reached. */
  private block(body: Node, list: Growing): boolean {
    return body.namedChildren.some((statement) => this.statement(statement, list));
  }

  private statement(node: Node, list: Growing): boolean {
    if (this.values.isSpent) throw new Lost();
    switch (node.type) {
      case 'expression_statement':
        return this.simple(node, list);
      case 'return_statement':
        return contains(node, list.until);
      case 'for_statement':
        return this.loop(node, list);
      case 'if_statement':
        return this.branch(node, list);
      case 'with_statement':
        return this.block(node.childForFieldName('body') ?? node, list);
      default:
        this.mustNotTouch(node, list);
        return false;
    }
  }

  private simple(node: Node, list: Growing): boolean {
    if (contains(node, list.until)) return true;
    const [inner] = node.namedChildren;
    if (inner?.type === 'assignment') this.assign(inner, list);
    else if (inner?.type === 'augmented_assignment') this.augment(inner, list);
    else if (inner?.type === 'call') this.method(inner, list);
    return false;
  }

  private valueOf(node: Node | null, { names }: Growing): Value {
    return node ? this.values.within(new Map(names), () => this.values.evaluate(node)) : undefined;
  }

  private assign(node: Node, list: Growing): void {
    const left = node.childForFieldName('left');
    if (left) bind(this.values, list.names, left, this.valueOf(node.childForFieldName('right'), list));
  }

  private augment(node: Node, list: Growing): void {
    const left = node.childForFieldName('left');
    const name = left && this.values.context.file.text(left);
    if (!name) return;
    const [before, more] = [list.names.get(name), this.valueOf(node.childForFieldName('right'), list)];
    const isSum = /\+=/.test(this.values.context.file.text(node));
    if (isSum && isList(before) && isList(more)) list.names.set(name, joined(before, more));
    else if (name === list.text) throw new Lost();
    else list.names.set(name, undefined);
  }

  private method(call: Node, list: Growing): void {
    const { file } = this.values.context;
    const callee = call.childForFieldName('function');
    const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
    const method = callee?.childForFieldName('attribute');
    if (!object || !method || !growing.includes(file.text(method))) return;
    const name = file.text(object);
    const before = list.names.get(name);
    const added = this.addedBy(call, file.text(method), list);
    if (isList(before) && added) list.names.set(name, joined(before, added));
    else if (name === list.text) throw new Lost();
    else list.names.set(name, undefined);
  }

  private addedBy(call: Node, method: string, list: Growing): readonly Value[] | undefined {
    const [first, second] = argumentsOf(call)?.positional ?? [];
    if (!first || second) return undefined;
    if (method === 'append')
      return this.values.within(new Map(list.names), () => this.values.members([first]));
    const more = method === 'extend' ? this.valueOf(first, list) : undefined;
    return isList(more) ? more : undefined;
  }

  private loop(node: Node, list: Growing): boolean {
    const [target, body] = [node.childForFieldName('left'), node.childForFieldName('body')];
    const items = this.valueOf(node.childForFieldName('right'), list);
    if (!target || !body || !isList(items)) {
      this.mustNotTouch(node, list);
      return false;
    }
    return items.some((item) => {
      bind(this.values, list.names, target, item);
      return this.block(body, list);
    });
  }

  private branch(node: Node, list: Growing): boolean {
    const holds = truth(this.valueOf(node.childForFieldName('condition'), list));
    const [otherwise, ...more] = node.childrenForFieldName('alternative');
    if (holds === undefined || (holds === false && (more.length > 0 || otherwise?.type === 'elif_clause'))) {
      this.mustNotTouch(node, list);
      return false;
    }
    const chosen = holds ? node.childForFieldName('consequence') : otherwise?.childForFieldName('body');
    return chosen ? this.block(chosen, list) : false;
  }

  /** What is left out must not decide what is in the list. */
  private mustNotTouch(node: Node, { text, until }: Growing): void {
    if (contains(node, until) || this.values.context.file.text(node).includes(text)) throw new Lost();
  }
}

/** A list while it is followed. */
interface Growing {
  readonly names: Map<string, Value>;
  /** How the list is written. */
  readonly text: string;
  /** Where it is used: what comes after does not matter. */
  readonly until: Node;
}

function contains(outer: Node, inner: Node): boolean {
  return (
    outer.block === inner.block && outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex
  );
}
