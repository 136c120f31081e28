import type { Dataset } from '../dataset';
import { createStream, type Stream } from '../random';
import { generators } from './index';

/** A generated data set: its source and the parameters of the generator. */
export interface GeneratedSpec {
  readonly source: string;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** Each generator takes its own parameters, validated by the schema. */
type Generate = (params: never, stream: Stream) => Dataset;

/**
 * Draws a generated data set. Validation samples have their own stream, so their number does not affect the other sets.
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

/** Number of validation samples; `validation` below 1 is a fraction of `of`. */
export function validationCount(validation: number, of: number): number {
  return validation < 1 ? Math.round(validation * of) : validation;
}
