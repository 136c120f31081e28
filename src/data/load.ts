import type { Dataset } from '../core/dataset';
import { generators } from '../core/datasets/index';
import { createStream } from '../core/random';
import type { DataSpec } from '../experiment/schema';
import { readers } from './index';
import type { ReadContext, ReadFile } from './source';

export interface LoadOptions {
  readonly seed: number;
  /** The run's own seed; left out: `seed`. */
  readonly runSeed?: number;
  readonly readFile: ReadFile;
  readonly onProgress?: (fraction: number) => void;
}

/** Makes or reads the data of an experiment. Rejects with a DataError for a file that cannot be used. */
export async function loadDataset(
  spec: DataSpec,
  { seed, runSeed = seed, readFile, onProgress }: LoadOptions,
): Promise<Dataset> {
  const context: ReadContext = { seed, runSeed, readFile, onProgress: onProgress ?? (() => {}) };
  if (Object.hasOwn(readers, spec.source)) {
    const read = readers[spec.source as keyof typeof readers] as (
      spec: DataSpec,
      context: ReadContext,
    ) => Promise<Dataset>;
    return read(spec, context);
  }
  const generator = generators.find(({ id }) => id === spec.source);
  if (!generator) throw new Error(`There is no data source “${spec.source}”.`);
  return withValidation(spec, seed, generator.generate as Generate);
}

type Generate = (params: DataSpec, stream: ReturnType<typeof createStream>) => Dataset;

/** Validation samples have a stream of their own: how many there are changes neither of the other sets. */
function withValidation(spec: DataSpec, seed: number, generate: Generate): Dataset {
  const data = generate(spec, createStream(seed, 'data'));
  const count = validationCount(spec.validation ?? 0, spec.train as number);
  if (count === 0) return data;
  const one = { ...spec, train: count, test: 0 } as DataSpec;
  return { ...data, validation: generate(one, createStream(seed, 'validation')).train };
}

/** How many samples validate: a number below 1 is a fraction of `of`. */
export function validationCount(validation: number, of: number): number {
  return validation < 1 ? Math.round(validation * of) : validation;
}
