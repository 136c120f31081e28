import type { SchemaNode } from './json-schema';
import { sameJson } from './same-json';
import type { Experiment } from './schema';
import { alternativeFor, isRecord, propertiesOf, rootNode } from './schema-node';

/** What is written even where it is the default: it says what the experiment is. */
const ALWAYS = new Set([
  'data.source',
  'training.optimizer',
  'training.learningRate',
  'dropout.ratio',
  'seed',
]);

/**
 * The text of an experiment file: two spaces, one key a line, short lists on one line, defaults left out (but for the
 * few that say what the experiment is), so that versions of it diff well. Parsing it gives the same experiment.
 */
export function experimentToText(experiment: Experiment): string {
  const essential = prune(rootNode(), experiment, '') as object;
  const text = JSON.stringify(essential, null, 2);
  return `${text.replace(/\[\n\s+([^[\]{}]*?)\n\s+\]/g, (_, items: string) => `[${items.replace(/\n\s+/g, ' ')}]`)}\n`;
}

/** Without what parsing would fill in. */
function prune(node: SchemaNode, value: unknown, path: string): unknown {
  if (!isRecord(value) || Array.isArray(value)) return value;
  const alternative = alternativeFor(node, value) as SchemaNode;
  const properties = propertiesOf(alternative);
  const entries = Object.keys(properties).flatMap((key): [string, unknown][] => {
    const child = value[key];
    const childPath = path ? `${path}.${key}` : key;
    if (child === undefined) return [];
    const kept = prune(properties[key], child, childPath);
    return isDefault(properties[key], child, kept) && !ALWAYS.has(childPath) ? [] : [[key, kept]];
  });
  return Object.fromEntries(entries);
}

function isDefault(node: SchemaNode, value: unknown, kept: unknown): boolean {
  return 'default' in node && (sameJson(value, node.default) || sameJson(kept, node.default));
}
