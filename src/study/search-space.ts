import * as l10n from '@vscode/l10n';
import type { Distribution, Point } from '../core/search/distribution';
import { editAll } from '../experiment/edit';
import type { Experiment } from '../experiment/schema';
import { nodeAt, type SchemaNode } from '../experiment/schema-node';
import type { StudyField, StudySpec } from '../experiment/study';
import { keysOf, underCondition } from '../experiment/study-rules';
import type { Json } from './journal/python-json';
import type { StudyParameter } from './journal/space';

/** What a study varies of an experiment. */
export interface SearchSpace {
  readonly parameters: readonly StudyParameter[];
  /** The experiment at a point. Throws an `Error` that says why a combination of values is not allowed. */
  at(point: Point): Experiment;
  /** The values of a point as a file has them, by path. */
  values(point: Point): Readonly<Record<string, Json>>;
}

/** The space of a study that has no problems (see `studyProblems`). */
export function searchSpace(experiment: Experiment, { space }: StudySpec): SearchSpace {
  const fields = Object.entries(space);
  const parameters = fields.map(([name, field]) => parameterOf(experiment, name, field, space));
  const values = (point: Point) =>
    Object.fromEntries(
      parameters.flatMap(({ name, choices }): [string, Json][] => {
        const value = point[name];
        if (value === undefined) return [];
        return [[name, choices ? choices[value]! : value]];
      }),
    );
  return { parameters, values, at: (point) => edited(experiment, values(point)) };
}

function edited(experiment: Experiment, values: Readonly<Record<string, Json>>): Experiment {
  const result = editAll(
    experiment,
    Object.entries(values).map(([name, value]) => [keysOf(name)!, value]),
  );
  if (!result.ok) throw new Error(result.problems[0]!.message);
  return result.experiment;
}

function parameterOf(
  experiment: Experiment,
  name: string,
  field: StudyField,
  space: StudySpec['space'],
): StudyParameter {
  const { values, levels, when } = field;
  const node = nodeAt(keysOf(name)!, underCondition(experiment, field)) ?? {};
  const [other, allowed] = Object.entries(when ?? {})[0] ?? [];
  const condition =
    other === undefined ? {} : { when: { name: other, values: indices(space[other]!, allowed!) } };
  const common = { name, ...(levels !== undefined && { levels }), ...condition };
  return values
    ? { ...common, distribution: { kind: 'choice', count: values.length }, choices: values }
    : { ...common, distribution: rangeOf(field, node) };
}

function indices({ values = [] }: StudyField, allowed: readonly unknown[]): number[] {
  const known = values.map((value) => JSON.stringify(value));
  return allowed.map((value) => known.indexOf(JSON.stringify(value)));
}

/** As the setting is usually varied, unless the study says otherwise. */
function rangeOf({ min = 0, max = 0, step, scale }: StudyField, node: SchemaNode): Distribution {
  const log = (scale ?? (min > 0 && step === undefined ? node.scale : 'linear')) === 'log';
  if (node.type === 'integer')
    return { kind: 'integer', low: min, high: max, log, step: log ? 1 : (step ?? 1) };
  return { kind: 'float', low: min, high: max, log, ...(step !== undefined && { step }) };
}

/** `training.learningRate 0.003, dropout.ratio 0.5` */
export function valuesWords(values: Readonly<Record<string, Json>>): string {
  const all = Object.entries(values).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return all.length > 0 ? all.join(', ') : l10n.t('as it is');
}
