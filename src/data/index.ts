import type { Dataset } from '../core/dataset';
import type { DataSpec } from '../experiment/schema';
import type { FileSourceId } from '../experiment/sources';
import { readCsv } from './csv';
import { readIdx } from './idx';
import { readNpy } from './npy';
import type { ReadContext } from './source';

type Read<I> = (spec: Extract<DataSpec, { readonly source: I }>, context: ReadContext) => Promise<Dataset>;

/** The reader of each kind of file, by the source's id. */
export const readers: { readonly [I in FileSourceId]: Read<I> } = {
  csv: readCsv,
  idx: readIdx,
  npy: readNpy,
};
