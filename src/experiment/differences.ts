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

const fieldsOf = (experiment: Experiment): readonly FormField[] =>
  formSections(experiment)
    .flatMap(({ fields }) => fields)
    .filter(({ path }) => path[0] !== 'name');
