import type { Dataset } from '../core/dataset';
import { type GeneratedSpec, generateDataset } from '../core/datasets/generate';
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
  return generateDataset(spec as GeneratedSpec, seed);
}
