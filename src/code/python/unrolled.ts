import { argumentsOf } from './arguments';
import { bind, joined, type Value } from './known-value';
import { type Node, textOf } from './node';
import { classOf, contains, enclosing, MODULE, same } from './scopes';
import { growing, isOfModule, mayFill, objectOf, topStatements } from './top-statements';
import type { Values } from './written-values';

/** A longer list is no one's layers. */
const MAX_ITEMS = 500;

/** A list cannot be followed: something that is not known decides what is in it. */
class Lost extends Error {}

/** A list while it is followed. */
interface Growing {
  readonly names: Map<string, Value>;
  /** How the list is written. */
  readonly text: string;
  /** Where it is used: what comes after does not matter. */
  readonly until: Node;
  /** Whether a statement may change it. */
  readonly mayChange: (statement: Node) => boolean;
}

/** Follows lists of layers that statements fill. */
export class Unrolled {
  private readonly open = new Set<Node>();

  constructor(private readonly values: Values) {}

  /** Whether the file changes the list that a name or a field stands for after it was written. */
  isGrown(written: Node): boolean {
    return (
      this.growthOf(written) !== undefined ||
      isChangedInPlace(written) ||
      mayFill(this.values.context.file, written).length > 0
    );
  }

  /** The list as it is where it is used; `undefined`: it cannot be followed. */
  grown(written: Node): Value {
    const growth = this.growthOf(written);
    const place = growth && (functionOf(growth) ?? growth);
    if (!growth || !place || this.open.has(place) || isChangedInPlace(written)) return undefined;
    this.open.add(place);
    try {
      const text = textOf(written);
      const mayChange = isOfModule(this.values.context.file, written)
        ? this.changesOf(written)
        : (statement: Node) => this.touches(statement, written);
      const list = { names: new Map<string, Value>(), text, until: written, mayChange };
      const isReached = this.statements(this.filling(growth, written), list);
      // Something returns before, or the other way is taken.
      if (!isReached && contains(place, written)) return undefined;
      return list.names.get(list.text);
    } catch (error) {
      if (error instanceof Lost) return undefined;
      throw error;
    } finally {
      this.open.delete(place);
    }
  }

  /** The statements that fill a list: the body of a function, or those of the module that have to do with it. */
  private filling(growth: Node, written: Node): readonly Node[] {
    const { file } = this.values.context;
    const body = isOfModule(file, written) ? null : functionOf(growth)?.childForFieldName('body');
    const statements = body?.namedChildren ?? topStatements(file, written);
    if (!statements) throw new Lost();
    return statements;
  }

  /**
   * Tells the statements that bind or change a list of the module: a script is long, and mentions a list in many places
   * that leave it as it is.
   */
  private changesOf(written: Node): (statement: Node) => boolean {
    const { file } = this.values.context;
    const text = textOf(written);
    const calls = growing.flatMap((method) => file.calls.get(method));
    const places = [
      ...file.bindings.of(text, written).map(({ owner }) => owner),
      ...calls.filter((call) => textOf(objectOf(call) ?? call) === text),
      ...mayFill(file, written),
    ];
    return (statement) => places.some((place) => contains(statement, place));
  }

  /** Whether a statement of a function binds or changes a list. */
  private touches(statement: Node, written: Node): boolean {
    const name = literally(textOf(written));
    const changed = `\\s*(?:[-+*]?=(?!=)|,|(?<=\\s)in\\b|\\.(?:${growing.join('|')})\\b|${ITEM_SET})`;
    return (
      new RegExp(`(?<![\\w.])${name}${changed}`).test(textOf(statement)) ||
      mayFill(this.values.context.file, written).some((call) => contains(statement, call))
    );
  }

  /** The first statement that adds to a list: to a field anywhere in its class, to a name where it is bound. */
  private growthOf(written: Node): Node | undefined {
    const { file } = this.values.context;
    const text = textOf(written);
    if (written.type === 'attribute') {
      const owner = text.startsWith('self.') ? classOf(written) : null;
      const isOwn = (call: Node) => same(classOf(call), owner);
      return owner
        ? this.callOn(text, (method) => file.calls.inBlock(written.block, method).filter(isOwn))
        : undefined;
    }
    const bindings = file.bindings.of(text, written);
    const scope = bindings[0]?.scope ?? MODULE;
    const isHere = (call: Node) =>
      scope === MODULE ? isOfModule(file, objectOf(call)) : same(functionOf(call), scope);
    const callsOf = (method: string) =>
      scope === MODULE ? file.calls.get(method) : file.calls.inBlock(written.block, method);
    const call = this.callOn(text, (method) => callsOf(method).filter(isHere));
    // `layers += [nn.Linear(a, b)]`
    return call ?? bindings.find(({ kind }) => kind === 'augment')?.owner;
  }

  /** A call that changes the list written as `text`. */
  private callOn(text: string, callsOf: (method: string) => readonly Node[]): Node | undefined {
    const isOn = (call: Node) => {
      const object = objectOf(call);
      return object !== null && textOf(object) === text;
    };
    for (const method of growing) {
      const found = callsOf(method).find(isOn);
      if (found) return found;
    }
    return undefined;
  }

