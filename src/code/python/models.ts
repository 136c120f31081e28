import type { Framework, Layer, Model } from '../finding';
import { containerSpellings, perceptronSpellings } from '../frameworks/index';
import { addedTo } from './added';
import type { WordFilter } from './block';
import type { Context } from './context';
import { functional } from './functional';
import { LayerReader } from './layers';
import { moduleOf } from './modules';
import type { Node } from './node';
import { perceptron } from './perceptron';
import { classOf, same } from './scopes';
import { Sequence } from './sequence';

const passes = new Set(['forward', 'call', '__call__']);

/** The models of a file whose layers are in a plain sequence, or nearly. */
export function modelsOf(context: Context): Model[] {
  const { source } = context.file;
  const models: Model[] = [];
  const look = (filter: WordFilter, read: (reader: LayerReader, name: Node) => Model | undefined) => {
    for (const { node } of source.marked('calls', filter)) {
      const model = context.modelAt(node, () => read(new LayerReader(context), node));
      if (model && isWorthwhile(model)) models.push(model);
    }
  };
  look(isPass, classModel);
  look(context.file.traits.mayMakeModel, callModel);
  models.sort((a, b) => a.start - b.start || b.end - a.end);
  return outermost(models);
}

const isPass = (word: string) => passes.has(word);
const weighty = new Set<Layer['kind']>(['linear', 'convolution', 'recurrent', 'attention', 'embedding']);

function isWorthwhile({ layers }: Model): boolean {
  return layers.some(({ kind }) => weighty.has(kind));
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
  sequence: Sequence,
  node: Node,
  context: Context,
  name: string,
  framework: Framework,
): Model {
  const { layers, notes } = sequence;
  return { ...context.file.source.span(node), name, framework, layers, notes, trained: false };
}

/** A class with a forward pass. */
function classModel(reader: LayerReader, name: Node): Model | undefined {
  const { context } = reader;
  const method = name.parent;
  if (method?.type !== 'function_definition' || !same(method.childForFieldName('name'), name))
    return undefined;
  const owner = classOf(method);
  const body = method.childForFieldName('body');
  const framework = owner && moduleOf(context, owner);
  const title = owner?.childForFieldName('name');
  if (!owner || !body || !framework || !title) return undefined;
  const sequence = new Sequence(reader);
  sequence.body(body);
  return finished(sequence, owner, context, context.file.text(title), framework);
}

function callModel(reader: LayerReader, name: Node): Model | undefined {
  const { file } = reader.context;
  const callee = name.parent?.type === 'attribute' ? name.parent : name;
  const call = callee.parent;
  if (call?.type !== 'call' || !same(call.childForFieldName('function'), callee)) return undefined;
  const qualified = file.qualify(callee) ?? '';
  const whole = perceptronSpellings.get(qualified);
  if (whole) {
    const name = variableOf(reader, call);
    return {
      ...finished(perceptron(reader, call, whole), call, reader.context, name, whole.framework),
      trained: true,
    };
  }
  if (qualified === 'keras.Model') {
    const sequence = functional(reader, call);
    return sequence && finished(sequence, call, reader.context, variableOf(reader, call), 'keras');
  }
  const container = containerSpellings.get(qualified);
  if (!container) return undefined;
  const sequence = new Sequence(reader);
  sequence.container(call);
  addedTo(reader, sequence, call, container.growsBy ?? []);
  return finished(sequence, call, reader.context, variableOf(reader, call), container.framework);
}

/** The variable that a call's result (or `call.to(device)`) is kept in, or what is called. */
function variableOf({ context }: LayerReader, call: Node): string {
  let owner = call.parent;
  while (owner?.type === 'attribute' || owner?.type === 'call') owner = owner.parent;
  const left = owner?.type === 'assignment' ? owner.childForFieldName('left') : null;
  return context.tracer.quote(left ?? call.childForFieldName('function') ?? call);
}
