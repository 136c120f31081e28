import * as l10n from '@vscode/l10n';
import type { Lists } from '../evaluate/lists';
import { isList, isMade, type Made, type Value } from '../evaluate/values';
import { Walk } from '../evaluate/walk';
import type { Layer } from '../finding';
import { activationOfString } from '../frameworks/activations';
import type { Binary, Branch, Call, Expression, List, Member, Node, Record } from '../syntax/tree';
import { passOver } from '../work';
import { argumentsOf } from './arguments';
import { isSwitchedOff } from './dropout-mode';
import { Flow } from './flow';
import type { LayerReader } from './layers';
import { isUnused } from './unused';

const MAX_DEPTH = 40;
/** Sums of sums may nest deeper than a stack is. */
const MAX_NESTING = 200;
/** Containers of containers, each of them twice, double with every line. */
const MAX_VISITS = 5000;
const reshapes = new Set(['view', 'reshape', 'flatten', 'squeeze', 'unsqueeze', 'permute', 'transpose']);
const silent = new Set('size to float long contiguous detach type cuda astype shape'.split(' '));
/** Functions that make something else than the next value. */
const aside = /\.(?:device|zeros|ones|arange|tensor|size|no_grad|shape|cast)$/;
const elsewhere = () => l10n.t('the layers come from a list that is built elsewhere');

/** Collects layers in the order in which they are applied. */
export class Sequence extends Walk<Lists> {
  readonly layers: Layer[] = [];
  readonly notes: string[] = [];
  #depth = 0;
  #visits = 0;
  #nesting = 0;
  readonly #open = new Set<Node>();
  readonly #flow = new Flow();

  readonly #reader: LayerReader;

  constructor(reader: LayerReader) {
    super(reader.lists);
    this.#reader = reader;
  }

  /** Remarks once on what keeps the sequence from being plain. */
  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  /** What is made of several values. */
  #joined(node: Node): void {
    this.note(l10n.t('branches are joined: {0}', this.#quote(node)));
  }

  #quote(node: Node): string {
    return this.#reader.context.evaluator.quote(node);
  }

  /** What a statement gives is kept in variables, given back, or lost. */
  protected statement(node: Node): boolean {
    const isReturn = node.type === 'other' && node.word === 'return_statement';
    if (isReturn) for (const part of node.parts) this.#expression(part, true);
    else this.#expression(node, false);
    return false;
  }

