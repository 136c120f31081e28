import type { Expression, Node } from '../syntax/tree';
import { namesBehind } from '../syntax/walk';

/** Longer expressions are looked at in part. */
const MAX_NAMES = 100;

/** Follows which variables hold what the layers so far give, to notice where a network forks. */
export class Flow {
  #heads: Set<string> | undefined;
  readonly #made = new Set<string>();

  /**
   * Takes in `target = value`, or `return value` without a target.
   *
   * @param applies layers were applied in it
   * @returns whether they were applied to something else than what the layers before give
   */
  take(target: Expression | null, value: Node, applies: boolean): boolean {
    const inputs = namesIn(value);
    const names = target ? namesIn(target) : [];
    const follows = !this.#heads || inputs.some((name) => this.#heads!.has(name));
    if (applies) {
      this.#heads = new Set(names);
      for (const name of names) this.#made.add(name);
      return !follows;
    }
    if (this.#heads && follows && isSameValue(value)) for (const name of names) this.#heads.add(name);
    if (inputs.some((input) => this.#made.has(input))) for (const name of names) this.#made.add(name);
    return false;
  }

  /** Whether a sum or product is of two results of layers. */
  joins(operands: readonly Expression[]): boolean {
    const names = operands.flatMap((one) => (one.type === 'name' ? one.name : []));
    return new Set(names).size > 1 && names.every((name) => this.#made.has(name));
  }
}

/** `h = x`, `h = x.contiguous()`, `h = x[:, -1]` */
const isSameValue = (value: Node) =>
  /^(?:name|call|index)$/.test(value.type) || (value.type === 'other' && value.word === 'subscript');

const namesIn = (node: Node) =>
  namesBehind(node, MAX_NAMES).flatMap(({ name }) => (name === 'self' ? [] : name));
