import * as l10n from '@vscode/l10n';
import { append } from '../../core/lists';
import { argumentsOf } from './arguments';
import type { LayerReader } from './layers';
import { type Node, textOf } from './node';
import { CONDITIONAL, MODULE } from './scopes';
import { isJoin, Sequence } from './sequence';

/** Keras' functional style: `x = Dense(64)(x)` in the statements before `Model(inputs, outputs)`. */
export function functional(reader: LayerReader, call: Node): Sequence | undefined {
  const args = argumentsOf(call);
  if (!args || args.positional.length + args.keywords.size < 2) return undefined;
  const sequence = new Sequence(reader);
  for (const before of statementsBefore(reader, call)) connect(reader, sequence, before);
  const output = args.keywords.get('outputs')?.value ?? args.positional[1];
  if (output?.type === 'call' && applies(reader, output)) sequence.value(output);
  if (output?.type === 'list' && output.namedChildCount > 1)
    sequence.note(l10n.t('the model has several outputs'));
  if (sequence.layers.filter(({ kind }) => kind === 'input').length > 1) {
    sequence.note(l10n.t('the model has several inputs'));
  }
  return sequence;
}

const isConditional = ({ type }: Node) => (CONDITIONAL as readonly string[]).includes(type);

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

/** The names that a value comes from. */
function namesIn(node: Node): string[] {
  const names: string[] = [];
  // Sums of sums may nest deeper than a stack is.
  const open = [node];
  for (let one = open.pop(); one; one = open.pop()) {
    if (one.type === 'identifier') names.push(textOf(one));
    else append(open, sourcesOf(one));
  }
  return names;
}

/** The parts that a value comes from: of a call what it is given, as what is called is no value that flows. */
function sourcesOf(node: Node): readonly Node[] {
  const field = flows[node.type];
  if (!field) return node.namedChildren;
  const part = node.childForFieldName(field);
  return part ? [part] : [];
}

const flows: Readonly<Record<string, string>> = {
  call: 'arguments',
  assignment: 'right',
  keyword_argument: 'value',
  attribute: 'object',
};

function connect(reader: LayerReader, sequence: Sequence, statement: Node): void {
  if (isConditional(statement)) {
    if (appliesWithin(reader, statement)) sequence.statement(statement);
    return;
  }
  const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  const value = assignment?.type === 'assignment' ? assignment.childForFieldName('right') : null;
  if (value?.type === 'binary_operator') sequence.statement(statement);
  if (value?.type !== 'call') return;
  const callee = value.childForFieldName('function');
  if (applies(reader, value) || callee?.type === 'call') sequence.statement(statement);
  else if (reader.layerOf(value)?.kind === 'input') sequence.object(value);
  else if (isJoin(reader.calleeOf(value) ?? '')) sequence.join(statement);
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
    if (part.type === 'block' || isConditional(part) || /_clause$/.test(part.type))
      return appliesWithin(reader, part);
    const assignment = part.type === 'expression_statement' ? part.firstNamedChild : null;
    const value = assignment?.type === 'assignment' ? assignment.childForFieldName('right') : null;
    return value?.type === 'call' && applies(reader, value);
  });
}
