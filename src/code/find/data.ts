import { type CodeData, makers, type NamedSet, namedSet, type Target, targetOf } from '../code-data';
import type { Place } from '../frameworks/types';
import { type Call, lastName, pathOf } from '../syntax/tree';
import { argumentsOf, pick } from './arguments';
import type { Context } from './context';
import { fileOf, readers } from './data-files';
import { givenNumber } from './given';
import { stoppingOf, stoppings } from './stopping';
import { validationOf } from './validation';

/** What loads a set by its name. */
const byName = /^(?:load|load_dataset|fetch_openml|load_data)$/;
const splits = /^(?:fit|train_test_split|random_split|MLPClassifier|MLPRegressor)$/;
const ofModels = /^(?:fit|MLPClassifier|MLPRegressor)$/;

/**
 * What a Python text says of its data.
 *
 * @param isOwn the models of the file have what their `fit` holds back
 */
export function dataOf(context: Context, isOwn = false): CodeData {
  const calls = context.program
    .callsNamed(isOfData)
    .map((call) => ({ call, word: lastName(call.callee) ?? '' }));
  const all = <T>(read: (context: Context, call: Call, word: string) => T | undefined): T[] =>
    calls.flatMap(({ call, word }) => read(context, call, word) ?? []);
  const held = (of: Context, call: Call, word: string) =>
    splits.test(word) && !(isOwn && ofModels.test(word)) ? validationOf(of, call, word) : undefined;
  return {
    targets: [...new Set(all(target))],
    files: [...new Set(all((of, call, word) => (readers.test(word) ? fileOf(of, call, word) : undefined)))],
    sets: all(set),
    validation: all(held)[0] ?? null,
    stopping: all(stoppingOf)[0] ?? null,
  };
}

/** Whether what has such a name may say something of data: of a target, a set, a file, a split or a stop. */
function isOfData(word: string): boolean {
  const isSet = Object.hasOwn(makers, word) || namedSet(word) !== undefined;
  const patterns = [byName, splits, readers, stoppings, /^compile$/];
  return isSet || targetOf(word) !== undefined || patterns.some((pattern) => pattern.test(word));
}

/** Below a module of losses these are losses; elsewhere penalties of weights, and numbers that are drawn or counted. */
const ambiguous = /^(?:[lL][12]|[pP]oisson|quantile)$/;

function isLoss(context: Context, { callee }: Call, word: string): boolean {
  if (!ambiguous.test(word) && word !== 'l2_loss') return true;
  const name = context.qualify(callee) ?? pathOf(callee) ?? '';
  // TensorFlow's is half of the squared weights.
  return word === 'l2_loss' ? !name.startsWith('tensorflow.') : /\bloss(?:es)?\./.test(name);
}

/** `nn.MSELoss()`, `model.compile(loss='mse')`, `model.compile(loss=losses.mean_squared_error)` */
function target(context: Context, call: Call, word: string): Target | undefined {
  if (word !== 'compile') return targetOf(word) && isLoss(context, call, word) ? targetOf(word) : undefined;
  const loss = pick(argumentsOf(call), ['loss'], 1)?.value;
  const name = loss && (context.stringAt(loss) ?? lastName(loss));
  return name === undefined ? undefined : targetOf(name);
}

function set(context: Context, call: Call, word: string): NamedSet | undefined {
  const { callee } = call;
  if (Object.hasOwn(makers, word)) return made(context, call, word);
  if (!byName.test(word)) return namedSet(word);
  // `keras.datasets.mnist.load_data()`; `tfds.load('mnist')`, `fetch_openml('mnist_784')`.
  if (word === 'load_data')
    return callee.type === 'member' ? namedSet(lastName(callee.object) ?? '') : undefined;
  const name = pick(argumentsOf(call), ['name', 'path'], 0);
  const text = name && context.stringAt(name.value);
  return text === undefined ? undefined : namedSet(lastPart(text));
}

/** `ylecun/mnist`, `mnist_784` and `mnist:3.*.*` are MNIST. */
const lastPart = (text: string) =>
  text
    .slice(text.lastIndexOf('/') + 1)
    .split(':')[0]!
    .replace(/_784$/, '');

function made(context: Context, call: Call, word: string): NamedSet {
  const base = makers[word]!;
  const args = argumentsOf(call);
  /** `null`: what is given is not written; `undefined`: nothing is given. */
  const number = (place: Place) =>
    pick(args, place.names, place.position) && (givenNumber(context, args, place) ?? null);
  // All that take it by its place have it behind the number of samples.
  const isPlaced = word !== 'make_gaussian_quantiles';
  const features = number({ names: ['n_features'], ...(isPlaced && { position: 1 }) });
  const classes = number({ names: ['n_classes', 'centers'] });
  const noise = number({ names: ['noise'] });
  return {
    ...base,
    ...(features !== undefined && { features }),
    ...(classes !== undefined && base.classes !== null && { classes }),
    ...(base.drawn && { drawn: { ...base.drawn, noise: noise === undefined ? 0 : noise } }),
  };
}
