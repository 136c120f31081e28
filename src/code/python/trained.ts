import { argumentsOf } from './arguments';
import type { Context } from './context';
import type { Node } from './node';
import { classOf, same } from './scopes';

const passesOn = new Set([
  'to',
  'cuda',
  'cpu',
  'double',
  'float',
  'half',
  'train',
  'eval',
  'compile',
  'requires_grad_',
]);
const trains = new Set(['parameters', 'compile', 'fit']);
const mayTrain = (word: string) => trains.has(word);

/** Where the models stand (offset of class or call) that a file gives to an optimizer, compiles or fits. */
export function trainedPlaces(context: Context): Set<number> {
  const { source } = context.file;
  const places = new Set<number>();
  for (const { node: name } of source.marked('calls', mayTrain)) {
    const place = context.trainedAt(name, () => trainedBy(context, name));
    if (place) places.add(source.start(place));
  }
  return places;
}

function trainedBy(context: Context, name: Node): Node | undefined {
  const callee = name.parent;
  if (callee?.type !== 'attribute' || !same(callee.childForFieldName('attribute'), name)) return undefined;
  const object = callee.childForFieldName('object');
  return object ? placeOf(context, object, 0) : undefined;
}

/** The class or the constructing call that an object comes from. */
function placeOf(context: Context, object: Node, hops: number): Node | undefined {
  const { file, tracer } = context;
  if (hops > 8) return undefined;
  if (file.text(object) === 'self') return classOf(object) ?? undefined;
  const { node } = tracer.trace(object);
  const callee = node?.type === 'call' ? node.childForFieldName('function') : null;
  if (!node || !callee) return undefined;
  const definition = file.definitionOf(callee);
  if (definition?.type === 'class_definition') return definition;
  if (definition) return returned(context, definition, hops);
  const inner = wrappedBy(context, node, callee);
  return inner ? placeOf(context, inner, hops + 1) : node;
}

/** The model in `model.to(device)`, `torch.compile(model)` and `nn.DataParallel(model)`. */
function wrappedBy({ file }: Context, call: Node, callee: Node): Node | null | undefined {
  const qualified = file.qualify(callee);
  const method = callee.type === 'attribute' ? file.text(callee.childForFieldName('attribute')!) : '';
  const wraps = qualified !== undefined && (passesOn.has(method) || /DataParallel$/.test(qualified));
  if (wraps) return argumentsOf(call)?.positional[0];
  return passesOn.has(method) ? callee.childForFieldName('object') : undefined;
}

/** What a function such as `build_model()` returns at its end. */
function returned(context: Context, definition: Node, hops: number): Node | undefined {
  const last = definition.childForFieldName('body')?.lastNamedChild;
  const value = last?.type === 'return_statement' ? last.firstNamedChild : null;
  return value ? placeOf(context, value, hops + 1) : undefined;
}
