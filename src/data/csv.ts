import type { Dataset, Samples, Task } from '../core/dataset';
import { type Feature, readFeatures } from './csv-features';
import { readTable } from './csv-table';
import { readTarget, type Target, targetColumn } from './csv-target';
import { readBytes } from './read-bytes';
import type { ReadContext } from './source';
import { type SplitSpec, splitRows } from './split';

export interface CsvSpec extends SplitSpec {
  readonly file: string;
  readonly target?: string | undefined;
  readonly task?: Task | undefined;
}

/** Reads a CSV or TSV file with a header. Throws a DataError that names row and column. */
export async function readCsv(spec: CsvSpec, { seed, readFile, onProgress }: ReadContext): Promise<Dataset> {
  const bytes = await readBytes(spec.file, readFile);
  onProgress(0.2);
  const columns = readTable(spec.file, bytes);
  onProgress(0.7);
  const split = splitRows(spec.file, columns[0].cells.length, spec, seed);
  const predicted = targetColumn(spec.file, columns, spec.target);
  const target = readTarget(spec.file, predicted, spec.task, split);
  const others = columns.filter((column) => column !== predicted);
  const { features, notes } = readFeatures(spec.file, others, split);
  onProgress(0.9);
  return {
    task: target.task,
    features: features.length,
    outputs: target.outputNames.length,
    train: gather(features, target, split.train),
    test: gather(features, target, split.test),
    featureNames: features.map(({ name }) => name),
    outputNames: target.outputNames,
    notes: [...target.notes, ...notes],
  };
}

function gather(features: readonly Feature[], { values }: Target, rows: Uint32Array): Samples {
  const x = new Float32Array(rows.length * features.length);
  features.forEach((feature, j) => {
    for (let i = 0; i < rows.length; i++) x[i * features.length + j] = feature.values[rows[i]];
  });
  return { count: rows.length, x, y: Float32Array.from(rows, (row) => values[row]) };
}
