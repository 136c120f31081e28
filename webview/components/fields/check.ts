import * as l10n from '@vscode/l10n';
import { numberWords } from '../../../src/experiment/allowed';
import type { FormField } from '../../../src/experiment/form';
import { parseNumber } from '../../format';

/** What a person's text comes to: a value (`undefined`: the default), or what is wrong with it. */
export type Checked =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

/** The value in the field as text; nothing for a value that is left out. */
export function textOf({ kind, value }: FormField): string {
  if (value === undefined || value === null) return '';
  if (kind === 'widths') return (value as readonly number[]).join(', ');
  return String(value).replace('e+', 'e');
}

/** Reads what a person typed into a field of any kind that takes text. Nothing means: the default. */
export function checkText(field: FormField, text: string): Checked {
  const clean = text.trim();
  switch (field.kind) {
    case 'number':
    case 'integer':
      return clean === '' ? nothing(field) : checkNumber(field, clean);
    case 'widths':
      return checkWidths(field, clean);
    default:
      return clean === '' ? nothing(field) : checkLength(field, clean);
  }
}

function nothing(field: FormField): Checked {
  if (field.optional || field.default !== undefined) return { ok: true, value: undefined };
  return { ok: false, problem: l10n.t('{0} is needed.', field.title) };
}

function checkNumber(field: FormField, text: string): Checked {
  const value = parseNumber(text);
  const fits = value !== undefined && isWithin(field, value);
  return fits ? { ok: true, value } : { ok: false, problem: notAllowed(text, boundWords(field)) };
}

/** Whether a number may stand in a field (in each entry of a list). */
export function isWithin(field: FormField, value: number): boolean {
  const { min, max, exclusiveMin, exclusiveMax } = field;
  return (
    (field.kind === 'number' || Number.isInteger(value)) &&
    !(min !== undefined && value < min) &&
    !(max !== undefined && value > max) &&
    !(exclusiveMin !== undefined && value <= exclusiveMin) &&
    !(exclusiveMax !== undefined && value >= exclusiveMax)
  );
}

/** `a whole number at least 1 and at most 512`. */
export function boundWords({ kind, min, max, exclusiveMin, exclusiveMax }: FormField): string {
  const node = {
    type: kind === 'number' ? 'number' : 'integer',
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
    ...(exclusiveMin !== undefined && { exclusiveMinimum: exclusiveMin }),
    ...(exclusiveMax !== undefined && { exclusiveMaximum: exclusiveMax }),
  };
  return numberWords(node, true);
}

const notAllowed = (text: string, allowed: string): string =>
  l10n.t('“{0}” is not allowed here: it must be {1}.', text, allowed);

/** `128, 64`, `128 64` and `128-64` all mean two layers; a dash before a width is a sign. */
const BETWEEN_WIDTHS = /(?<=\d)(?:-| - )(?=\d)|[\s,;×]+/;

function checkWidths(field: FormField, text: string): Checked {
  const parts = text.split(BETWEEN_WIDTHS).filter((part) => part !== '');
  if (field.maxItems !== undefined && parts.length > field.maxItems) {
    const problem = l10n.t(
      '{0} layers are too many: there may be at most {1}.',
      parts.length,
      field.maxItems,
    );
    return { ok: false, problem };
  }
  const wrong = parts.find((part) => !/^\d+$/.test(part) || !isWithin(field, Number(part)));
  if (wrong !== undefined) return { ok: false, problem: notAllowed(wrong, boundWords(field)) };
  return { ok: true, value: parts.map(Number) };
}

function checkLength(field: FormField, text: string): Checked {
  const most = field.maxLength ?? Number.POSITIVE_INFINITY;
  if (text.length <= most) return { ok: true, value: text };
  const problem = l10n.t('{0} characters are too many: there may be at most {1}.', text.length, most);
  return { ok: false, problem };
}
