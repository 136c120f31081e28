import type { Block, Branch, Node } from '../syntax/tree';

/** Decides which branches are taken, and how often loops run. */
export interface Choices {
  /** The block of a branch that is taken; `null`: none is; `undefined`: unknown. */
  chosen(branch: Branch): Block | null | undefined;
  /** One item for each turn of a loop; `undefined`: unknown. */
  turns(loop: Branch): Iterable<unknown> | undefined;
}

/** Goes through statements in the order of execution, as far as branches and loops can be decided. */
export abstract class Walk<L extends Choices = Choices> {
  constructor(readonly lists: L) {}

  /** Whether one of the statements ends the walk. */
  all(statements: readonly Node[]): boolean {
    return statements.some((one) => this.one(one));
  }

  one(node: Node): boolean {
    if (node.type !== 'branch') return this.statement(node);
    if (node.word === 'with_statement') return this.all(bodyOf(node));
    if (node.word === 'if_statement') return this.choice(node);
    return node.over ? this.loop(node) : this.unknown(node);
  }

  protected choice(node: Branch): boolean {
    const chosen = this.lists.chosen(node);
    if (chosen === undefined) return this.unknown(node);
    return chosen !== null && this.enter(chosen);
  }

  /** The block of a branch that is taken. */
  protected enter({ body }: Block): boolean {
    return this.all(body);
  }

  protected loop(node: Branch): boolean {
    const turns = this.lists.turns(node);
    if (!turns) return this.unknown(node);
    for (const _ of turns) if (this.all(bodyOf(node))) return true;
    return false;
  }

  /** Anything but a branch or a loop; true: it ends the walk. */
  protected abstract statement(node: Node): boolean;

  /** A branch or a loop that cannot be decided. */
  protected abstract unknown(node: Branch): boolean;
}

/** The statements that a branch or a loop runs. */
export function bodyOf({ parts }: Branch): readonly Node[] {
  return parts.find((part): part is Block => part.type === 'block')?.body ?? [];
}
