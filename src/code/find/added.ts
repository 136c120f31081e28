import * as l10n from '@vscode/l10n';
import { least } from '../../core/lists';
import type { Lists } from '../evaluate/lists';
import { Walk } from '../evaluate/walk';
import { around, type Branch, type Call, contains, type Expression, type Node, pathOf } from '../syntax/tree';
import { targetOf } from '../syntax/walk';
import type { Context } from './context';
import type { Sequence } from './sequence';

/** The layers of `model.add(layer)` after `model = Sequential()`, in the same scope, are appended to `sequence`. */
export function addedTo(context: Context, sequence: Sequence, call: Call, methods: readonly string[]): void {
  const target = targetOf(call);
  if (!target || methods.length === 0) return;
  const adds = addsTo(context, call, target, methods);
  const statements = new Set(adds.map((add) => outermost(add, call.end)));
  new Adder(sequence, new Set(adds)).all([...statements]);
}

/** The outermost loop or branch around a call that begins after `from`, or the call itself. */
function outermost(call: Call, from: number): Node {
  let found: Node = call;
  for (let owner = around(call, 'branch'); owner; owner = around(owner, 'branch'))
    if (owner.start > from && /^(?:if|for|while)_/.test(owner.word)) found = owner;
  return found;
}

/** Follows the loops and branches in which layers are added to a model. */
class Adder extends Walk<Lists> {
  readonly #sequence: Sequence;
  readonly #adds: ReadonlySet<Node>;

  constructor(sequence: Sequence, adds: ReadonlySet<Node>) {
    super(sequence.lists);
    this.#sequence = sequence;
    this.#adds = adds;
  }

  override one(node: Node): boolean {
    return [...this.#adds].some((add) => contains(node, add)) && super.one(node);
  }

  protected statement(node: Node): boolean {
    if (!this.#adds.has(node)) return false;
    const [first, second] = (node as Call).args;
    const layer = first?.type === 'text' ? second : first;
    if (layer && layer.type !== 'spread') this.#sequence.object(layer);
    return false;
  }

  protected override loop(node: Branch): boolean {
    return this.lists.aside(() => super.loop(node));
  }

  /** As for layers that are applied, only what a turn of a loop decides is certain. */
  protected override choice(node: Branch): boolean {
    return this.lists.isAmong ? super.choice(node) : this.unknown(node);
  }

  /** Each layer once, whatever decides it. */
  protected unknown(node: Branch): boolean {
    this.#sequence.note(l10n.t('layers are added in a loop or a branch'));
    for (const part of node.parts)
      if (part.type === 'block') this.all(part.body);
      else if (part.type === 'branch') this.unknown(part);
    return false;
  }
}

/** The calls `name.add(…)` from a model's making to the next assignment of its name. */
function addsTo({ program }: Context, made: Call, target: Expression, methods: readonly string[]): Call[] {
  const path = pathOf(target);
  const bindings = target.type === 'name' ? program.scopes.find(target.name, target) : [];
  const later = bindings.map(({ at }) => at.start).filter((start) => start > made.end);
  const next = least([Number.POSITIVE_INFINITY, ...later]);
  const scope = around(made, 'callable', 'class');
  return methods
    .flatMap((method) => program.callsOf(method))
    .filter(
      (add) =>
        add.start >= made.end &&
        add.start <= next &&
        add.callee.type === 'member' &&
        pathOf(add.callee.object) === path &&
        around(add, 'callable', 'class') === scope,
    )
    .sort((a, b) => a.start - b.start);
}
