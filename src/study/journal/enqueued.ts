import * as l10n from '@vscode/l10n';
import { existsAt, type Point } from '../../core/search/distribution';
import { holds } from './domain';
import { isObject, type JsonObject, writeJson } from './python-json';
import type { JournalTrial } from './replay';
import type { Space, StudyParameter } from './space';

/** Where Optuna's `enqueue_trial` leaves what it is given. */
const FIXED_PARAMETERS = 'fixed_params';

/** Gives a parameter that a person has left open a value; `point` has those before it. */
export type Complete = (parameter: StudyParameter, point: Point) => number;

/** The parameters that a waiting trial does not have yet, or why it cannot be evaluated. */
export function missingParameters(
  trial: JournalTrial,
  space: Space,
  complete: Complete | undefined,
): Map<string, number> | string {
  const { [FIXED_PARAMETERS]: fixed } = trial.systemAttributes;
  const given = isObject(fixed) ? fixed : {};
  const point: Record<string, number> = {};
  const missing = new Map<string, number>();
  for (const parameter of space.parameters) {
    if (!existsAt(parameter, point)) continue;
    const { name } = parameter;
    const set = space.valueIn(trial, name);
    const value = set ?? givenValue(parameter, space, given, complete && (() => complete(parameter, point)));
    if (typeof value === 'string') return value;
    point[name] = value;
    if (set === undefined) missing.set(name, value);
  }
  return missing;
}

function givenValue(
  { name }: StudyParameter,
  space: Space,
  given: JsonObject,
  complete: (() => number) | undefined,
): number | string {
  const cannotBe = (value: unknown) => l10n.t('{0} cannot be {1} in this study.', name, writeJson(value));
  if (Object.hasOwn(given, name)) return space.fromJournal(name, given[name]) ?? cannotBe(given[name]);
  if (!complete) return l10n.t('{0} has no value.', name);
  const value = complete();
  return holds(space.domain(name), value) ? value : cannotBe(value);
}
