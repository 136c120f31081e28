import {
  type CodeData,
  isDataFile,
  makers,
  type NamedSet,
  NO_DATA,
  namedSet,
  type Stopping,
  type Target,
  targetOf,
} from '../code-data';
import type { Place } from '../frameworks/types';
import { type Arguments, argumentsOf, pick } from './arguments';
import { callOf } from './call-index';
import type { Context } from './context';
import { pathOf } from './data-paths';
import { type Node, textOf } from './node';
import { isTrue, numberAt, validatedOn, validationOf } from './validation-split';

/** What reads a file of data; `load` and `open` read others as well. */
const readers =
  /^(?:read_(?:csv|table|parquet|excel|feather|hdf)|scan_csv|load|loadtxt|genfromtxt|open|loadmat|make_csv_dataset|CsvDataset|load_svmlight_file)$/;
/** What loads a set by its name. */
const byName = /^(?:load|load_dataset|fetch_openml|load_data)$/;
const splits = /^(?:fit|train_test_split|random_split|MLPClassifier|MLPRegressor)$/;
const stoppings = /^(?:EarlyStopping|MLPClassifier|MLPRegressor|EarlyStoppingCallback)$/;

const mayBeLoss = (word: string) => targetOf(word) !== undefined || word === 'compile';
const isSet = (word: string) =>
  Object.hasOwn(makers, word) || byName.test(word) || namedSet(word) !== undefined;

const mayMatter = (word: string) =>
  mayBeLoss(word) || readers.test(word) || isSet(word) || splits.test(word) || stoppings.test(word);

interface Call {
  readonly node: Node;
  readonly callee: Node;
  readonly args: Arguments;
  readonly word: string;
}

/**
 * What a Python text says of its data.
 *
 * @param isOwn the models of the file have what their `fit` holds back
 */
export function dataOf(context: Context, isOwn = false): CodeData {
  const calls: Call[] = [];
  for (const { word, node: name } of context.file.source.marked('calls', mayMatter)) {
    const found = callOf(name);
    const args = found && argumentsOf(found.call);
    if (found && args) calls.push({ node: found.call, callee: found.callee, args, word });
  }
  if (calls.length === 0) return NO_DATA;
  let names: ReadonlySet<string> | undefined;
  const validated = () => {
    names ??= validatedOn(context);
    return names;
  };
  const first = <T>(read: (call: Call) => T | undefined): T | null => {
    for (const call of calls) {
      const found = read(call);
      if (found !== undefined) return found;
    }
    return null;
  };
  return {
    targets: [...new Set(calls.flatMap((call) => targetAt(context, call) ?? []))],
    files: [...new Set(calls.flatMap((call) => fileAt(context, call) ?? []))],
    sets: calls.flatMap((call) => setAt(context, call) ?? []),
    validation: first((call) =>
      splits.test(call.word) && !(isOwn && /^(?:fit|MLP\w+)$/.test(call.word))
        ? validationOf(context, { ...call, validated })
        : undefined,
    ),
    stopping: first((call) => stoppingAt(context, call)),
  };
}

/** Below a module of losses these are losses; elsewhere penalties of weights, and numbers that are drawn or counted. */
const ambiguous = /^(?:[lL][12]|[pP]oisson|quantile)$/;

function isLoss(context: Context, { word, callee }: Call): boolean {
  if (!ambiguous.test(word) && word !== 'l2_loss') return true;
  const name = context.file.qualify(callee) ?? textOf(callee);
  // TensorFlow's is half of the squared weights.
  return word === 'l2_loss' ? !name.startsWith('tensorflow.') : /\bloss(?:es)?\./.test(name);
}

function targetAt(context: Context, call: Call): Target | undefined {
  const { word, args } = call;
  if (word !== 'compile') return isLoss(context, call) ? targetOf(word) : undefined;
  const loss = pick(args, ['loss'], 1)?.value;
  if (!loss) return undefined;
  const outcome =
    context.tracer.stringAt(loss) ?? (loss.type === 'call' ? undefined : lastName(textOf(loss)));
  return outcome === undefined ? undefined : targetOf(outcome);
}

