import * as l10n from '@vscode/l10n';
import type { SchemaNode } from './json-schema';
import { shortened } from './listed';
import { discriminatorOf, isMap, optionsOf } from './schema-node';

/** What a node of the schema lets through, in words that follow "it must be". */
export function allowedWords(node: SchemaNode): string {
  if ('const' in node) return JSON.stringify(node.const);
  if (Array.isArray(node.enum))
    return l10n.t('one of {0}', node.enum.map((id) => JSON.stringify(id)).join(', '));
  if (Array.isArray(node.anyOf)) return (node.anyOf as SchemaNode[]).map(allowedWords).join(l10n.t(', or '));
  if (Array.isArray(node.oneOf)) return choiceWords(node);
  return plainWords(node);
}

function choiceWords(node: SchemaNode): string {
  const ids = optionsOf(node).map(({ id }) => JSON.stringify(id));
  return l10n.t('an object whose "{0}" is one of {1}', discriminatorOf(node)!, ids.join(', '));
}

function plainWords(node: SchemaNode): string {
  switch (node.type) {
    case 'number':
    case 'integer':
      return numberWords(node, true);
    case 'boolean':
      return l10n.t('true or false');
    case 'string':
      return stringWords(node);
    case 'array':
      return listWords(node);
    case 'object':
      return isMap(node)
        ? l10n.t('an object whose values are each {0}', allowedWords(node.additionalProperties as SchemaNode))
        : l10n.t('an object');
    default:
      return l10n.t('an object');
  }
}

/** `above 0 and at most 1e9`; with `named`, `a whole number` or `a number` before it. */
export function numberWords(node: SchemaNode, named: boolean): string {
  const name = node.type === 'integer' ? l10n.t('a whole number') : l10n.t('a number');
  const bounds = boundWords(node).join(l10n.t(' and '));
  if (!bounds) return name;
  // The order is the language's.
  return named ? l10n.t('{0} {1}', name, bounds) : bounds;
}

function boundWords(node: SchemaNode): string[] {
  const words: string[] = [];
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = node as Record<string, number | undefined>;
  if (minimum !== undefined && maximum !== undefined)
    return [l10n.t('from {0} to {1}', figure(minimum), figure(maximum))];
  if (minimum !== undefined) words.push(l10n.t('at least {0}', figure(minimum)));
  if (exclusiveMinimum !== undefined) words.push(l10n.t('above {0}', figure(exclusiveMinimum)));
  if (maximum !== undefined) words.push(l10n.t('at most {0}', figure(maximum)));
  if (exclusiveMaximum !== undefined) words.push(l10n.t('below {0}', figure(exclusiveMaximum)));
  return words;
}

/** As it may be written in a file: 1000000, but 1e9. */
function figure(value: number): string {
  return Math.abs(value) >= 1e9 && value % 1e9 === 0
    ? value.toExponential().replace('e+', 'e')
    : String(value);
}

function stringWords(node: SchemaNode): string {
  if (node.ui === 'file') return l10n.t('the path of a file');
  return node.maxLength === undefined
    ? l10n.t('text in quotes')
    : l10n.t('text of at most {0} characters', Number(node.maxLength));
}

function listWords(node: SchemaNode): string {
  const items = (node.items ?? {}) as SchemaNode;
  const what = items.type === 'object' ? l10n.t('an object') : allowedWords(items);
  return node.maxItems === undefined
    ? l10n.t('a list ([…]) of which each entry is {0}', what)
    : l10n.t('a list ([…]) of at most {0} entries, each {1}', Number(node.maxItems), what);
}

/** A value as a message shows it: JSON, cut to 60 characters. */
export function shown(value: unknown): string {
  if (typeof value === 'number' || value === undefined) return String(value);
  if (Array.isArray(value) && value.length > 20) return l10n.t('a list of {0} entries', value.length);
  // A long text need not be made into JSON first.
  return shortened(jsonOf(typeof value === 'string' ? value.slice(0, 60) : value));
}

/** JSON cannot say everything: a BigInt or a loop is named by its kind. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return typeof value;
  }
}

/** `dropout.placement.hidden[1]`; keys that are no plain names stand in quotes. */
export function pathWords(path: readonly (string | number)[]): string {
  let words = '';
  for (const key of path) {
    if (typeof key === 'number') words += `[${key}]`;
    else if (/^[\w$-]{1,40}$/.test(key)) words += words ? `.${key}` : key;
    else words += `[${shown(key)}]`;
  }
  return words || l10n.t('the experiment');
}

/** The candidate that differs least from `word`, if it is near enough to be meant. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3));
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter((one) => one.distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

/** Levenshtein's edit distance of words of at most 40 characters; longer ones are far from everything. */
function distance(a: string, b: string): number {
  if (a.length > 40) return a.length;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
