import { ABSENT } from '../../../experiment/file-words';
import type { DataSpec } from '../../../experiment/schema';

type CsvSpec = Extract<DataSpec, { source: 'csv' }>;

/** The expression of words for no value, with those that a person added. */
export function absentSource(missing: CsvSpec['missing'] = []): string {
  const added = missing.map((text) => text.trim().replace(/[.*+?^${}()|[\]\\/"]/g, '\\$&'));
  return added.length === 0
    ? ABSENT.source
    : ABSENT.source.replace(/\)\?\$$/, () => `|${added.join('|')})?$`);
}

/** The columns that are left out, and those that are categories whatever their cells are. */
export function kindsOf({ columns = {} }: CsvSpec): { leftOut: string[]; categories: string[] } {
  const of = (kind: string) => Object.keys(columns).filter((name) => columns[name] === kind);
  return { leftOut: of('leaveOut'), categories: of('category') };
}