  /** Follows statements; true: the use was reached. */
  private block(body: Node, list: Growing): boolean {
    return this.statements(body.namedChildren, list);
  }

  private statements(all: readonly Node[], list: Growing): boolean {
    return all.some((statement) => this.statement(statement, list));
  }

  private statement(node: Node, list: Growing): boolean {
    if (this.values.isSpent) throw new Lost();
    switch (node.type) {
      case 'expression_statement':
        return this.simple(node, list);
      case 'return_statement':
        if (contains(node, list.until)) return true;
        throw new Lost();
      case 'break_statement':
      case 'continue_statement':
        throw new Lost();
      case 'for_statement':
        return this.loop(node, list);
      case 'if_statement':
        return this.branch(node, list);
      case 'comment':
      case 'import_statement':
      case 'import_from_statement':
        return false;
      case 'with_statement':
        return this.block(node.childForFieldName('body') ?? node, list);
      default:
        return this.leaveOut(node, list);
    }
  }

  private simple(node: Node, list: Growing): boolean {
    if (contains(node, list.until)) return true;
    const [inner] = node.namedChildren;
    if (inner?.type === 'assignment') this.assign(inner, list);
    else if (inner?.type === 'augmented_assignment') this.augment(inner, list);
    else if (inner?.type === 'call' && !this.fills(inner, list)) this.method(inner, list);
    else if (inner && list.mayChange(inner)) throw new Lost();
    return false;
  }

  /** Whether a call is given the list, and may change it. */
  private fills(call: Node, { until }: Growing): boolean {
    return mayFill(this.values.context.file, until).some((one) => contains(call, one));
  }

  /** Does something among the names as they are now: what is made remembers them. */
  private among<T>({ names }: Growing, work: () => T): T {
    return this.values.within(new Map(names), work);
  }

  private valueOf(node: Node | null, list: Growing): Value {
    return node ? this.among(list, () => this.values.evaluate(node)) : undefined;
  }

  private assign(node: Node, list: Growing): void {
    const left = node.childForFieldName('left');
    if (left) bind(list.names, left, this.valueOf(node.childForFieldName('right'), list));
  }

  private augment(node: Node, list: Growing): void {
    const left = node.childForFieldName('left');
    const isSum = /\+=/.test(textOf(node));
    const more = isSum ? this.valueOf(node.childForFieldName('right'), list) : undefined;
    if (left) this.add(textOf(left), more, list);
  }

  private method(call: Node, list: Growing): void {
    const callee = call.childForFieldName('function');
    const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
    const method = callee?.childForFieldName('attribute');
    if (!object || !method || !growing.includes(textOf(method))) return;
    this.add(textOf(object), this.addedBy(call, textOf(method), list), list);
  }

  /** Adds to a list among the names; what cannot be told is not known from there on. */
  private add(name: string, more: Value, { names, text }: Growing): void {
    const all = joined(names.get(name), more, MAX_ITEMS);
    if (!all && name === text) throw new Lost();
    names.set(name, all);
  }

  private addedBy(call: Node, method: string, list: Growing): Value {
    const [first, second] = argumentsOf(call)?.positional ?? [];
    if (!first || second) return undefined;
    if (method === 'append') return this.among(list, () => this.values.members([first]));
    return method === 'extend' ? this.valueOf(first, list) : undefined;
  }

  private loop(node: Node, list: Growing): boolean {
    const [target, body] = [node.childForFieldName('left'), node.childForFieldName('body')];
    const turns = this.among(list, () => this.values.turns(node));
    if (!target || !body || !turns) return this.leaveOut(node, list);
    return turns.some((turn) => {
      bind(list.names, target, turn);
      return this.block(body, list);
    });
  }

  private branch(node: Node, list: Growing): boolean {
    const chosen = isMain(node)
      ? node.childForFieldName('consequence')
      : this.among(list, () => this.values.chosen(node));
    if (chosen === undefined) return this.leaveOut(node, list);
    // A guard that returns something else is for other values.
    const isGuard = chosen?.namedChildren[0]?.type === 'return_statement' && !contains(chosen, list.until);
    return chosen && !isGuard ? this.block(chosen, list) : false;
  }

  /** What is left out must not decide what is in the list. */
  private leaveOut(node: Node, { until, mayChange }: Growing): false {
    if (contains(node, until) || mayChange(node)) throw new Lost();
    return false;
  }
}

/** `[1] = …`, behind the name of a list. */
const ITEM_SET = '\\[[^\\]\\n]{0,200}\\]\\s*[-+*]?=(?!=)';

/** A pattern of a text: `nets[n-1].layers` is one of itself. */
const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `layers[1] = …`, `del layers[-1]`: not a way in which a list grows. */
function isChangedInPlace(written: Node): boolean {
  const name = literally(textOf(written));
  return new RegExp(`(?<![\\w.])(?:del\\s+${name}\\b|${name}\\s*${ITEM_SET})`).test(written.block.text);
}

const functionOf = (node: Node) => enclosing(node, 'function_definition');

/** `if __name__ == '__main__':`, where it is a program that is read. */
function isMain(branch: Node): boolean {
  const condition = branch.childForFieldName('condition');
  return condition !== null && /^\(?\s*__name__\s*==/.test(textOf(condition));
}