const lastName = (text: string) => text.slice(text.lastIndexOf('.') + 1);

function fileAt(context: Context, { word, callee, args }: Call): string | undefined {
  if (!readers.test(word)) return undefined;
  if (word === 'load' && !/^(?:jax\.)?numpy\./.test(context.file.qualify(callee) ?? '')) return undefined;
  const names = ['filepath_or_buffer', 'fname', 'file', 'path', 'source', 'io', 'file_pattern', 'filenames'];
  const given = pick(args, names, 0);
  const path = given && pathOf(context, given.value);
  return path !== undefined && isDataFile(path) && !isWritten(word, context, args) ? path : undefined;
}

/** `open('out.csv', 'w')` */
function isWritten(word: string, { tracer }: Context, args: Arguments): boolean {
  const mode = word === 'open' ? pick(args, ['mode'], 1) : undefined;
  return mode !== undefined && /[wax]/.test(tracer.stringAt(mode.value) ?? '');
}

function setAt(context: Context, { word, callee, args }: Call): NamedSet | undefined {
  if (Object.hasOwn(makers, word)) return made(context, word, args);
  if (!byName.test(word)) return namedSet(word);
  // `keras.datasets.mnist.load_data()`; `tfds.load('mnist')`, `fetch_openml('mnist_784')`.
  const owner = callee.type === 'attribute' ? lastName(textOf(callee.childForFieldName('object')!)) : '';
  if (word === 'load_data') return namedSet(owner);
  const name = pick(args, ['name', 'path'], 0);
  const text = name && context.tracer.stringAt(name.value);
  return text === undefined ? undefined : namedSet(lastPart(text));
}

/** `ylecun/mnist`, `mnist_784` and `mnist:3.*.*` are MNIST. */
const lastPart = (text: string) =>
  text
    .slice(text.lastIndexOf('/') + 1)
    .split(':')[0]!
    .replace(/_784$/, '');

function made(context: Context, word: string, args: Arguments): NamedSet {
  const base = makers[word]!;
  /** `null`: what is given is not written; `undefined`: nothing is given. */
  const number = (place: Place) =>
    pick(args, place.names, place.position) && (numberAt(context, args, place) ?? null);
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

/** Keras' and Lightning's `EarlyStopping`, scikit-learn's `early_stopping=True`. */
export function stoppingAt(
  context: Context,
  { word, args }: Pick<Call, 'word' | 'args'>,
): Stopping | undefined {
  if (!stoppings.test(word)) return undefined;
  const isPerceptron = word.startsWith('MLP');
  if (isPerceptron && !isTrue(context, args, ['early_stopping'])) return undefined;
  const watched = pick(args, ['monitor'], 0);
  const watches = watched && context.tracer.stringAt(watched.value);
  // The loss of the training samples falls on and on.
  if (watches !== undefined && /^(?:loss|accuracy|acc|train)/.test(watches)) return undefined;
  const names = isPerceptron ? ['n_iter_no_change'] : ['patience', 'early_stopping_patience'];
  const usual = isPerceptron ? 10 : (usualPatience[context.framework ?? ''] ?? 1);
  const patience = pick(args, names) ? numberAt(context, args, { names }) : usual;
  if (patience === undefined || !Number.isInteger(patience) || patience < 0) return undefined;
  // scikit-learn always goes back to the best weights of its validation.
  const restoresBest = isPerceptron || isTrue(context, args, ['restore_best_weights', 'load_best']);
  return { patience: Math.max(1, patience), restoresBest };
}

/** Where no patience is written; Keras' 0 stops at the first epoch that is no better, as 1 does here. */
const usualPatience: Readonly<Record<string, number>> = { lightning: 3, skorch: 5 };
