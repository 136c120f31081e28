import { type Dimension, existsAt, type Point } from '../../core/search/distribution';
import { type Domain, holds } from './domain';
import { type Json, writeJson } from './python-json';
import type { JournalTrial } from './replay';

/** A setting that a study varies, and of a choice what is chosen from. */
export type StudyParameter = Dimension & {
  /** By index: anything that JSON can say. */
  readonly choices?: readonly Json[];
};

/** The parameters of a study, as they stand in its journal. */
export class Space {
  readonly #domains: ReadonlyMap<string, Domain>;
  /** Of each choice what stands in the journal, to its index. */
  readonly #indices: ReadonlyMap<string, ReadonlyMap<string, number>>;

  /** @throws RangeError for a choice without choices or with two equal ones. */
  constructor(readonly parameters: readonly StudyParameter[]) {
    this.#domains = new Map(parameters.map((parameter) => [parameter.name, domainOf(parameter)]));
    this.#indices = new Map(
      [...this.#domains].map(([name, { choices = [] }]) => [
        name,
        new Map(choices.map((choice, index) => [writeJson(choice), index])),
      ]),
    );
  }

  /** @throws RangeError for a name that the study does not vary. */
  domain(name: string): Domain {
    const domain = this.#domains.get(name);
    if (!domain) throw new RangeError(name);
    return domain;
  }

  /** @throws RangeError for a parameter without a value, or with one that it cannot have. */
  check(point: Point): void {
    for (const parameter of this.parameters)
      if (existsAt(parameter, point) && !holds(this.domain(parameter.name), point[parameter.name]!))
        throw new RangeError(`${parameter.name}: ${point[parameter.name]}`);
  }

  /** The point of a trial; where one of its parameters is missing or is none of the study's values, nothing. */
  pointOf(trial: JournalTrial): Point | undefined {
    const point: Record<string, number> = {};
    for (const parameter of this.parameters) {
      if (!existsAt(parameter, point)) continue;
      const value = this.valueIn(trial, parameter.name);
      if (value === undefined) return undefined;
      point[parameter.name] = value;
    }
    return point;
  }

  /** Why a trial is no point of the study: the parameters that it lacks, or one with a value that is none of the study's. */
  lackOf(trial: JournalTrial): readonly string[] | { readonly name: string; readonly value: Json } {
    const point: Record<string, number> = {};
    const missing: string[] = [];
    for (const parameter of this.parameters) {
      if (!existsAt(parameter, point)) continue;
      const { name } = parameter;
      const value = this.valueIn(trial, name);
      const set = trial.parameters.get(name);
      if (value !== undefined) point[name] = value;
      else if (set) return { name, value: set.domain.choices?.[set.value] ?? set.value };
      else missing.push(name);
    }
    return missing;
  }

  /** The value of a trial's parameter; undefined where it has none, or none of the study's. */
  valueIn(trial: JournalTrial, name: string): number | undefined {
    const parameter = trial.parameters.get(name);
    if (!parameter) return undefined;
    const { value, domain } = parameter;
    return this.fromJournal(name, domain.choices ? domain.choices[value] : value);
  }

  /** The value of a parameter that stands in a journal as Optuna's users see it: of a choice what is chosen. */
  fromJournal(name: string, value: Json | undefined): number | undefined {
    const domain = this.domain(name);
    const known = domain.choices ? this.#indices.get(name)?.get(writeJson(value)) : value;
    return typeof known === 'number' && holds(domain, known) ? known : undefined;
  }
}

function domainOf({ name, distribution, choices }: StudyParameter): Domain {
  if (distribution.kind !== 'choice') return { distribution };
  if (choices?.length !== distribution.count) throw new RangeError(`${name}: ${distribution.count} choices`);
  const written = writtenChoices(choices);
  if (new Set(written.map(asPythonCompares)).size < written.length)
    throw new RangeError(`${name}: equal choices`);
  return { distribution, choices: written };
}

/**
 * Optuna's choices are numbers, texts, booleans and None: lists are written as their JSON. So is everything where two
 * would be the same to Python, as 1 and true, or a list and its JSON.
 */
function writtenChoices(choices: readonly Json[]): readonly Json[] {
  const written = choices.map((choice) =>
    typeof choice === 'object' && choice !== null ? writeJson(choice) : choice,
  );
  const areDistinct = new Set(written.map(asPythonCompares)).size === written.length;
  return areDistinct ? written : choices.map(writeJson);
}

const asPythonCompares = (choice: Json): Json => (typeof choice === 'boolean' ? Number(choice) : choice);
