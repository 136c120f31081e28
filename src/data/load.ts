import type { Dataset } from '../core/dataset';
import { generators } from '../core/datasets/index';
import { createStream } from '../core/random';
import type { DataSpec } from '../experiment/schema';
import { readers } from './index';
import type { ReadContext, ReadFile } from './source';

export interface LoadOptions {
  readonly seed: number;
  readonly readFile: ReadFile;
  readonly onProgress?: (fraction: number) => void;
}

/** Makes or reads the data of an experiment. Rejects with a DataError for a file that cannot be used. */
export async function loadDataset(
  spec: DataSpec,
  { seed, readFile, onProgress }: LoadOptions,
): Promise<Dataset> {
  const context: ReadContext = { seed, readFile, onProgress: onProgress ?? (() => {}) };
  if (Object.hasOwn(readers, spec.source)) {
    const read = readers[spec.source as keyof typeof readers] as (
      spec: DataSpec,
      context: ReadContext,
    ) => Promise<Dataset>;
    return read(spec, context);
  }
  const generator = generators.find(({ id }) => id === spec.source);
  if (!generator) throw new Error(`There is no data source “${spec.source}”.`);
  const generate = generator.generate as (
    params: DataSpec,
    stream: ReturnType<typeof createStream>,
  ) => Dataset;
  return generate(spec, createStream(seed, 'data'));
}
