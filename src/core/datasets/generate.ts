import type { Dataset } from '../dataset';
import { createStream, type Stream } from '../random';
import { generators } from './index';

/** A data set that the playground makes itself, with the parameters of its generator. */
export interface GeneratedSpec {
  readonly source: string;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** Each generator takes its own parameters, which the schema has checked. */
type Generate = (params: never, stream: Stream) => Dataset;

/**
 * Draws a generated data set. Validation samples have a stream of their own: how many there are changes neither of the
 * other sets.
 */
export function generateDataset(spec: GeneratedSpec, seed: number): Dataset {
  const generator = generators.find(({ id }) => id === spec.source);
  if (!generator) throw new Error(`There is no data source “${spec.source}”.`);
  const generate = generator.generate as Generate;
  const data = generate(spec as never, createStream(seed, 'data'));
  const count = validationCount(spec.validation, spec.train);
  if (count === 0) return data;
  const one = { ...spec, train: count, test: 0 };
  return { ...data, validation: generate(one as never, createStream(seed, 'validation')).train };
}

/** How many samples validate: a number below 1 is a fraction of `of`. */
export function validationCount(validation: number, of: number): number {
  return validation < 1 ? Math.round(validation * of) : validation;
}
