import * as l10n from '@vscode/l10n';
import type { Dataset, Task } from '../core/dataset';
import type { Column } from './column';
import { readTable } from './csv-table';
import { DataError } from './errors';
import { encodeColumns } from './features';
import { gather } from './gather';
import { readBytes } from './read-bytes';
import type { ReadContext } from './source';
import { type SplitSpec, splitRows } from './split';
import { readTarget, strataOf } from './target';

export interface CsvSpec extends SplitSpec {
  readonly file: string;
  /** Left out: the last column. */
  readonly target?: string | undefined;
  readonly task?: Task | undefined;
}

/** Whole numbers of at most so many values are taken for classes. */
export const FEW_CLASSES = 20;
/** Names of columns that a refusal lists. */
const LISTED = 20;

/** Reads a CSV or TSV file with a header. Throws a DataError that names row and column. */
export async function readCsv(spec: CsvSpec, context: ReadContext): Promise<Dataset> {
  const { file } = spec;
  const { onProgress } = context;
  const bytes = await readBytes(file, context.readFile);
  onProgress(0.1);
  const { columns, rows, place } = readTable(file, bytes, (fraction) => onProgress(0.1 + 0.7 * fraction));
  const column = targetColumn(file, columns, spec.target);
  const source = { file, column, place, fewClasses: FEW_CLASSES };
  const split = splitRows({ file, count: rows, classes: strataOf(source, spec.task) }, spec, context);
  const target = readTarget(source, spec.task, split);
  const others = columns.filter((one) => one !== column);
  const { encoders, notes } = encodeColumns(file, others, split);
  onProgress(0.8);
  return gather(file, encoders, target, split, { notes });
}

/** Finds the column: the one that is named, or the last. */
function targetColumn(file: string, columns: readonly Column[], name: string | undefined): Column {
  if (name === undefined) return columns[columns.length - 1];
  const found = columns.find((column) => column.name === name);
  if (found) return found;
  const names = columns.slice(0, LISTED).map((column) => `“${column.name}”`);
  const more = columns.length > LISTED ? l10n.t(' and {0} more', columns.length - LISTED) : '';
  throw new DataError(
    file,
    l10n.t('there is no column “{0}” to predict; the columns are {1}.', name, names.join(', ') + more),
  );
}