  #expression(node: Node, isReturned: boolean): void {
    const before = this.layers.length;
    this.value(node);
    const isAssigned = node.type === 'declaration' || node.type === 'assignment';
    const value = isAssigned ? node.value : node;
    if (!value) return;
    // `self.dropout(x)` alone on its line, unless it changes `x` itself.
    if (value.type === 'call' && !isReturned && isUnused(this.#reader.context, value)) {
      this.#lose(before, value);
      return;
    }
    const target = isAssigned ? node.target : null;
    if (this.#flow.take(target, value, this.layers.length > before))
      this.note(l10n.t('a branch begins: {0}', this.#quote(value)));
  }

  #lose(before: number, value: Call): void {
    const { context } = this.#reader;
    const isInPlace = (text: string) => /inplace\s*=\s*True/.test(text);
    const isWhole = isInPlace(context.slice(value));
    for (const layer of this.layers.splice(before)) {
      if (layer.kind === 'other') continue;
      const text = context.slice(layer);
      if (isWhole || isInPlace(text) || text.includes('_(')) this.layers.push(layer);
      else this.note(l10n.t('the result of {0} is not used', this.#quote(value)));
    }
  }

  /** `x = layers.concatenate([a, b])` */
  join(target: Expression, value: Expression): void {
    this.#flow.take(target, value, true);
    this.#joined(value);
  }

  /** Where no loop decides it, whatever a branch depends on may be otherwise. */
  protected override choice(node: Branch): boolean {
    return this.lists.isAmong ? super.choice(node) : this.unknown(node);
  }

  protected override loop(node: Branch): boolean {
    return this.lists.aside(() => super.loop(node));
  }

  protected unknown({ isLoop }: Branch): boolean {
    this.note(
      isLoop
        ? l10n.t('a loop in the forward pass is left out')
        : l10n.t('a branch in the forward pass is left out'),
    );
    return false;
  }

  /** The members of a container: a list, or the arguments themselves. */
  container(call: Call): void {
    const { positional, keywords } = argumentsOf(call);
    const [first, second] = positional;
    const given = first ?? keywords.get('layers')?.value;
    const list = given && this.#listOf(given);
    const items = first && !second && !list ? this.lists.evaluate(first) : undefined;
    if (given && list) this.#listed(given, list);
    else if (isList(items)) this.#items(items);
    else this.#members(call.args);
  }

  /** The items of a list that `written` leads to, also where statements fill it. */
  #listed(written: Expression, list: List | Record | undefined): void {
    const isPlain = list && !this.lists.isGrown(written);
    const items = isPlain ? undefined : this.lists.evaluate(written);
    if (isList(items)) {
      this.#items(items);
      return;
    }
    if (list) this.#within(list, () => this.#members(membersOf(list)));
    if (!isPlain) this.note(elsewhere());
  }

  /** The members of a list that was followed. */
  #items(items: readonly Value[]): void {
    for (const item of items) {
      if (isMade(item)) this.#item(item);
      else if (isList(item)) this.#items(item);
      else this.note(elsewhere());
    }
  }

  #item({ node, names }: Made): void {
    this.lists.among(names, () => this.object(node));
  }

  /** A layer as an object: made by a call, a container of such, or a function's name. */
  object(node: Expression): void {
    const { evaluator } = this.#reader.context;
    if (this.#isBeyond(this.#depth > MAX_DEPTH)) return;
    const target = evaluator.follow(node).expression ?? node;
    this.#depth++;
    if (target.type === 'call') this.#within(target, () => this.#made(target));
    else this.layers.push(this.#reader.activationOf(node) ?? this.#reader.other(node));
    this.#depth--;
  }

  /** Goes into a container or list, unless it is in the middle of it or has seen too much. */
  #within(node: Node, enter: () => void): void {
    if (this.#open.has(node) || this.#isBeyond(this.#visits++ > MAX_VISITS)) return;
    this.#open.add(node);
    enter();
    this.#open.delete(node);
  }

  /** Whether what follows is left out, which the model and the whole scan then say. */
  #isBeyond(isMore: boolean): boolean {
    if (!isMore) return false;
    passOver();
    this.note(l10n.t('what is nested too deeply is left out'));
    return true;
  }

  #made(written: Call): void {
    const call = withoutDevice(written);
    if (this.#reader.isContainer(call)) {
      this.container(call);
      return;
    }
    const layer = this.#reader.layerOf(call);
    if (!layer && this.isJoin(call)) {
      this.#joined(call);
      return;
    }
    if (!layer) this.note(l10n.t('{0} is not a plain layer', this.#quote(call)));
    this.layers.push(layer ?? this.#reader.other(call));
  }

  #listOf(node: Expression): List | Record | undefined {
    const { evaluator, qualify } = this.lists;
    const target = evaluator.follow(node).expression;
    if (target?.type === 'list') return target;
    if (target?.type !== 'call' || qualify(target.callee) !== 'collections.OrderedDict') return undefined;
    const [inner] = target.args;
    return inner?.type === 'list' || inner?.type === 'record' ? inner : undefined;
  }

  #members(nodes: readonly Expression[]): void {
    for (const node of nodes) {
      if (node.type === 'spread') this.#listed(node.of, this.#splat(node.of));
      else this.object(node.type === 'list' ? (node.items[1] ?? node) : node);
    }
  }

  /** `nn.Sequential(*layers)` */
  #splat(list: Expression): List | Record | undefined {
    return this.#isBeyond(this.#depth > MAX_DEPTH) ? undefined : this.#listOf(list);
  }

  /** An expression in which layers may be applied. */
  value(node: Node): void {
    if (this.#isBeyond(this.#nesting >= MAX_NESTING)) return;
    this.#nesting++;
    this.#parts(node);
    this.#nesting--;
  }

  #parts(node: Node): void {
    switch (node.type) {
      case 'declaration':
      case 'assignment':
        if (node.type === 'assignment' && node.operator !== '=')
          this.#sum(node, [node.target, ...(node.value ? [node.value] : [])]);
        else if (node.value) this.value(node.value);
        return;
      case 'call':
        this.#apply(node);
        return;
      case 'binary':
        if (isArithmetic(node)) this.#sum(node, [node.left, node.right]);
        return;
      case 'list':
        if (node.isTuple) this.#several(node);
        return;
      case 'condition':
        this.note(l10n.t('a branch in the forward pass is left out'));
    }
  }

  /** `return self.mean(h), self.variance(h)` */
  #several({ items }: List): void {
    const counts = items.map((item) => {
      const before = this.layers.length;
      this.value(item);
      return this.layers.length - before;
    });
    if (counts.filter((count) => count > 0).length > 1) this.note(l10n.t('the model has several outputs'));
  }

