import { append } from '../../core/lists';
import type { Finding, Framework, Layer, Model } from '../finding';
import { containerSpellings, perceptronSpellings } from '../frameworks/index';
import type { Call, Class, Node } from '../syntax/tree';
import { targetOf } from '../syntax/walk';
import { addedTo } from './added';
import type { Context } from './context';
import { functional } from './functional';
import { LayerReader, ratiosOf } from './layers';
import { moduleOf } from './modules';
import { perceptron } from './perceptron';
import { Sequence } from './sequence';

const passes = new Set(['forward', 'call', '__call__']);
const weighty = new Set<Layer['kind']>(['linear', 'convolution', 'recurrent', 'attention', 'embedding']);

/** The models of a file whose layers are in a plain sequence, or nearly; `findings` has the drop ratios. */
export function modelsOf(context: Context, findings: readonly Finding[]): Model[] {
  const ratios = ratiosOf(findings);
  const found: Model[] = [];
  const { classNodes, calls } = context.program;
  for (const node of [...classNodes, ...calls]) {
    const reader = () => new LayerReader(context, ratios);
    const models =
      node.type === 'class' ? classModels(context, node, reader) : callModels(context, node, reader);
    append(
      found,
      models.filter(({ layers }) => layers.some(({ kind }) => weighty.has(kind))),
    );
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  return outermost(found);
}

/** Leaves out the parts of a model that is there as a whole; the models come in the order of the file. */
function outermost(models: readonly Model[]): Model[] {
  let end = -1;
  return models.filter((model) => {
    if (model.end <= end) return false;
    end = Math.max(end, model.end);
    return true;
  });
}

function finished(
  { layers, notes }: Sequence,
  { start, end }: Node,
  name: string,
  framework: Framework,
): Model {
  return { start, end, name, framework, layers, notes, trained: false };
}

/** A class with a forward pass; it may have several. */
function classModels(context: Context, owner: Class, reader: () => LayerReader): Model[] {
  const { name, fields } = owner;
  const passing = fields.filter((one) => one.kind === 'method' && passes.has(one.name ?? ''));
  const framework = name && passing.length > 0 ? moduleOf(context, owner) : undefined;
  if (!name || !framework) return [];
  return passing.map(({ value }) => {
    const sequence = new Sequence(reader());
    if (value?.type === 'callable') sequence.all(value.body);
    return finished(sequence, owner, name.name, framework);
  });
}

function callModels(context: Context, call: Call, reader: () => LayerReader): Model[] {
  const qualified = context.qualify(call.callee) ?? '';
  const whole = perceptronSpellings.get(qualified);
  const container = containerSpellings.get(qualified);
  let sequence: Sequence | undefined;
  if (whole) sequence = perceptron(reader(), call, whole);
  else if (qualified === 'keras.Model') sequence = functional(reader(), call);
  else if (container) {
    sequence = new Sequence(reader());
    sequence.container(call);
    addedTo(context, sequence, call, container.growsBy ?? []);
  }
  const { framework } = whole ?? container ?? { framework: 'keras' };
  return sequence
    ? [{ ...finished(sequence, call, variableOf(context, call), framework), trained: whole !== undefined }]
    : [];
}

/** The variable that a call's result (or `call.to(device)`) is kept in, or what is called. */
function variableOf({ evaluator }: Context, call: Call): string {
  let value: Node = call;
  while (value.up?.type === 'member' || (value.up?.type === 'call' && value.up.callee === value))
    value = value.up;
  return evaluator.quote(targetOf(value) ?? call.callee);
}
