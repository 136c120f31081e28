import { readCsv } from './csv';
import { readIdx } from './idx';
import { readNpy } from './npy';

/** The reader of each kind of file, by the source's id. */
export const readers = { csv: readCsv, idx: readIdx, npy: readNpy } as const;
