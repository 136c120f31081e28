import * as l10n from '@vscode/l10n';
import type { ColumnFacts } from '../core/column-facts';
import type { DataChoice, SplitFacts } from '../core/dataset';
import { dataPaths } from './data-paths';
import { sameJson } from './same-json';
import type { DataSpec } from './schema';

/** An edit of the experiment, and what it does in a few words. */
export type DataEdit = Omit<DataChoice, 'message'>;

type Keys = Readonly<Record<string, unknown>>;

/** Whether two experiments read the same files: only then do facts about the one tell what to edit in the other. */
export const sameFiles = (a: DataSpec, b: DataSpec): boolean =>
  a.source === b.source && sameJson(dataPaths(a), dataPaths(b));

/** The data with some keys changed; `undefined` puts the default back. One edit: what contradicts each other changes together. */
function changed(data: DataSpec, changes: Keys): DataEdit['edit'] {
  const value = Object.fromEntries(
    Object.entries({ ...data, ...changes }).filter(([, one]) => one !== undefined),
  );
  return { path: ['data'], value };
}

/** How else the rows of a file can be divided. `facts`: how they were. */
export function splitEdits(data: DataSpec, facts: SplitFacts): DataEdit[] {
  const { shuffle, redraw, folds } = data as Keys;
  if (Number(folds) > 0) return [{ label: l10n.t('No Cross-Validation'), edit: changed(data, { folds: 0 }) }];
  if (shuffle === false)
    return [{ label: l10n.t('Shuffle the Rows'), edit: changed(data, { shuffle: true }) }];
  const anew = redraw ?? (facts.order === 'shuffled' && facts.redrawn);
  return [
    {
      label: l10n.t('Keep the Order of the File'),
      edit: changed(data, { shuffle: false, redraw: undefined }),
    },
    anew
      ? { label: l10n.t('Same Split for All Seeds'), edit: changed(data, { redraw: false }) }
      : { label: l10n.t('Split Anew for Each Seed'), edit: changed(data, { redraw: true }) },
  ];
}

/** What else can be made of a column of a table. `columns`: all of them. */
export function columnEdits(
  column: ColumnFacts,
  data: DataSpec,
  columns: readonly ColumnFacts[],
): DataEdit[] {
  const { name, role, alternative } = column;
  if (role === 'target') return taskEdits(column, data);
  if (data.source !== 'csv' || column.leftOut?.why === 'testFileOnly') return [];
  const path = ['data', 'columns', name];
  const now = kindOf(data, name);
  if (now === 'leaveOut') return [{ label: l10n.t('Include It'), edit: { path, value: undefined } }];
  if (role === 'leftOut') return [];
  const others = columns.filter((one) => one.role === 'feature' && kindOf(data, one.name) !== 'leaveOut');
  return [
    ...(others.length > 1 ? [{ label: l10n.t('Leave It Out'), edit: { path, value: 'leaveOut' } }] : []),
    ...(alternative !== undefined && now !== alternative
      ? [{ label: readAs(alternative), edit: { path, value: alternative } }]
      : []),
  ];
}

/** What the experiment says of a column. */
const kindOf = (data: DataSpec, name: string): string | undefined =>
  data.source === 'csv' && data.columns && Object.hasOwn(data.columns, name) ? data.columns[name] : undefined;

const readAs = (kind: 'number' | 'category'): string =>
  kind === 'number' ? l10n.t('Read as Numbers') : l10n.t('Treat as Categories');

function taskEdits({ alternative }: ColumnFacts, data: DataSpec): DataEdit[] {
  // Labels of IDX files are classes.
  if (!alternative || data.source === 'idx') return [];
  return alternative === 'number'
    ? [{ label: l10n.t('Predict a Number'), edit: changed(data, { task: 'regression' }) }]
    : [{ label: l10n.t('Predict Classes'), edit: changed(data, { task: 'classification' }) }];
}

/** The columns of a table that can be predicted; none where there is no choice. */
export function targetNames(columns: readonly ColumnFacts[], data: DataSpec): string[] {
  if (data.source !== 'csv') return [];
  return columns
    .filter(({ name, leftOut }) => leftOut?.why !== 'testFileOnly' && kindOf(data, name) !== 'leaveOut')
    .map(({ name }) => name);
}

/** Predicts another column; what task that is, is guessed anew. */
export const targetEdit = (data: DataSpec, target: string): DataEdit['edit'] =>
  changed(data, { target, task: undefined });
