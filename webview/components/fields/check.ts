import * as l10n from '@vscode/l10n';
import { numberWords } from '../../../src/experiment/allowed';
import type { FormField } from '../../../src/experiment/form';
import { pairsText, textsText } from '../../../src/experiment/value-text';
import { parseNumber } from '../../format';

/** What a person's text comes to: a value (`undefined`: the default), or what is wrong with it. */
export type Checked =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

/** The value in the field as text; nothing for a value that is left out. */
export function textOf({ kind, value }: FormField): string {
  if (value === undefined || value === null) return '';
  if (kind === 'widths') return (value as readonly number[]).join(', ');
  if (kind === 'texts') return textsText(value as readonly string[]);
  if (kind === 'pairs') return pairsText(value as Readonly<Record<string, string>>);
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
    case 'texts':
      return clean === '' ? nothing(field) : checkTexts(clean);
    case 'pairs':
      return clean === '' ? nothing(field) : checkPairs(field, clean);
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

/** A text in quotes, as JSON writes it, or without; then what separates it from the next. */
const TEXT = /(\s*"(?:[^"\\]|\\.)*"\s*|[^,;:"]+)([,;:]|$)/y;

/** The texts and what stands behind each; undefined where a quote is not closed. */
function textsIn(text: string): { text: string; end: string }[] | undefined {
  const found: { text: string; end: string }[] = [];
  TEXT.lastIndex = 0;
  while (TEXT.lastIndex < text.length) {
    const match = TEXT.exec(text);
    if (!match) return undefined;
    const written = match[1].trim();
    const unquoted = written.startsWith('"') ? fromJson(written) : written;
    if (unquoted === undefined) return undefined;
    found.push({ text: unquoted, end: match[2] });
  }
  return found;
}

function fromJson(text: string): string | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkTexts(text: string): Checked {
  const found = textsIn(text);
  if (found && !found.some(({ end }) => end === ':'))
    return { ok: true, value: found.map((one) => one.text) };
  return {
    ok: false,
    problem: notAllowed(text, l10n.t('texts separated by commas; "…" around one that has a comma')),
  };
}

function checkPairs(field: FormField, text: string): Checked {
  const allowed = field.options?.map(({ id }) => id) ?? [];
  const found = textsIn(text) ?? [];
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < found.length; i += 2) {
    if (found[i].end === ':' && found[i + 1].end !== ':' && allowed.includes(found[i + 1].text))
      pairs.push([found[i].text, found[i + 1].text]);
  }
  if (pairs.length > 0 && pairs.length * 2 === found.length)
    return { ok: true, value: Object.fromEntries(pairs) };
  const words = l10n.t('a name, a colon and one of {0}; commas between several', allowed.join(', '));
  return { ok: false, problem: notAllowed(text, words) };
}

function checkLength(field: FormField, text: string): Checked {
  const most = field.maxLength ?? Number.POSITIVE_INFINITY;
  if (text.length <= most) return { ok: true, value: text };
  const problem = l10n.t('{0} characters are too many: there may be at most {1}.', text.length, most);
  return { ok: false, problem };
}
