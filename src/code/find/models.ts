import type { Finding, Framework, Layer, Model } from '../finding';
import { containerSpellings, perceptronSpellings } from '../frameworks/index';
import type { Call, Class, Node } from '../syntax/tree';
import { inside } from '../syntax/walk';
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
  for (const node of inside(context.program.file)) {
    const model = modelAt(context, node, () => new LayerReader(context, ratios));
    if (model?.layers.some(({ kind }) => weighty.has(kind))) found.push(model);
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
  trained = false,
): Model {
  return { start, end, name, framework, layers, notes, trained };
}

function modelAt(context: Context, node: Node, reader: () => LayerReader): Model | undefined {
  if (node.type === 'class') return classModel(context, node, reader);
  return node.type === 'call' ? callModel(context, node, reader) : undefined;
}

/** A class with a forward pass. */
function classModel(context: Context, owner: Class, reader: () => LayerReader): Model | undefined {
  const pass = owner.fields.find(({ kind, name }) => kind === 'method' && passes.has(name ?? ''))?.value;
  const framework = pass && owner.name ? moduleOf(context, owner) : undefined;
  if (pass?.type !== 'callable' || !framework) return undefined;
  const sequence = new Sequence(reader());
  sequence.all(pass.body);
  return finished(sequence, owner, owner.name!.name, framework);
}

function callModel(context: Context, call: Call, reader: () => LayerReader): Model | undefined {
  const qualified = context.qualify(call.callee);
  if (qualified === undefined) return undefined;
  const whole = perceptronSpellings.get(qualified);
  if (whole)
    return finished(
      perceptron(reader(), call, whole),
      call,
      variableOf(context, call),
      whole.framework,
      true,
    );
  if (qualified === 'keras.Model') {
    const sequence = functional(reader(), call);
    return sequence && finished(sequence, call, variableOf(context, call), 'keras');
  }
  const container = containerSpellings.get(qualified);
  if (!container) return undefined;
  const sequence = new Sequence(reader());
  sequence.container(call);
  addedTo(context, sequence, call, container.growsBy ?? []);
  return finished(sequence, call, variableOf(context, call), container.framework);
}

/** The variable that a call's result (or `call.to(device)`) is kept in, or what is called. */
function variableOf({ evaluator }: Context, call: Call): string {
  let value: Node = call;
  while (value.up?.type === 'member' || (value.up?.type === 'call' && value.up.callee === value))
    value = value.up;
  const { up } = value;
  const isKept = (up?.type === 'declaration' || up?.type === 'assignment') && up.value === value;
  return evaluator.quote(isKept ? up.target : call.callee);
}
