import * as l10n from '@vscode/l10n';
import type * as v from 'valibot';
import { allowedWords, numberWords, pathWords, shown } from './allowed';
import type { SchemaNode } from './json-schema';
import { keyHint } from './key-homes';
import type { Problem } from './problem';
import {
  alternativeFor,
  alternativesOf,
  isRecord,
  listOf,
  nodeAt,
  type Path,
  propertiesOf,
  rootNode,
} from './schema-node';

type Issue = v.BaseIssue<unknown>;

/** What is wrong with the structure. */
export interface StructureProblem extends Problem {
  /** A list or an object has more in it than is looked at. */
  readonly tooMany?: boolean;
}

/** Whether `structureProblems` has said it already, and for every key at once. */
export const isUnknownKey = (issue: Issue) => issue.expected === 'never';

/** An issue of the schema as a problem in words. `input` is the whole value that was checked. */
export function problemOf(issue: Issue, input: unknown): Problem {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
  const node = nodeAt(path, input);
  return { path, message: `${pathWords(path)}: ${node ? explain(issue, node) : issue.message}` };
}

function explain(issue: Issue, node: SchemaNode): string {
  if (issue.type === 'strict_object' && issue.input === undefined && issue.path)
    return l10n.t('missing; it must be {0}', allowedWords(node));
  return l10n.t('{0} is not allowed; it must be {1}', shown(issue.input), wordsFor(issue, node));
}

/** Bounds alone for a value of the right type; the type as well for any other. */
function wordsFor(issue: Issue, node: SchemaNode): string {
  const isNumber = node.type === 'number' || node.type === 'integer';
  const inType = issue.kind === 'validation' && issue.type !== 'integer';
  return isNumber && inType ? numberWords(node, false) : allowedWords(node);
}

/**
 * Every key that the schema does not know, every list where an object belongs, and all that has too many entries. Found
 * one at a time: a file may have more of them than anyone reads.
 */
export function structureProblems(input: unknown): Iterable<StructureProblem> {
  return walk(rootNode(), input, []);
}

function* walk(node: SchemaNode, value: unknown, path: Path): Generator<StructureProblem, void> {
  if (!isRecord(value)) return;
  const isObject = node.type === 'object' || alternativesOf(node).length > 0;
  const list = listOf(node);
  if (Array.isArray(value)) {
    if (isObject) yield listForObject(node, value, path);
    else if (list) yield* walkItems(list, value, path);
    return;
  }
  const alternative = isObject ? alternativeFor(node, value) : undefined;
  if (!alternative) return;
  const count = Object.keys(value).length;
  if (count > Number(alternative.maxProperties))
    yield tooMany(count, Number(alternative.maxProperties), path);
  else yield* walkKeys(propertiesOf(alternative, value), value, path);
}

function tooMany(count: number, most: number, path: Path): StructureProblem {
  const words = l10n.t('{0} entries are too many; at most {1} are allowed', count, most);
  return { path, message: `${pathWords(path)}: ${words}`, tooMany: true };
}

function* walkItems(
  { items, maxItems }: SchemaNode,
  value: readonly unknown[],
  path: Path,
): Generator<StructureProblem, void> {
  if (value.length > Number(maxItems)) yield tooMany(value.length, Number(maxItems), path);
  else for (const [index, item] of value.entries()) yield* walk(items as SchemaNode, item, [...path, index]);
}

function* walkKeys(
  properties: Readonly<Record<string, SchemaNode>>,
  value: Readonly<Record<string, unknown>>,
  path: Path,
): Generator<StructureProblem, void> {
  const allowed = Object.keys(properties);
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(properties, key)) yield* walk(properties[key]!, value[key], [...path, key]);
    else yield unknownKey([...path, key], allowed);
  }
}

function unknownKey(path: Path, keys: readonly string[]): Problem {
  const hint = keyHint(path, keys);
  const list = keys.join(', ');
  const message = hint
    ? l10n.t(
        '{0}: unknown key; {1} Allowed here: {2}',
        pathWords(path),
        hint.endsWith('?') ? hint : `${hint}.`,
        list,
      )
    : l10n.t('{0}: unknown key; allowed here: {1}', pathWords(path), list);
  return { path, message };
}

function listForObject(node: SchemaNode, value: readonly unknown[], path: Path): Problem {
  const words = l10n.t('{0} is not allowed; it must be {1}', shown(value), allowedWords(node));
  return { path, message: `${pathWords(path)}: ${words}` };
}
