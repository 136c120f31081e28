import * as l10n from '@vscode/l10n';
import type { Layer } from '../finding';
import { activationOfString } from '../frameworks/activations';
import { argumentsOf } from './arguments';
import { isSwitchedOff } from './dropout-mode';
import { Flow } from './flow';
import { inTurn, isList, isMade, type Made, type Value } from './known-value';
import { isUnused } from './layer-hints';
import type { LayerReader } from './layers';
import { stringOf } from './literals';
import { type Node, textOf } from './node';

const MAX_DEPTH = 40;
/** Sums of sums may nest deeper than a stack is. */
const MAX_NESTING = 200;
/** Containers of containers, each of them twice, double with every line. */
const MAX_VISITS = 5000;
const reshapes = new Set(['view', 'reshape', 'flatten', 'squeeze', 'unsqueeze', 'permute', 'transpose']);
const silent = new Set([
  'size',
  'to',
  'float',
  'long',
  'contiguous',
  'detach',
  'type',
  'cuda',
  'astype',
  'shape',
]);

/** Collects layers in the order in which they are applied. */
export class Sequence {
  readonly layers: Layer[] = [];
  readonly notes: string[] = [];
  private depth = 0;
  private visits = 0;
  private nesting = 0;
  private readonly open = new Set<Node>();
  private readonly flow = new Flow();

  constructor(private readonly reader: LayerReader) {}

  /** Remarks once on what keeps the sequence from being plain. */
  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  /** The statements of a forward pass. */
  body(block: Node): void {
    for (const statement of block.namedChildren) if (statement) this.statement(statement);
  }

  /** One statement of it. */
  statement(node: Node): void {
    switch (node.type) {
      case 'expression_statement':
      case 'return_statement':
        for (const child of node.namedChildren) if (child) this.expression(child, node);
        return;
      case 'with_statement':
        this.body(node.childForFieldName('body') ?? node);
        return;
      case 'if_statement':
      case 'try_statement':
      case 'match_statement':
        this.branch(node);
        return;
      case 'for_statement':
      case 'while_statement':
        this.loop(node);
        return;
    }
  }

  /** A part of a statement: what it gives is kept in variables, given back, or lost. */
  private expression(node: Node, statement: Node): void {
    const before = this.layers.length;
    this.value(node);
    const isAssigned = /assignment$/.test(node.type);
    const value = isAssigned ? node.childForFieldName('right') : node;
    const applied = this.layers.slice(before);
    if (!value) return;
    if (this.isLost(node, value, statement)) {
      this.lose(before, value);
      return;
    }
    const isFork = this.flow.take(
      isAssigned ? node.childForFieldName('left') : null,
      value,
      applied.length > 0,
    );
    if (isFork) this.note(l10n.t('a branch begins: {0}', this.reader.context.tracer.quote(value)));
  }

  /** `self.dropout(x)` alone on its line, unless it changes `x` itself. */
  private isLost(node: Node, value: Node, statement: Node): boolean {
    if (value.type !== 'call' || statement.type === 'return_statement') return false;
    return node === value || isUnused(value);
  }

