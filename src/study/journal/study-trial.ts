import type { Point } from '../../core/search/distribution';
import type { TrialStateName } from './operations';
import { isObject, type Json, type JsonObject, tryJson } from './python-json';
import type { JournalTrial } from './replay';
import { Attribute } from './setup';

/** What a seed of a trial came to: losses, scores, epochs, by name. */
export type SeedResult = JsonObject;

/** A trial as a study sees it. */
export interface StudyTrial {
  readonly number: number;
  readonly state: TrialStateName;
  /** Undefined while another program still sets its parameters, or where they are no values of this study. */
  readonly point: Point | undefined;
  /** What is minimized; of a pruned trial what it had come to. */
  readonly value: number | undefined;
  /** By epoch. */
  readonly intermediateValues: ReadonlyMap<number, number>;
  readonly seeds: ReadonlyMap<number, SeedResult>;
  /** Why it was pruned or failed. */
  readonly reason: string | undefined;
  /** Who proposed it, as the name of a sampler; undefined for another program's. */
  readonly origin: string | undefined;
  /** Numbers of other programs' trials that its round was the first to know. */
  readonly joined: readonly number[];
  /** Milliseconds since 1970. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
}

/** The trial of a journal, as one of a study. */
export function viewOf(trial: JournalTrial, point: Point | undefined): StudyTrial {
  const {
    [Attribute.reason]: reason,
    [Attribute.origin]: origin,
    [Attribute.joined]: joined,
  } = trial.userAttributes;
  return {
    number: trial.number,
    state: trial.state,
    point,
    value: trial.values?.[0],
    intermediateValues: new Map(trial.intermediateValues),
    seeds: seedsOf(trial),
    reason: textOf(reason),
    origin: textOf(origin),
    joined: numbersOf(joined),
    startedAt: trial.startedAt,
    endedAt: trial.endedAt,
  };
}

function seedsOf({ userAttributes }: JournalTrial): Map<number, SeedResult> {
  const seeds = new Map<number, SeedResult>();
  for (const [name, value] of Object.entries(userAttributes)) {
    if (!name.startsWith(Attribute.seed)) continue;
    const result = tryJson(value);
    if (isObject(result)) seeds.set(Number(name.slice(Attribute.seed.length)), result);
  }
  return seeds;
}

function numbersOf(attribute: Json | undefined): number[] {
  const numbers = tryJson(attribute);
  return Array.isArray(numbers) ? numbers.filter((number) => typeof number === 'number') : [];
}

const textOf = (attribute: Json | undefined) => (typeof attribute === 'string' ? attribute : undefined);
