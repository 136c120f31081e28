import * as l10n from '@vscode/l10n';
import type { Dataset } from '../core/dataset';
import { type GeneratedSpec, generateDataset } from '../core/datasets/generate';
import { withShortQuotes } from '../experiment/listed';
import type { DataSpec } from '../experiment/schema';
import { readers } from './index';
import type { ReadContext, ReadFile } from './source';

export interface LoadOptions {
  readonly seed: number;
  /** The seed of the run. Default: `seed`. */
  readonly runSeed?: number;
  readonly readFile: ReadFile;
  /** Default: no companion files are found. */
  readonly isFile?: ReadContext['isFile'];
  readonly onProgress?: (fraction: number) => void;
}

/** Generates or reads the data of an experiment. Rejects with a DataError if a file cannot be used. */
export async function loadDataset(
  spec: DataSpec,
  { seed, runSeed = seed, readFile, isFile = async () => false, onProgress = () => {} }: LoadOptions,
): Promise<Dataset> {
  const context: ReadContext = { seed, runSeed, readFile, isFile, onProgress };
  if (Object.hasOwn(readers, spec.source)) {
    const read = readers[spec.source as keyof typeof readers] as (
      spec: DataSpec,
      context: ReadContext,
    ) => Promise<Dataset>;
    return readable(await read(spec, context));
  }
  return generateDataset(spec as GeneratedSpec, seed);
}

/** Notes beyond this number are only counted. */
const MOST_NOTES = 50;

/** Limits the notes of a data set in number, and shortens names quoted in them. */
function readable(data: Dataset): Dataset {
  const notes = data.notes.slice(0, MOST_NOTES).map(withShortQuotes);
  if (data.notes.length > MOST_NOTES) notes.push(l10n.t('and {0} more', data.notes.length - MOST_NOTES));
  const choices = data.choices?.map((choice) => ({
    ...choice,
    message: withShortQuotes(choice.message),
    label: withShortQuotes(choice.label),
  }));
  return { ...data, notes, ...(choices && { choices }) };
}
