import { type Domain, holds, isCompatible, readDomain } from './domain';
import {
  type CreateTrial,
  Op,
  type Operation,
  readTime,
  type SetStateAndValues,
  TrialState,
  type TrialStateName,
} from './operations';
import type { JsonObject } from './python-json';

/** A value in a trial, and what it could have been. */
export interface Parameter {
  /** Of a choice its index. */
  readonly value: number;
  readonly domain: Domain;
}

/** A trial as its journal has it, of whichever program. */
export interface JournalTrial {
  /** Counted over all studies of the journal. */
  readonly id: number;
  /** Counted in its study. */
  readonly number: number;
  readonly state: TrialStateName;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly values: readonly number[] | undefined;
  /** By step, of a training by epoch. */
  readonly intermediateValues: ReadonlyMap<number, number>;
  readonly userAttributes: JsonObject;
  readonly systemAttributes: JsonObject;
  /** Milliseconds since 1970. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** Counts what has happened to it. */
  readonly version: number;
}

/** A study as its journal has it. */
export interface JournalStudy {
  readonly id: number;
  readonly name: string;
  /** 1 minimizes, 2 maximizes. */
  readonly directions: readonly number[];
  readonly userAttributes: JsonObject;
  readonly systemAttributes: JsonObject;
  /** In the order of their numbers. */
  readonly trials: readonly JournalTrial[];
}

type Growing<T> = { -readonly [K in keyof T]: T[K] };
type Trial = Growing<Omit<JournalTrial, 'parameters' | 'intermediateValues'>> & {
  parameters: Map<string, Parameter>;
  intermediateValues: Map<number, number>;
  study: Study;
};
type Study = Growing<Omit<JournalStudy, 'trials'>> & {
  trials: Trial[];
  /** Of each parameter the trial of the lowest number that has it: what later ones have to be compatible with. */
  first: Map<string, Trial>;
};

const NAMES = Object.fromEntries(Object.entries(TrialState).map(([name, state]) => [state, name])) as Record<
  number,
  TrialStateName
>;

/** Of the many trials that have no intermediate values: each a map of its own would take more than all else of them. */
const NONE = new Map<number, number>();

/** Whether nothing can be done to a trial any more. */
export const isOver = ({ state }: { state: TrialStateName }) => state !== 'running' && state !== 'waiting';

/**
 * What the operations of a journal come to, by the rules of Optuna's `JournalStorageReplayResult`: identifiers follow
 * from the order, and what comes too late (for a trial that has ended, for a study that is gone) has no effect.
 */
export class Replay {
  readonly #studies = new Map<number, Study>();
  readonly #trials: Trial[] = [];
  readonly #domains = new Map<string, Domain>();
  #nextStudy = 0;

  /** Those that have not been deleted. */
  get studies(): Iterable<JournalStudy> {
    return this.#studies.values();
  }

  study(name: string): JournalStudy | undefined {
    for (const study of this.#studies.values()) if (study.name === name) return study;
    return undefined;
  }

  /** The identifier that the next trial gets. */
  get nextTrial(): number {
    return this.#trials.length;
  }

  /** @throws Error for one that Optuna could not follow either. */
  apply(operation: Operation): void {
    if (operation.op_code === Op.createStudy) {
      this.#createStudy(operation.study_name, operation.directions);
    } else if ('study_id' in operation) {
      const study = this.#studies.get(operation.study_id);
      if (study) this.#applyToStudy(study, operation);
    } else {
      const trial = this.#trials[operation.trial_id];
      if (!trial || isOver(trial)) return;
      this.#applyToTrial(trial, operation);
      trial.version++;
    }
  }

  #applyToStudy(study: Study, operation: Exclude<Operation & { study_id: number }, { op_code: 0 }>): void {
    switch (operation.op_code) {
      case Op.deleteStudy:
        this.#studies.delete(study.id);
        break;
      case Op.setStudyUserAttribute:
        study.userAttributes = { ...study.userAttributes, ...operation.user_attr };
        break;
      case Op.setStudySystemAttribute:
        study.systemAttributes = { ...study.systemAttributes, ...operation.system_attr };
        break;
      case Op.createTrial:
        this.#createTrial(study, operation);
        break;
    }
  }

