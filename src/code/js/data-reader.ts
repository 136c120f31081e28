import { type CodeData, isDataFile, NO_DATA, namedSet, type Stopping, targetOf } from '../code-data';
import type { JsCall } from './calls';
import type { Expression } from './expressions';
import type { JsNames } from './names';

/** What a text that uses TensorFlow.js says of its data. */
export function dataOfCalls(names: JsNames): CodeData {
  const { calls } = names;
  const targets = calls.flatMap((call) => targetAt(names, call) ?? []);
  const files = calls.flatMap((call) => fileAt(names, call) ?? []);
  const sets = calls.flatMap(({ names: path }) => namedSetOf(path) ?? []);
  const validation = calls.flatMap((call) => validationAt(names, call) ?? [])[0] ?? null;
  const stopping = calls.flatMap((call) => stoppingAt(names, call) ?? [])[0] ?? null;
  return {
    ...NO_DATA,
    targets: [...new Set(targets)],
    files: [...new Set(files)],
    sets,
    validation,
    stopping,
  };
}

const namedSetOf = (path: readonly string[]) => (path.length === 1 ? namedSet(path[0]!) : undefined);

/** An option of the last argument. */
function option({ args }: JsCall, key: string): Expression | undefined {
  const options = args.findLast(({ type }) => type === 'object');
  return options?.type === 'object' && !options.hidden.has(key) ? options.entries.get(key)?.value : undefined;
}

/** `compile({ loss: 'meanSquaredError' })`, `tf.losses.softmaxCrossEntropy(…)` */
function targetAt(names: JsNames, call: JsCall) {
  const method = call.names.at(-1)!;
  if (method !== 'compile') {
    const path = names.qualify(call.names, call.start);
    return path?.startsWith('losses.') ? targetOf(method) : undefined;
  }
  const loss = option(call, 'loss');
  if (loss?.type === 'path' && loss.names.length > 1) return targetOf(loss.names.at(-1)!);
  const found = loss?.type === 'path' ? names.definitionOf(loss.names, loss.start) : loss;
  return found?.type === 'string' ? targetOf(found.value) : undefined;
}

/** `tf.data.csv('file://wine.csv')`, `fs.readFileSync('wine.csv')`, `fetch('wine.csv')` */
function fileAt(names: JsNames, { names: path, args: [first] }: JsCall): string | undefined {
  if (!/^(?:csv|readFileSync|readFile|createReadStream|fetch)$/.test(path.at(-1)!)) return undefined;
  const found = first?.type === 'path' ? names.definitionOf(first.names, first.start) : first;
  if (found?.type !== 'string') return undefined;
  const file = found.value.replace(/^file:\/\//, '');
  return isDataFile(file) ? file : undefined;
}

function validationAt(names: JsNames, call: JsCall): number | undefined {
  const split = call.names.at(-1) === 'fit' ? option(call, 'validationSplit') : undefined;
  const value = split && names.resolve(split).value;
  return typeof value === 'number' && value > 0 && value < 1 ? value : undefined;
}

/** TensorFlow.js keeps the last weights: `restoreBestWeights` is not there yet. */
function stoppingAt(names: JsNames, call: JsCall): Stopping | undefined {
  if (names.qualify(call.names, call.start) !== 'callbacks.earlyStopping') return undefined;
  const monitor = option(call, 'monitor');
  if (monitor?.type === 'string' && /^(?:loss|acc)/.test(monitor.value)) return undefined;
  const given = option(call, 'patience');
  const patience = given ? names.resolve(given).value : 0;
  return typeof patience === 'number' && Number.isInteger(patience) && patience >= 0
    ? { patience: Math.max(1, patience), restoresBest: false }
    : undefined;
}
