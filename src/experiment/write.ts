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
  const essential = prune(rootNode(), experiment, '', ALWAYS) as object;
  return `${jsonText(essential, '  ')}\n`;
}

/** JSON over several lines, with lists of plain values on one. */
export function jsonText(value: unknown, indent: string): string {
  const text = JSON.stringify(value, null, indent);
  return text.replace(/\[\n([^[\]{}]*)\]/g, (_, items: string) => `[${items.trim().replace(/\n\s+/g, ' ')}]`);
}

/** What of a value has to be written: parsing would fill the rest in. */
export function withoutDefaults(node: SchemaNode, value: unknown): unknown {
  return prune(node, value, '', new Set());
}

/** Without what parsing would fill in. */
function prune(node: SchemaNode, value: unknown, path: string, always: ReadonlySet<string>): unknown {
  if (!isRecord(value) || Array.isArray(value)) return value;
  const alternative = alternativeFor(node, value) as SchemaNode;
  const properties = propertiesOf(alternative, value);
  const entries = Object.keys(properties).flatMap((key): [string, unknown][] => {
    const child = value[key];
    const childPath = path ? `${path}.${key}` : key;
    if (child === undefined) return [];
    const kept = prune(properties[key]!, child, childPath, always);
    return isDefault(properties[key]!, child, kept) && !always.has(childPath) ? [] : [[key, kept]];
  });
  return Object.fromEntries(entries);
}

function isDefault(node: SchemaNode, value: unknown, kept: unknown): boolean {
  return 'default' in node && (sameJson(value, node.default) || sameJson(kept, node.default));
}