  #applyToTrial(trial: Trial, operation: Operation & { trial_id: number }): void {
    switch (operation.op_code) {
      case Op.setParameter:
        this.#setParameter(trial, operation);
        break;
      case Op.setStateAndValues:
        setState(trial, operation);
        break;
      case Op.setIntermediateValue:
        if (trial.intermediateValues === NONE) trial.intermediateValues = new Map();
        trial.intermediateValues.set(operation.step, operation.intermediate_value);
        break;
      case Op.setTrialUserAttribute:
        trial.userAttributes = { ...trial.userAttributes, ...operation.user_attr };
        break;
      case Op.setTrialSystemAttribute:
        trial.systemAttributes = { ...trial.systemAttributes, ...operation.system_attr };
        break;
    }
  }

  #createStudy(name: string, directions: readonly number[]): void {
    if (this.study(name)) return;
    const id = this.#nextStudy++;
    const attributes = { userAttributes: {}, systemAttributes: {} };
    this.#studies.set(id, { id, name, directions, ...attributes, trials: [], first: new Map() });
  }

  #createTrial(study: Study, operation: CreateTrial): void {
    const parameters = this.#parametersOf(operation);
    const intermediate = Object.entries(operation.intermediate_values ?? {});
    const { value, datetime_start: start, datetime_complete: end } = operation;
    const trial: Trial = {
      study,
      id: this.#trials.length,
      number: study.trials.length,
      state: NAMES[operation.state ?? TrialState.running]!,
      parameters,
      values: operation.values ?? (typeof value === 'number' ? [value] : undefined),
      intermediateValues:
        intermediate.length > 0 ? new Map(intermediate.map(([step, value]) => [Number(step), value])) : NONE,
      userAttributes: operation.user_attrs ?? {},
      systemAttributes: operation.system_attrs ?? {},
      startedAt: start ? readTime(start) : undefined,
      endedAt: end ? readTime(end) : undefined,
      version: 0,
    };
    this.#trials.push(trial);
    study.trials.push(trial);
    for (const name of parameters.keys()) noteFirst(trial, name);
  }

  #parametersOf({ params = {}, distributions = {} }: CreateTrial): Map<string, Parameter> {
    return new Map(
      Object.entries(params ?? {}).map(([name, value]) => {
        if (!Object.hasOwn(distributions ?? {}, name)) throw new Error(name);
        return [name, this.#parameter(value, distributions[name]!)];
      }),
    );
  }

  /** Optuna asks a value to be in its domain only where that is a list. */
  #parameter(value: number, text: string): Parameter {
    let domain = this.#domains.get(text);
    if (!domain) {
      domain = readDomain(text);
      this.#domains.set(text, domain);
    }
    if (domain.choices && !holds(domain, value)) throw new Error(`${value}`);
    return { value, domain };
  }

  #setParameter(trial: Trial, operation: Operation & { op_code: 5 }): void {
    const name = operation.param_name;
    const parameter = this.#parameter(operation.param_value_internal, operation.distribution);
    const first = trial.study.first.get(name)?.parameters.get(name);
    if (first && !isCompatible(first.domain, parameter.domain)) return;
    trial.parameters.set(name, parameter);
    noteFirst(trial, name);
  }
}

function noteFirst(trial: Trial, name: string): void {
  const { first } = trial.study;
  const before = first.get(name);
  if (!before || before.number > trial.number) first.set(name, trial);
}

function setState(trial: Trial, operation: SetStateAndValues): void {
  const state = NAMES[operation.state]!;
  if (state === 'running' && trial.state === 'running') return;
  trial.state = state;
  if (operation.values) trial.values = operation.values;
  const { datetime_start: start, datetime_complete: end } = operation;
  if (state === 'running') trial.startedAt = start ? readTime(start) : undefined;
  else if (end && isOver(trial)) trial.endedAt = readTime(end);
}
