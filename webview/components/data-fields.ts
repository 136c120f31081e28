import * as l10n from '@vscode/l10n';
import type { ColumnFacts } from '../../src/core/column-facts';
import type { Task } from '../../src/core/dataset';
import { type DataEdit, targetEdit, targetNames } from '../../src/experiment/data-edits';
import { formatCount } from '../../src/experiment/number-text';
import type { DataSpec } from '../../src/experiment/schema';

/** One of several values, and the edit that a chosen one makes. */
export interface DataField {
  readonly title: string;
  readonly value: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
  edit(id: string): DataEdit['edit'];
}

/** What is predicted; undefined where there is no choice. */
export function targetField(columns: readonly ColumnFacts[], data: DataSpec): DataField | undefined {
  const names = targetNames(columns, data);
  const target = columns.find(({ role }) => role === 'target');
  if (names.length < 2 || !target || data.source !== 'csv') return undefined;
  return {
    title: l10n.t('Target'),
    value: data.target ?? target.name,
    options: names.map((name) => ({ id: name, title: name })),
    edit: (name) => targetEdit(data, name),
  };
}

/** What kind of thing is predicted; undefined where the target leaves no choice. */
export function taskField(columns: readonly ColumnFacts[], data: DataSpec): DataField | undefined {
  const target = columns.find(({ role }) => role === 'target');
  if (!target?.alternative || data.source === 'idx') return undefined;
  const { task } = data as { readonly task?: Task | undefined };
  const words = { classification: l10n.t('classification'), regression: l10n.t('regression') };
  const guess = target.kind === 'number' ? words.regression : words.classification;
  return {
    title: l10n.t('Task'),
    value: task ?? AUTOMATIC,
    options: [
      { id: AUTOMATIC, title: task ? l10n.t('Automatic') : l10n.t('Automatic: {0}', guess) },
      ...Object.entries(words).map(([id, title]) => ({ id, title })),
    ],
    edit: (id) => ({ path: ['data', 'task'], value: id === AUTOMATIC ? undefined : id }),
  };
}

/** Shares of the rows that may validate. */
const SHARES = [0.1, 0.2, 0.3];
/** Stands for a value that is left out. */
const AUTOMATIC = 'automatic';

/** How many rows validate: a share of them, or what the experiment says. */
export function validationField(data: DataSpec): DataField {
  const { validation } = data as { readonly validation?: number | undefined };
  const usual = [0, ...SHARES];
  const values = validation === undefined || usual.includes(validation) ? usual : [...usual, validation];
  return {
    title: l10n.t('Validation'),
    value: validation === undefined ? AUTOMATIC : String(validation),
    options: [
      { id: AUTOMATIC, title: l10n.t('Automatic') },
      ...values.map((value) => ({ id: String(value), title: validationWords(value) })),
    ],
    edit: (id) => ({ path: ['data', 'validation'], value: id === AUTOMATIC ? undefined : Number(id) }),
  };
}

function validationWords(value: number): string {
  if (value === 0) return l10n.t('None');
  return value < 1
    ? l10n.t('{0}% of the rows', Number((100 * value).toPrecision(4)))
    : l10n.t('{0} rows', formatCount(value));
}