  private lose(before: number, value: Node): void {
    const { file, tracer } = this.reader.context;
    const isInPlace = ({ start, end }: Layer) =>
      /inplace\s*=\s*True|_\(/.test(file.source.text.slice(start, end));
    const lost = this.layers.splice(before).filter(({ kind }) => kind !== 'other');
    for (const layer of lost) {
      if (isInPlace(layer) || /inplace\s*=\s*True/.test(file.text(value))) this.layers.push(layer);
      else this.note(l10n.t('the result of {0} is not used', tracer.quote(value)));
    }
  }

  /** `x = layers.concatenate([a, b])` */
  join(statement: Node): void {
    const assignment = statement.firstNamedChild!;
    const value = assignment.childForFieldName('right') ?? assignment;
    this.flow.take(assignment.childForFieldName('left'), value, true);
    this.note(l10n.t('branches are joined: {0}', this.reader.context.tracer.quote(value)));
  }

  private branch(node: Node): void {
    const chosen = this.chosen(node);
    if (chosen === undefined) this.note(l10n.t('a branch in the forward pass is left out'));
    else if (chosen) this.body(chosen);
  }

  private loop(node: Node): void {
    const body = node.childForFieldName('body');
    if (!body || !this.walk(node, () => this.body(body)))
      this.note(l10n.t('a loop in the forward pass is left out'));
  }

  /**
   * The block of a branch that the turn of a loop decides, as in `if i < len(self.layers) - 1`; `null`: none of it;
   * `undefined`: it cannot be told.
   */
  chosen(node: Node): Node | null | undefined {
    const { values } = this.reader;
    return values.known.size > 0 ? values.chosen(node) : undefined;
  }

  /** Takes the turns of a loop over a list or a range that the file writes out; false: it cannot be told. */
  walk(node: Node, inEach: () => void): boolean {
    const { values } = this.reader;
    const target = node.childForFieldName('left');
    const turns = values.turns(node);
    if (!target || !turns) return false;
    for (const turn of turns) {
      if (this.visits++ > MAX_VISITS) break;
      values.within(inTurn(values.known, target, turn), inEach);
    }
    return true;
  }

  /** The members of a container: a list, or the arguments themselves. */
  container(call: Node): void {
    const args = argumentsOf(call);
    if (!args) return;
    const [first, second] = args.positional;
    const given = first ?? args.keywords.get('layers')?.value;
    const list = given && this.listOf(given);
    const items = first && !second && !list ? this.reader.values.evaluate(first) : undefined;
    if (given && list) this.listed(given, list);
    else if (isList(items)) this.items(items);
    else this.members(args.list.namedChildren);
  }

  /** The items of a list that `written` leads to, also where statements fill it. */
  private listed(written: Node, list: Node | undefined): void {
    const { values } = this.reader;
    const inner = (written.type === 'list_splat' && written.firstNamedChild) || written;
    const isName = inner.type === 'identifier' || inner.type === 'attribute';
    const isPlain = list && !(isName && values.isGrown(inner));
    const items = isPlain ? undefined : values.evaluate(inner);
    if (isList(items)) {
      this.items(items);
      return;
    }
    if (list) this.within(list, () => this.members(list.namedChildren));
    if (!isPlain) this.note(l10n.t('the layers come from a list that is built elsewhere'));
  }

  /** The members of a list that was followed. */
  private items(items: readonly Value[]): void {
    for (const item of items) {
      if (isMade(item)) this.item(item);
      else if (isList(item)) this.items(item);
      else this.note(l10n.t('the layers come from a list that is built elsewhere'));
    }
  }

  private item({ node, names }: Made): void {
    this.reader.values.within(names, () => this.object(node));
  }

  /** A layer as an object: made by a call, a container of such, or a function's name. */
  object(node: Node): void {
    const { context } = this.reader;
    const target = this.depth > MAX_DEPTH ? null : (context.tracer.trace(node).node ?? node);
    this.depth++;
    if (target?.type === 'call') this.within(target, () => this.made(target));
    else this.push(this.reader.activationOf(node) ?? this.reader.other(node));
    this.depth--;
  }

  /** Goes into a container or list, unless it is in the middle of it or has seen too much. */
  private within(node: Node, enter: () => void): void {
    if (this.open.has(node) || this.visits++ > MAX_VISITS) return;
    this.open.add(node);
    enter();
    this.open.delete(node);
  }

  private made(written: Node): void {
    const call = withoutDevice(written);
    if (this.reader.isContainer(call)) {
      this.container(call);
      return;
    }
    const layer = this.reader.layerOf(call);
    if (!layer && isJoin(this.reader.calleeOf(call) ?? '')) {
      this.note(l10n.t('branches are joined: {0}', this.reader.context.tracer.quote(call)));
      return;
    }
    if (!layer) this.note(l10n.t('{0} is not a plain layer', this.reader.context.tracer.quote(call)));
    this.push(layer ?? this.reader.other(call));
  }

  private push(layer: Layer | undefined): void {
    if (layer) this.layers.push(layer);
  }

  private listOf(node: Node): Node | undefined {
    const { file, tracer } = this.reader.context;
    const target = tracer.trace(node).node;
    if (target?.type === 'list' || target?.type === 'tuple') return target;
    const callee = target?.type === 'call' ? target.childForFieldName('function') : null;
    if (!target || !callee || file.qualify(callee) !== 'collections.OrderedDict') return undefined;
    const inner = argumentsOf(target)?.positional[0];
    return inner?.type === 'list' || inner?.type === 'dictionary' ? inner : undefined;
  }

  /** `nn.Sequential(*layers)`. */
  private splat(node: Node): Node | undefined {
    const inner = this.depth > MAX_DEPTH ? null : node.firstNamedChild;
    return inner ? this.listOf(inner) : undefined;
  }

  private members(nodes: readonly (Node | null)[]): void {
    for (const node of nodes) {
      if (!node || node.type === 'comment' || node.type === 'keyword_argument') continue;
      if (node.type === 'list_splat') this.listed(node, this.splat(node));
      else if (node.type === 'pair') this.object(node.childForFieldName('value') ?? node);
      else if (node.type === 'tuple') this.object(node.namedChildren[1] ?? node);
      else this.object(node);
    }
  }

  /** An expression in which layers may be applied. */
  value(node: Node): void {
    if (this.nesting >= MAX_NESTING) return;
    this.nesting++;
    this.parts(node);
    this.nesting--;
  }

  private parts(node: Node): void {
    switch (node.type) {
      case 'assignment':
        this.value(node.childForFieldName('right') ?? node.firstNamedChild!);
        return;
      case 'parenthesized_expression':
      case 'await':
        if (node.firstNamedChild) this.value(node.firstNamedChild);
        return;
      case 'call':
        this.apply(node);
        return;
      case 'binary_operator':
      case 'augmented_assignment':
        this.sum(node);
        return;
      case 'expression_list':
      case 'tuple':
        this.several(node);
        return;
      case 'conditional_expression':
        this.note(l10n.t('a branch in the forward pass is left out'));
    }
  }

  /** `return self.mean(h), self.variance(h)` */
  private several(node: Node): void {
    const counts = node.namedChildren.map((child) => {
      const before = this.layers.length;
      this.value(child);
      return this.layers.length - before;
    });
    if (counts.filter((count) => count > 0).length > 1) this.note(l10n.t('the model has several outputs'));
  }

  private sum(node: Node): void {
    const before = this.layers.length;
    for (const child of node.namedChildren) if (child) this.value(child);
    if (this.layers.length > before || this.flow.joins(node.namedChildren))
      this.note(l10n.t('branches are joined: {0}', this.reader.context.tracer.quote(node)));
  }

  /** What is applied, after what it is applied to. */
  private apply(call: Node): void {
    const callee = call.childForFieldName('function');
    if (!callee || this.depth > MAX_DEPTH) return;
    this.depth++;
    const args = argumentsOf(call);
    const inner = callee.type === 'call';
    if (callee.type === 'attribute' && !this.isLayerObject(callee))
      this.value(callee.childForFieldName('object')!);
    for (const argument of args?.positional ?? []) this.value(argument);
    if (inner) this.object(callee);
    else this.applyNamed(call, callee);
    this.depth--;
  }

  private isLayerObject(callee: Node): boolean {
    const { file } = this.reader.context;
    const object = callee.childForFieldName('object');
    return object === null || file.text(object) === 'self' || file.qualify(callee) !== undefined;
  }

  private applyNamed(call: Node, callee: Node): void {
    const { values } = this.reader;
    const { file, tracer } = this.reader.context;
    if (file.qualify(callee) !== undefined) {
      this.push(this.functional(call));
      return;
    }
    const listed = callee.type === 'subscript' || values.known.size > 0 ? values.evaluate(callee) : undefined;
    if (isMade(listed) && listed.node.type === 'call') {
      this.item(listed);
      return;
    }
    const target = tracer.trace(callee).node;
    if (target?.type === 'call' || (target && this.reader.activationOf(target))) {
      this.object(callee);
      return;
    }
    const method = callee.type === 'attribute' ? file.text(callee.childForFieldName('attribute')!) : '';
    if (silent.has(method)) return;
    if (reshapes.has(method)) this.push(this.reader.other(call, 'reshape'));
    else if (activationOfString(method))
      this.push({ ...this.reader.other(call, 'activation'), activation: activationOfString(method)! });
    else this.note(l10n.t('{0} is not a plain layer', tracer.quote(callee)));
  }

  /** `F.relu(x)`; `keras.activations.get('relu')(x)` and functions of no table are other layers. */
  private functional(call: Node): Layer | undefined {
    const layer = this.reader.layerOf(call);
    if (layer?.kind === 'dropout' && isSwitchedOff(this.reader.context, call)) {
      this.note(l10n.t('{0} drops nothing: it is switched off', this.reader.context.tracer.quote(call)));
      return undefined;
    }
    if (layer) return layer;
    const name = this.reader.calleeOf(call) ?? '';
    if (/\.(?:device|zeros|ones|arange|tensor|size|no_grad|shape|cast)$/.test(name)) return undefined;
    if (isJoin(name)) {
      this.note(l10n.t('branches are joined: {0}', this.reader.context.tracer.quote(call)));
    }
    const first = argumentsOf(call)?.positional[0];
    return first && stringOf(first) === undefined ? this.reader.other(call) : undefined;
  }
}

/** Whether what is called makes one of several: `torch.cat`, `keras.layers.Concatenate`, `layers.add`. */
export function isJoin(name: string): boolean {
  return /(?:^|\.)(?:cat|concat|concatenate|column_stack|[hvd]?stack|add|mul|multiply|subtract|average|maximum|minimum|dot|bmm|matmul|einsum|merge|Concatenate|Add|Multiply|Subtract|Average|Maximum|Minimum|Dot|Merge)$/.test(
    name,
  );
}

const onDevice = /\.(?:to|cuda|cpu|double|float|half)$/;

/** `nn.Linear(4, 8)` of `nn.Linear(4, 8).to(device)` */
function withoutDevice(call: Node): Node {
  const callee = call.childForFieldName('function');
  const object =
    callee?.type === 'attribute' && onDevice.test(textOf(callee)) ? callee.childForFieldName('object') : null;
  return object?.type === 'call' ? withoutDevice(object) : call;
}
