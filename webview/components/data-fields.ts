import * as l10n from '@vscode/l10n';
import type { ColumnFacts } from '../../src/core/column-facts';
import { type DataEdit, targetEdit, targetNames } from '../../src/experiment/data-edits';
import type { FormField } from '../../src/experiment/form';
import { formatCount } from '../../src/experiment/number-text';
import type { DataSpec } from '../../src/experiment/schema';

/** A choice, and the edit that a chosen value makes. */
export interface DataField {
  readonly field: FormField;
  readonly edit: (value: unknown) => DataEdit['edit'];
}

const choice = (
  path: FormField['path'],
  title: string,
  value: unknown,
  options: readonly (readonly [id: string, title: string])[],
): FormField => ({
  path,
  kind: 'choice',
  title,
  description: '',
  value,
  default: undefined,
  optional: false,
  advanced: false,
  options: options.map(([id, title]) => ({ id, title, description: '' })),
});

/** What is predicted; undefined where there is no choice. */
export function targetField(columns: readonly ColumnFacts[], data: DataSpec): DataField | undefined {
  const names = targetNames(columns, data);
  if (names.length < 2 || data.source !== 'csv') return undefined;
  const value = data.target ?? columns.find(({ role }) => role === 'target')?.name;
  return {
    field: choice(
      ['data', 'target'],
      l10n.t('Target'),
      value,
      names.map((name) => [name, name]),
    ),
    edit: (name) => targetEdit(data, String(name)),
  };
}

/** Shares of the rows that may validate. */
const SHARES = [0.1, 0.2, 0.3];

/** How many rows validate: a share of them, or what the experiment says. */
export function validationField(data: DataSpec): DataField {
  const { validation } = data as { readonly validation?: number | undefined };
  const usual = [0, ...SHARES];
  const shares = validation === undefined || usual.includes(validation) ? usual : [...usual, validation];
  const words = (share: number) =>
    share === 0
      ? l10n.t('None')
      : share < 1
        ? l10n.t('{0}% of the rows', Number((100 * share).toPrecision(4)))
        : l10n.t('{0} rows', formatCount(share));
  return {
    field: choice(
      ['data', 'validation'],
      l10n.t('Validation'),
      validation === undefined ? AUTOMATIC : String(validation),
      [[AUTOMATIC, l10n.t('Automatic')], ...shares.map((share) => [String(share), words(share)] as const)],
    ),
    edit: (value) => ({
      path: ['data', 'validation'],
      value: value === AUTOMATIC ? undefined : Number(value),
    }),
  };
}

/** Stands for a value that is left out. */
const AUTOMATIC = 'automatic';