  #sum(node: Node, operands: readonly Expression[]): void {
    const before = this.layers.length;
    for (const operand of operands) this.value(operand);
    if (this.layers.length > before || this.#flow.joins(operands)) this.#joined(node);
  }

  /** What is applied, after what it is applied to. */
  #apply(call: Call): void {
    const { callee } = call;
    if (this.#isBeyond(this.#depth > MAX_DEPTH)) return;
    this.#depth++;
    if (callee.type === 'member' && !this.#isLayerObject(callee)) this.value(callee.object);
    for (const argument of argumentsOf(call).positional) this.value(argument);
    if (callee.type === 'call') this.object(callee);
    else this.#applyNamed(call, callee);
    this.#depth--;
  }

  #isLayerObject(callee: Member): boolean {
    const { object } = callee;
    return (object.type === 'name' && object.name === 'self') || this.lists.qualify(callee) !== undefined;
  }

  #applyNamed(call: Call, callee: Expression): void {
    const reader = this.#reader;
    const { lists } = this;
    if (lists.qualify(callee) !== undefined) {
      this.#functional(call);
      return;
    }
    const listed = callee.type === 'index' || lists.isAmong ? lists.evaluate(callee) : undefined;
    if (isMade(listed) && listed.node.type === 'call') {
      this.#item(listed);
      return;
    }
    const target = lists.evaluator.follow(callee).expression;
    if (target?.type === 'call' || (target && reader.activationOf(target))) {
      this.object(callee);
      return;
    }
    const method = callee.type === 'member' ? callee.name : '';
    if (silent.has(method)) return;
    const activation = activationOfString(method);
    if (reshapes.has(method)) this.layers.push(reader.other(call, 'reshape'));
    else if (activation) this.layers.push({ ...reader.other(call, 'activation'), activation });
    else this.note(l10n.t('{0} is not a plain layer', this.#quote(callee)));
  }

  /** `F.relu(x)`; `keras.activations.get('relu')(x)` and functions of no table are other layers. */
  #functional(call: Call): void {
    const layer = this.#reader.layerOf(call);
    if (layer?.kind === 'dropout' && isSwitchedOff(this.#reader.context, call)) {
      this.note(l10n.t('{0} drops nothing: it is switched off', this.#quote(call)));
      return;
    }
    const [first] = argumentsOf(call).positional;
    const isOther = first && first.type !== 'text' && !aside.test(this.lists.qualify(call.callee) ?? '');
    if (!layer && this.isJoin(call)) this.#joined(call);
    if (layer ?? isOther) this.layers.push(layer ?? this.#reader.other(call));
  }

  /** Whether what is called makes one of several: `torch.cat`, `keras.layers.Concatenate`, `layers.add`. */
  isJoin({ callee }: Call): boolean {
    return joins.test(this.lists.qualify(callee) ?? '');
  }
}

const joins =
  /(?:^|\.)(?:cat|concat|concatenate|column_stack|[hvd]?stack|add|mul|multiply|subtract|average|maximum|minimum|dot|bmm|matmul|einsum|merge|Concatenate|Add|Multiply|Subtract|Average|Maximum|Minimum|Dot|Merge)$/;

const isArithmetic = ({ operator }: Binary) =>
  /^[-+*/%@&|^<>]{1,2}$/.test(operator) && !/^[<>]=?$/.test(operator);

/** The members of a list; of a dictionary its values. */
function membersOf(list: List | Record): readonly Expression[] {
  return list.type === 'list' ? list.items : list.entries.map(({ value }) => value);
}

const onDevice = /^(?:to|cuda|cpu|double|float|half)$/;

/** `nn.Linear(4, 8)` of `nn.Linear(4, 8).to(device)` */
function withoutDevice(call: Call): Call {
  const { callee } = call;
  const isMoved = callee.type === 'member' && callee.object.type === 'call' && onDevice.test(callee.name);
  return isMoved ? withoutDevice(callee.object as Call) : call;
}
