import { posix, win32 } from 'node:path';
import type { FileSourceId } from '../../experiment/sources';

/** What a file of a kind is called. */
const patterns = {
  csv: { table: /\.(?:csv|tsv|tab|data|dat)(?:\.gz)?$/i },
  npy: { npz: /\.npz$/i, npy: /\.npy$/i },
  idx: { idx: /(?:idx[13]-ubyte|\.idx)(?:\.gz)?$/i },
} as const satisfies Readonly<Record<FileSourceId, Readonly<Record<string, RegExp>>>>;

type KindOf<P> = P extends unknown ? keyof P : never;
/** A kind of file that can be read. */
export type DataKind = KindOf<(typeof patterns)[FileSourceId]>;

/** What kind of data a file name speaks of; `undefined`: none that can be read. */
export function dataKind(name: string): DataKind | undefined {
  const all = Object.values<Readonly<Record<string, RegExp>>>(patterns).flatMap(Object.entries<RegExp>);
  return all.find(([, pattern]) => pattern.test(name))?.[0] as DataKind | undefined;
}

/** Words of a features file and of the labels file beside it, in the order in which they are looked for. */
const pairs: readonly (readonly [string, string])[] = [
  ['images', 'labels'],
  ['features', 'labels'],
  ['features', 'targets'],
  ['data', 'labels'],
  ['data', 'target'],
  ['inputs', 'targets'],
  ['x', 'y'],
];

/** Features and labels of one data set. */
export interface FilePair {
  readonly features: string;
  readonly labels: string;
}

/** Finds the file that belongs to `name` among the names of its folder; `undefined`: none for certain. */
export function pairOf(name: string, siblings: readonly string[]): FilePair | undefined {
  const byLower = new Map(siblings.map((sibling) => [sibling.toLowerCase(), sibling]));
  const find = (from: string, to: string) => {
    const swapped = name.toLowerCase().replace(new RegExp(`(?<![a-z])${from}(?![a-z])`), to);
    const plain = swapped.replace(/idx[13]/, to === 'labels' ? 'idx1' : 'idx3');
    return swapped === name.toLowerCase() ? undefined : byLower.get(plain);
  };
  for (const [features, labels] of pairs) {
    const other = find(features, labels);
    if (other !== undefined) return { features: name, labels: other };
    const first = find(labels, features);
    if (first !== undefined) return { features: first, labels: name };
  }
  return undefined;
}

/** `word` written as `model` is: `Train` makes `Test`, `TRAIN` makes `TEST`. */
function inCaseOf(model: string, word: string): string {
  if (model === model.toUpperCase()) return word.toUpperCase();
  return model.startsWith('T') ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

/** What files of a test set are called where this one holds the training set, in the order in which they are looked for. */
export function testNamesOf(name: string): string[] {
  const swapped = ['t10k', 'test']
    .map((word) => name.replace(/(?<![a-z])train(?:ing)?(?![a-z])/i, (train) => inCaseOf(train, word)))
    .filter((other) => other !== name);
  if (swapped.length > 0) return swapped;
  const end = name.indexOf('.', 1);
  return end < 0 ? [] : [`${name.slice(0, end)}_test${name.slice(end)}`];
}

/** Finds the test set that belongs to features and labels; `undefined`: not both of its files are there. */
export function testPairOf(
  { features, labels }: FilePair,
  siblings: readonly string[],
): FilePair | undefined {
  const here = new Set(siblings);
  const others = testNamesOf(labels);
  return testNamesOf(features)
    .map((name, i) => ({ features: name, labels: others[i] ?? '' }))
    .find((pair) => here.has(pair.features) && here.has(pair.labels));
}

/** `path` as an experiment names it: relative to `folder`, with slashes. `undefined`: it lies elsewhere. */
export function relativePath(folder: string, path: string, isWindows: boolean): string | undefined {
  const { relative, isAbsolute } = isWindows ? win32 : posix;
  const inside = relative(folder, path);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return undefined;
  return isWindows ? inside.replaceAll('\\', '/') : inside;
}
