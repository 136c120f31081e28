import { append } from '../../core/lists';
import { type Node, textOf } from './node';

/** Longer expressions are looked at in part. */
const MAX_NAMES = 100;

/** Follows which variables hold what the layers so far give, to notice where a network forks. */
export class Flow {
  #heads: Set<string> | undefined;
  readonly #made = new Set<string>();

  /**
   * Takes in `targets = value`, or `return value` without targets.
   *
   * @param applies layers were applied in it
   * @returns whether they were applied to something else than what the layers before give
   */
  take(targets: Node | null, value: Node, applies: boolean): boolean {
    const inputs = namesIn(value);
    const names = targets ? namesIn(targets) : [];
    const follows = !this.#heads || inputs.some((name) => this.#heads!.has(name));
    if (applies) {
      this.#heads = new Set(names);
      for (const name of names) this.#made.add(name);
      return !follows;
    }
    if (this.#heads && follows && isSameValue(value)) for (const name of names) this.#heads.add(name);
    for (const name of names) if (inputs.some((input) => this.#made.has(input))) this.#made.add(name);
    return false;
  }

  /** Whether a sum or product is of two results of layers. */
  joins(operands: readonly Node[]): boolean {
    const names = operands.filter(({ type }) => type === 'identifier').map(textOf);
    return new Set(names).size > 1 && names.every((name) => this.#made.has(name));
  }
}

/** `h = x`, `h = x.contiguous()`, `h = x[:, -1]` */
function isSameValue({ type }: Node): boolean {
  return /^(?:identifier|call|subscript|parenthesized_expression)$/.test(type);
}

/** The variables in an expression, without what is called and what follows a dot. */
function namesIn(node: Node): string[] {
  const names: string[] = [];
  const open = [node];
  for (let one = open.pop(); one && names.length < MAX_NAMES; one = open.pop()) {
    if (one.type === 'identifier') names.push(textOf(one));
    else append(open, partsOf(one));
  }
  return names.filter((name) => name !== 'self');
}

function partsOf(node: Node): readonly Node[] {
  const part = (field: string) => node.childForFieldName(field);
  const given = (...fields: string[]) => fields.flatMap((field) => part(field) ?? []);
  switch (node.type) {
    case 'call': {
      const callee = part('function');
      const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
      return [...given('arguments'), ...(object ? [object] : callee?.type === 'call' ? [callee] : [])];
    }
    case 'attribute':
      return given('object');
    case 'keyword_argument':
      return given('value');
    default:
      return node.namedChildren;
  }
}
