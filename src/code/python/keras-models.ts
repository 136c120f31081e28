import * as l10n from '@vscode/l10n';
import { argumentsOf } from './arguments';
import type { PythonFile } from './file';
import type { LayerReader } from './layers';
import { type Node, textOf } from './node';
import { enclosing, MODULE } from './scopes';
import { Sequence } from './sequence';

/** The methods that a container of layers grows by: Keras' `add`, PyTorch's `append` and `add_module('name', layer)`. */
const adders: Readonly<Record<string, readonly string[]>> = {
  'keras.Sequential': ['add'],
  'torch.nn.Sequential': ['append', 'add_module'],
};

/** The layers of `model.add(layer)` after `model = Sequential()`, in the same scope, are appended to `sequence`. */
export function added(reader: LayerReader, sequence: Sequence, call: Node, container: string): void {
  const methods = adders[container];
  if (!methods) return;
  const { file } = reader.context;
  const statement = call.parent;
  const left = statement?.type === 'assignment' ? statement.childForFieldName('left') : null;
  if (!left) return;
  const name = file.text(left);
  const from = file.source.end(call);
  const walked = new Set<Node>();
  for (const add of addCalls(file, call, name, methods)) {
    const outer = outermost(file, add, from);
    if (outer && !walked.has(outer)) new Adder(reader, sequence, name, methods).statement(outer);
    else if (!outer) addTo(sequence, add);
    if (outer) walked.add(outer);
  }
}

function addTo(sequence: Sequence, add: Node): void {
  const [first, second] = argumentsOf(add)?.positional ?? [];
  const layer = first?.type === 'string' ? second : first;
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
    private readonly methods: readonly string[],
  ) {}

  statement(node: Node): void {
    const { file } = this.reader.context;
    const calls = this.methods.map((method) => `${this.name}.${method}`);
    if (!calls.some((words) => file.text(node).includes(words))) return;
    const [inner] = node.namedChildren;
    const isAdd = node.type === 'expression_statement' && inner?.type === 'call';
    const callee = isAdd ? inner.childForFieldName('function') : null;
    if (callee && calls.includes(file.text(callee))) addTo(this.sequence, inner!);
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
function addCalls(file: PythonFile, made: Node, name: string, methods: readonly string[]): Node[] {
  const { source } = file;
  const scope = enclosing(made, 'function_definition', 'class_definition');
  const from = source.end(made);
  const assigned = file.bindings.all(name).map((binding) => source.start(binding.name));
  const next = Math.min(Number.POSITIVE_INFINITY, ...assigned.filter((start) => start > from));
  const calls = methods.flatMap((method) => file.calls.get(method));
  return calls
    .toSorted((a, b) => source.start(a) - source.start(b))
    .filter((add) => {
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
  const sequence = new Sequence(reader);
  for (const before of statementsBefore(reader, call)) connect(reader, sequence, before);
  const output = args.keywords.get('outputs')?.value ?? args.positional[1];
  if (output?.type === 'call' && applies(reader, output)) sequence.value(output);
  if (sequence.layers.filter(({ kind }) => kind === 'input').length > 1) {
    sequence.note(l10n.t('the model has several inputs'));
  }
  return sequence;
}

function statementOf(node: Node): Node {
  let statement = node;
  while (statement.parent && !/^(?:module|block)$/.test(statement.parent.type)) statement = statement.parent;
  return statement;
}

/** The statements that may lead to a model: of its function those before it, of a script those that its names come from. */
function statementsBefore(reader: LayerReader, call: Node): readonly Node[] {
  const statement = statementOf(call);
  if (statement.parent?.type === 'module') return statementsBehind(reader, call);
  const all = statement.parent?.namedChildren ?? [];
  return all.filter(({ startIndex }) => startIndex < statement.startIndex);
}

const MAX_NAMES = 200;

/** A script is read in blocks, of which only those that the names lead to are looked at. */
function statementsBehind(reader: LayerReader, call: Node): readonly Node[] {
  const { file } = reader.context;
  const { source } = file;
  const end = source.start(statementOf(call));
  const found = new Map<number, Node>();
  const names = new Set(namesIn(call));
  for (const name of names) {
    for (const { kind, owner, scope } of file.bindings.all(name)) {
      const start = source.start(owner);
      if (kind !== 'assign' || scope !== MODULE || start >= end) continue;
      if (names.size < MAX_NAMES) for (const more of namesIn(owner)) names.add(more);
      const outer = topOf(owner);
      found.set(source.start(outer), outer);
    }
  }
  return [...found].sort(([a], [b]) => a - b).map(([, statement]) => statement);
}

/** The top-level statement around a node. */
function topOf(node: Node): Node {
  let top = node;
  while (top.parent && top.parent.type !== 'module') top = top.parent;
  return top;
}

function namesIn(node: Node): string[] {
  if (node.type === 'identifier') return [textOf(node)];
  return node.namedChildren.flatMap(namesIn);
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
