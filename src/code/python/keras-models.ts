import * as l10n from '@vscode/l10n';
import { argumentsOf } from './arguments';
import type { PythonFile } from './file';
import type { LayerReader } from './layers';
import type { Node } from './node';
import { enclosing } from './scopes';
import { Sequence } from './sequence';

/** The layers of `model.add(layer)` after `model = Sequential()`, in the same scope, are appended to `sequence`. */
export function added(reader: LayerReader, sequence: Sequence, call: Node): void {
  const { file } = reader.context;
  const statement = call.parent;
  const left = statement?.type === 'assignment' ? statement.childForFieldName('left') : null;
  if (!left) return;
  const name = file.text(left);
  const from = file.source.end(call);
  const walked = new Set<Node>();
  for (const add of addCalls(file, call, name)) {
    const outer = outermost(file, add, from);
    if (outer && !walked.has(outer)) new Adder(reader, sequence, name).statement(outer);
    else if (!outer) addTo(sequence, add);
    if (outer) walked.add(outer);
  }
}

function addTo(sequence: Sequence, add: Node): void {
  const layer = argumentsOf(add)?.positional[0];
  if (layer) sequence.object(layer);
}

const compound = ['for_statement', 'while_statement', 'if_statement'];

/** The outermost loop or branch around a node that begins after `from`. */
function outermost(file: PythonFile, node: Node, from: number): Node | undefined {
  let found: Node | undefined;
  for (let owner = enclosing(node, ...compound); owner; owner = enclosing(owner, ...compound))
    if (file.source.start(owner) > from) found = owner;
  return found;
}

/** Follows the loops and branches in which layers are added to the model `name`. */
class Adder {
  constructor(
    private readonly reader: LayerReader,
    private readonly sequence: Sequence,
    private readonly name: string,
  ) {}

  statement(node: Node): void {
    const { file } = this.reader.context;
    if (!file.text(node).includes(`${this.name}.add`)) return;
    const [inner] = node.namedChildren;
    const isAdd = node.type === 'expression_statement' && inner?.type === 'call';
    const callee = isAdd ? inner.childForFieldName('function') : null;
    if (callee && file.text(callee) === `${this.name}.add`) addTo(this.sequence, inner!);
    else if (node.type === 'for_statement') this.loop(node);
    else if (node.type === 'if_statement') this.branch(node);
    else this.unknown(node);
  }

  private loop(node: Node): void {
    const body = node.childForFieldName('body');
    if (!body || !this.sequence.walk(node, () => this.statements(body))) this.unknown(node);
  }

  private branch(node: Node): void {
    const chosen = this.sequence.chosen(node);
    if (chosen === undefined) this.unknown(node);
    else if (chosen) this.statements(chosen);
  }

  private statements(body: Node): void {
    for (const statement of body.namedChildren) this.statement(statement);
  }

  /** Each layer once, whatever decides it. */
  private unknown(node: Node): void {
    this.sequence.note(l10n.t('layers are added in a loop or a branch'));
    for (const part of node.namedChildren) {
      if (part.type === 'block') this.statements(part);
      else if (/_clause$/.test(part.type)) this.unknown(part);
    }
  }
}

/** The calls `name.add(…)` from a model's making to the next assignment of its name. */
function addCalls(file: PythonFile, made: Node, name: string): Node[] {
  const { source } = file;
  const scope = enclosing(made, 'function_definition', 'class_definition');
  const from = source.end(made);
  const assigned = file.bindings.all(name).map((binding) => source.start(binding.name));
  const next = Math.min(Number.POSITIVE_INFINITY, ...assigned.filter((start) => start > from));
  return file.calls.get('add').filter((add) => {
    const start = source.start(add);
    if (start < from || start > next) return false;
    const callee = add.childForFieldName('function');
    const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
    if (!object || file.text(object) !== name) return false;
    const here = enclosing(add, 'function_definition', 'class_definition');
    return here === scope;
  });
}

/** Keras' functional style: `x = Dense(64)(x)` in the statements before `Model(inputs, outputs)`. */
export function functional(reader: LayerReader, call: Node): Sequence | undefined {
  const args = argumentsOf(call);
  if (!args || args.positional.length + args.keywords.size < 2) return undefined;
  let statement: Node = call;
  while (statement.parent && !/^(?:module|block)$/.test(statement.parent.type)) statement = statement.parent;
  const sequence = new Sequence(reader);
  for (const before of statement.parent?.namedChildren ?? []) {
    if (!before || before.startIndex >= statement.startIndex) break;
    connect(reader, sequence, before);
  }
  if (sequence.layers.filter(({ kind }) => kind === 'input').length > 1) {
    sequence.note(l10n.t('the model has several inputs'));
  }
  return sequence;
}

function connect(reader: LayerReader, sequence: Sequence, statement: Node): void {
  if (compound.includes(statement.type)) {
    if (appliesWithin(reader, statement)) sequence.statement(statement);
    return;
  }
  const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  const value = assignment?.type === 'assignment' ? assignment.childForFieldName('right') : null;
  if (value?.type !== 'call') return;
  if (applies(reader, value)) sequence.statement(statement);
  else if (reader.layerOf(value)?.kind === 'input') sequence.object(value);
}

/** Whether a call is `layer(…)(x)`, or a known layer kept in a variable and applied. */
function applies(reader: LayerReader, call: Node): boolean {
  const callee = call.childForFieldName('function');
  if (callee?.type === 'call') return reader.layerOf(callee) !== undefined || reader.isContainer(callee);
  const target = callee?.type === 'identifier' ? reader.context.tracer.trace(callee).node : null;
  return target?.type === 'call' && reader.layerOf(target) !== undefined;
}

/** Whether layers are applied in a loop or a branch. */
function appliesWithin(reader: LayerReader, node: Node): boolean {
  return node.namedChildren.some((part) => {
    if (part.type === 'block' || compound.includes(part.type) || /_clause$/.test(part.type))
      return appliesWithin(reader, part);
    const assignment = part.type === 'expression_statement' ? part.firstNamedChild : null;
    const value = assignment?.type === 'assignment' ? assignment.childForFieldName('right') : null;
    return value?.type === 'call' && applies(reader, value);
  });
}
