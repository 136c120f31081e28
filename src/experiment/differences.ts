import * as l10n from '@vscode/l10n';
import { type FormField, formSections } from './form';
import { sameJson } from './same-json';
import type { Experiment } from './schema';
import { valueText } from './value-text';

/** What one experiment does otherwise than another, in words: `Optimizer: Adam instead of SGD`. Names are no difference. */
export function differences(one: Experiment, other: Experiment): readonly string[] {
  const others = new Map(fieldsOf(other).map((field) => [field.path.join('.'), field]));
  const texts = (field: FormField, experiment: Experiment) =>
    valueText(field, field.value, experiment.network.hidden.length);
  return fieldsOf(one).flatMap((field) => {
    const twin = others.get(field.path.join('.'));
    // What only one of them has goes with a choice that differs, and that is said.
    if (!twin || sameJson(field.value, twin.value)) return [];
    return [l10n.t('{0}: {1} instead of {2}', field.title, texts(field, one), texts(twin, other))];
  });
}

/** A setting that experiments differ in: its value in each, in words; `–` where an experiment has no such setting. */
export interface DifferenceRow {
  readonly title: string;
  readonly values: readonly string[];
}

/** The settings in which any of the experiments differ, in the order of the form. Names are no difference. */
export function differenceTable(experiments: readonly Experiment[]): readonly DifferenceRow[] {
  const all = experiments.map((one) => new Map(fieldsOf(one).map((field) => [field.path.join('.'), field])));
  const paths = [...new Set(all.flatMap((fields) => [...fields.keys()]))];
  return paths.flatMap((path) => {
    const fields = all.map((one) => one.get(path));
    const [first] = fields;
    if (fields.every((field) => sameJson(field?.value, first?.value))) return [];
    const values = fields.map((field, i) =>
      field ? valueText(field, field.value, experiments[i]!.network.hidden.length) : '–',
    );
    return [{ title: fields.find((field) => field !== undefined)!.title, values }];
  });
}

const fieldsOf = (experiment: Experiment): readonly FormField[] =>
  formSections(experiment)
    .flatMap(({ fields }) => fields)
    .filter(({ path }) => path[0] !== 'name');
