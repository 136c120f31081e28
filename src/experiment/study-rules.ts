import * as l10n from '@vscode/l10n';
import { append } from '../core/lists';
import { nearest, pathWords, shown } from './allowed';
import { editExperiment } from './edit';
import type { Problem } from './problem';
import type { Experiment } from './schema';
import { isRecord, nodeAt, type Path, type SchemaNode } from './schema-node';
import type { StudyField, StudySpec } from './study';

/** Where settings lie that a study may vary. */
const SECTIONS = ['data', 'network', 'dropout', 'training'];
/** Files are what a study is about, not what it varies. */
const FILES = new Set(['file', 'labels', 'images', 'testFile', 'testImages', 'testLabels']);

/** `dropout.placement.hidden[1]` as keys; undefined: it is no path. */
export function keysOf(path: string): (string | number)[] | undefined {
  const keys: (string | number)[] = [];
  for (const part of path.split('.')) {
    const found = /^([A-Za-z]\w*)((?:\[\d{1,3}\])*)$/.exec(part);
    if (!found) return undefined;
    keys.push(found[1]!);
    append(keys, found[2]!.split(/[[\]]/).filter(Boolean).map(Number));
  }
  return keys;
}

/** What an experiment has at a path; undefined: nothing. */
export function valueAtPath(experiment: Experiment, path: string): unknown {
  return (keysOf(path) ?? []).reduce<unknown>(
    (node, key) => (isRecord(node) && Object.hasOwn(node, key) ? node[key as string] : undefined),
    experiment,
  );
}

/** What of a study cannot be done with its experiment; empty: all of it can. */
export function studyProblems({ study, ...experiment }: Experiment): Problem[] {
  if (!study) return [];
  return Object.entries(study.space).flatMap(([path, field], i) => {
    const before = Object.fromEntries(Object.entries(study.space).slice(0, i));
    return fieldProblems(experiment, path, field, before).map((words) => {
      const place = ['study', 'space', path];
      return { path: place, message: `${pathWords(place)}: ${words}` };
    });
  });
}

function fieldProblems(
  experiment: Experiment,
  path: string,
  field: StudyField,
  before: StudySpec['space'],
): string[] {
  const wrong = whenProblem(field, before);
  if (wrong !== undefined) return [wrong];
  const base = underCondition(experiment, field);
  const keys = keysOf(path);
  const node = keys && SECTIONS.includes(String(keys[0])) ? nodeAt(keys, base) : undefined;
  if (!keys || !node || FILES.has(String(keys.at(-1)))) return [unknownWords(path, base)];
  const isRange = field.min !== undefined || field.max !== undefined;
  if (isRange === (field.values !== undefined))
    return [l10n.t('either "min" and "max" or "values" are needed')];
  return field.values ? refusedValues(base, keys, field.values) : rangeProblems(base, keys, node, field);
}

function unknownWords(path: string, experiment: Experiment): string {
  const near = nearest(path, settingsOf(experiment));
  return near === undefined
    ? l10n.t('there is no such setting that a study can vary')
    : l10n.t('there is no such setting that a study can vary; did you mean {0}?', near);
}

/** The paths of single values, such as `training.learningRate`. */
function settingsOf(experiment: Experiment): string[] {
  return SECTIONS.flatMap((section) =>
    Object.keys(experiment[section as 'data']).map((key) => `${section}.${key}`),
  );
}

/** The condition names a field before it, and values of that one. */
function whenProblem({ when }: StudyField, before: StudySpec['space']): string | undefined {
  const [path, values] = Object.entries(when ?? {})[0] ?? [];
  if (path === undefined || values === undefined) return undefined;
  const listed = Object.hasOwn(before, path) ? before[path]!.values : undefined;
  if (!listed) return l10n.t('"when" must name a setting that stands before this one with a list of values');
  const known = new Set(listed.map((value) => JSON.stringify(value)));
  const odd = values.find((value) => !known.has(JSON.stringify(value)));
  return odd === undefined
    ? undefined
    : l10n.t('"when": {0} is not among the values of {1}', shown(odd), path);
}

/** The experiment as it is where the field is varied. */
export function underCondition(experiment: Experiment, { when }: StudyField): Experiment {
  const [path, values] = Object.entries(when ?? {})[0] ?? [];
  const keys = path === undefined ? undefined : keysOf(path);
  const edited = keys && editExperiment(experiment, keys, values![0]);
  return edited?.ok ? edited.experiment : experiment;
}

function refusedValues(base: Experiment, keys: Path, values: readonly unknown[]): string[] {
  return values.flatMap((value) => refusal(base, keys, value) ?? []).slice(0, 3);
}

/** Why a setting cannot have a value, in the words that an edit gets. */
function refusal(base: Experiment, keys: Path, value: unknown): string | undefined {
  const result = editExperiment(base, keys, value);
  return result.ok ? undefined : result.problems[0]!.message;
}

function rangeProblems(base: Experiment, keys: Path, node: SchemaNode, field: StudyField): string[] {
  const { min, max, scale, step } = field;
  if (node.type !== 'number' && node.type !== 'integer')
    return [l10n.t('only numbers have a range; give "values"')];
  if (min === undefined || max === undefined) return [l10n.t('a range needs both "min" and "max"')];
  if (min >= max) return [l10n.t('"min" must be below "max"')];
  if (scale === 'log' && min <= 0) return [l10n.t('on a "log" scale "min" must be above 0')];
  if (scale === 'log' && step !== undefined) return [l10n.t('on a "log" scale there is no "step"')];
  return refusedValues(base, keys, [min, max]);
}
