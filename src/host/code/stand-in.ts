import * as l10n from '@vscode/l10n';
import { type DataShape, generatedShape } from '../../code/nearest-data';
import type { Problem } from '../../code/problem';
import { generators } from '../../core/datasets/index';
import { sourceName } from '../../experiment/label';
import type { DataSpec } from '../../experiment/schema';

/** Data that a run has in the place of the code's own. */
export interface StandIn {
  /** `alike`: nothing that the code says tells it apart from its own data; `other`: it is another kind, or other data. */
  readonly kind: 'alike' | 'other';
  /** What it is called: `Two moons`, `wine.csv`. */
  readonly title: string;
  /** What is missing, what is in its place, and what follows from that; one or two sentences. */
  readonly words: string;
}

/** What is known of the data of a run. */
export type KnownShape = Pick<DataShape, 'task' | 'outputs'>;

/**
 * What stands in for the data of code; `null`: it is the code's own, or a person's file that nothing in the code
 * speaks against.
 *
 * @param read what was found in a person's file
 */
export function standInOf(problem: Problem, data: DataSpec, read?: KnownShape): StandIn | null {
  const shape = generatedShape(data);
  return shape ? ofGenerated(problem, data, shape) : ofFile(problem, data, read);
}

/** As a person knows a set: its title, or the name of the file. */
export function dataTitle(data: DataSpec): string {
  const generator = generators.find(({ id }) => id === data.source);
  return generator ? l10n.t(generator.title) : sourceName(data);
}

function ofGenerated(problem: Problem, data: DataSpec, shape: DataShape): StandIn | null {
  const title = dataTitle(data);
  const drawn = problem.sets.length === 1 ? problem.sets[0]?.drawn : undefined;
  const noise = 'noise' in data ? data.noise : undefined;
  if (drawn?.source === data.source && problem.files.length === 0) {
    return drawn.noise === noise ? null : alike(title);
  }
  const isNamed = problem.files.length + problem.sets.length > 0;
  return isNamed || !mayBe(problem, shape) ? other(problem, title) : alike(title);
}

function ofFile(problem: Problem, data: DataSpec, read: KnownShape | undefined): StandIn | null {
  const paths = ['file', 'images'].flatMap((key) => {
    const path = (data as Record<string, unknown>)[key];
    return typeof path === 'string' ? [path] : [];
  });
  const isOwn = problem.files.some((file) => paths.some((path) => isSameFile(file, path)));
  if (isOwn || isOfSet(problem, paths)) return null;
  const isNamed = problem.files.length + problem.sets.length > 0;
  return isNamed || (read && contradicts(problem, read)) ? other(problem, dataTitle(data)) : null;
}

/** Whether one path ends as the other is: the code's is relative to where it is run, the set-up's to its folder. */
export function isSameFile(written: string, path: string): boolean {
  const parts = (one: string) =>
    one.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..');
  const [a, b] = [parts(written).reverse(), parts(path).reverse()];
  const count = Math.min(a.length, b.length);
  return count > 0 && a.slice(0, count).every((part, i) => part === b[i]);
}

/** Files that are called as the set that the code loads. */
function isOfSet({ sets, isImage }: Problem, paths: readonly string[]): boolean {
  return sets.some(({ name }) =>
    paths.some((path) => {
      const [set, file] = [plain(name), plain(path)];
      const [mnist, other] = [mnistOf(set), mnistOf(file)];
      // MNIST and the sets made in its image call their files alike: only a folder tells them apart.
      if (mnist && other === undefined) return isImage && /images[-.]idx3-ubyte(?:\.gz)?$/.test(path);
      return mnist ? mnist === other : file.includes(set);
    }),
  );
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Which MNIST a plain name speaks of: `fashionmnist`, `kmnist`, `mnist`; undefined: none. */
const mnistOf = (name: string): string | undefined =>
  /(?:fashion|kuzushiji|sign|not|e|k|q)?mnist/.exec(name)?.[0].replace('kuzushiji', 'k');

function contradicts({ task, classes, targets, labels }: Problem, shape: KnownShape): boolean {
  // No set has several labels a sample.
  if (labels !== null || (task !== null && task !== shape.task)) return true;
  const outputs = classes ?? targets;
  return outputs !== null && outputs !== shape.outputs;
}

/** Nothing that is known of a problem tells a set apart from its own data. */
function mayBe(problem: Problem, shape: DataShape): boolean {
  const { features, isImage } = problem;
  if (contradicts(problem, shape) || (isImage && !shape.isImage)) return false;
  return features === null || features === shape.features;
}

function alike(title: string): StandIn {
  const words = l10n.t(
    'This runs on “{0}”, data of the playground; what it says about dropout need not hold for your data.',
    title,
  );
  return { kind: 'alike', title, words };
}

function other(problem: Problem, title: string): StandIn {
  const words = l10n.t(
    '{0}: this runs on “{1}” instead; what it says about dropout need not hold for your data.',
    missing(problem),
    title,
  );
  return { kind: 'other', title, words };
}

/** What the code has and the run has not, as the beginning of a sentence. */
function missing(problem: Problem): string {
  const names = [...problem.files.map(nameOf), ...problem.sets.map(({ name }) => name)];
  const shape = shapeWords(problem);
  if (names.length === 0) {
    return shape === undefined
      ? l10n.t('The data of this code is not here')
      : l10n.t('Your data ({0}) is not here', shape);
  }
  const listed = [...new Set(names)].slice(0, 2).join(', ');
  return shape === undefined
    ? l10n.t('The code’s data, {0}, is not in this run', listed)
    : l10n.t('The code’s data, {0} ({1}), is not in this run', listed, shape);
}

const nameOf = (path: string) => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/** `12 features, 2 classes`; `undefined`: nothing is known. */
function shapeWords(problem: Problem): string | undefined {
  const words = [inputWords(problem), outputWords(problem)].filter((one) => one !== undefined);
  return words.length === 0 ? undefined : words.join(', ');
}

function inputWords({ features, isImage }: Problem): string | undefined {
  if (features === 1) return l10n.t('1 feature');
  if (features !== null) return l10n.t('{0} features', features);
  return isImage ? l10n.t('pictures') : undefined;
}

function outputWords({ task, classes, targets, labels }: Problem): string | undefined {
  if (labels !== null) return l10n.t('{0} labels', labels);
  if (classes !== null) return classes === 1 ? l10n.t('1 class') : l10n.t('{0} classes', classes);
  if (task !== 'regression') return undefined;
  return (targets ?? 1) === 1
    ? l10n.t('a number to predict')
    : l10n.t('{0} numbers to predict', targets ?? 1);
}
