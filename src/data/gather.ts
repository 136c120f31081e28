import * as l10n from '@vscode/l10n';
import type { Dataset, Samples } from '../core/dataset';
import { DataError } from './errors';
import type { Encoder } from './features';
import { LIMITS } from './limits';
import type { Split } from './split';
import type { Target } from './target';

/** Rows written per block, so that the values of each column are read in runs. */
const BLOCK = 32;

/** Assembles a data set from encoded features and the target. Throws a DataError if it would be too large. */
export function gather(
  file: string,
  encoders: readonly Encoder[],
  target: Target,
  split: Split,
  {
    notes,
    choices = [],
    image,
    columns,
    leaks,
  }: Pick<Dataset, 'notes' | 'choices' | 'image' | 'columns' | 'leaks'>,
): Dataset {
  const featureNames = encoders.flatMap(({ names }) => names);
  const features = featureNames.length;
  const rows = split.train.length + split.validation.length + split.test.length;
  if (rows * features > LIMITS.cells)
    throw new DataError(
      file,
      l10n.t(
        '{0} rows with {1} features each; at most {2} rows of that size can be used. Lower data.train, data.validation and data.test.',
        rows,
        features,
        Math.floor(LIMITS.cells / features),
      ),
    );
  const samples = (some: Uint32Array): Samples => ({
    count: some.length,
    x: writeRows(encoders, some, features),
    y: Float32Array.from(some, (row) => target.values[row]),
  });
  return {
    task: target.task,
    features,
    outputs: target.outputNames.length,
    train: samples(split.train),
    ...(split.validation.length > 0 && { validation: samples(split.validation) }),
    test: samples(split.test),
    split: split.facts,
    ...(columns && { columns }),
    ...(leaks && { leaks }),
    featureNames,
    outputNames: target.outputNames,
    ...(image && { image }),
    ...(encoders.length < features && { blocks: encoders.map(({ names }) => names.length) }),
    notes: [...target.notes, ...notes],
    ...(choices.length > 0 && { choices }),
  };
}

function writeRows(encoders: readonly Encoder[], rows: Uint32Array, features: number): Float32Array {
  const x = new Float32Array(rows.length * features);
  for (let from = 0; from < rows.length; from += BLOCK) {
    const end = Math.min(from + BLOCK, rows.length);
    let column = 0;
    for (const encoder of encoders) {
      for (let i = from; i < end; i++) encoder.write(rows[i], x, i * features + column);
      column += encoder.names.length;
    }
  }
  return x;
}
