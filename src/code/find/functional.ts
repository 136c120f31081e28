import * as l10n from '@vscode/l10n';
import { functionAround, statementsBehind } from '../evaluate/behind';
import { type Call, contains, lastName, type Node } from '../syntax/tree';
import { inside, isDefinition } from '../syntax/walk';
import { argumentsOf } from './arguments';
import type { LayerReader } from './layers';
import { Sequence } from './sequence';

/** Keras' functional style: `x = Dense(64)(x)` in the statements before `Model(inputs, outputs)`. */
export function functional(reader: LayerReader, call: Call): Sequence | undefined {
  const { positional, keywords } = argumentsOf(call);
  if (positional.length + keywords.size < 2) return undefined;
  const { program } = reader.context;
  const sequence = new Sequence(reader);
  const statements = statementsBehind(program, functionAround(call) ?? program.file, [call]);
  for (const before of beforeIn(statements, call)) connect(reader, sequence, before);
  const output = keywords.get('outputs')?.value ?? positional[1];
  if (output?.type === 'call' && applies(reader, output)) sequence.value(output);
  if (output?.type === 'list' && output.items.length > 1)
    sequence.note(l10n.t('the model has several outputs'));
  if (sequence.layers.filter(({ kind }) => kind === 'input').length > 1)
    sequence.note(l10n.t('the model has several inputs'));
  return sequence;
}

/** The statements before a call, also within the `with` or the branch that it stands in. */
function beforeIn(statements: readonly Node[], call: Call): readonly Node[] {
  return statements.flatMap((one) => {
    if (one.end <= call.start) return [one];
    const around = one.type === 'branch' ? one.parts.find((part) => contains(part, call)) : undefined;
    return around?.type === 'block' ? beforeIn(around.body, call) : [];
  });
}

function connect(reader: LayerReader, sequence: Sequence, statement: Node): void {
  if (statement.type === 'branch') {
    if (appliesWithin(reader, statement)) sequence.one(statement);
    return;
  }
  const value = statement.type === 'declaration' ? statement.value : null;
  if (statement.type !== 'declaration' || !value) return;
  // `h = x` goes on under another name.
  const isPlain = value.type === 'binary' || value.type === 'name';
  if (isPlain || (value.type === 'call' && gives(reader, value))) sequence.one(statement);
  else if (value.type !== 'call') return;
  else if (reader.layerOf(value)?.kind === 'input') sequence.object(value);
  else if (sequence.isJoin(value)) sequence.join(statement.target, value);
}

/** Whether a call gives what a layer makes of its argument: also `keras.activations.relu(x)`, which is no class. */
function gives(reader: LayerReader, call: Call): boolean {
  if (call.callee.type === 'call' || applies(reader, call)) return true;
  return /^[a-z]/.test(lastName(call.callee) ?? '') && reader.layerOf(call) !== undefined;
}

/** Whether a call is `layer(…)(x)`, or a known layer or a network kept in a variable and applied. */
function applies(reader: LayerReader, { callee }: Call): boolean {
  if (callee.type === 'call') return reader.layerOf(callee) !== undefined || reader.isContainer(callee);
  const target = callee.type === 'name' ? reader.context.evaluator.follow(callee).expression : null;
  if (target?.type !== 'call') return false;
  const isNetwork = reader.isContainer(target) || reader.context.qualify(target.callee) === 'keras.Model';
  return isNetwork || reader.layerOf(target) !== undefined;
}

/** Whether layers are applied in a loop or a branch. */
function appliesWithin(reader: LayerReader, branch: Node): boolean {
  for (const node of inside(branch, isDefinition))
    if (node.type === 'declaration' && node.value?.type === 'call' && applies(reader, node.value))
      return true;
  return false;
}
