import { experimentJsonSchema, type SchemaNode } from './json-schema';

export type { SchemaNode };

/** Keys and list indexes from the top of an experiment. */
export type Path = readonly (string | number)[];

/** A registry's entry as a person can choose it. */
export interface Option {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

let cached: SchemaNode | undefined;

/** The schema of a whole experiment. */
export function rootNode(): SchemaNode {
  cached ??= experimentJsonSchema();
  return cached;
}

/** An object's keys and their schemas. Where any key is allowed, those that `value` has. */
export function propertiesOf(node: SchemaNode, value?: unknown): Readonly<Record<string, SchemaNode>> {
  if (isMap(node) && isRecord(value))
    return Object.fromEntries(
      Object.keys(value).map((key) => [key, node.additionalProperties as SchemaNode]),
    );
  return (node.properties ?? {}) as Record<string, SchemaNode>;
}

/** Whether a node is of an object whose keys are names, all with values of one kind. */
export function isMap(node: SchemaNode): boolean {
  return node.type === 'object' && isRecord(node.additionalProperties);
}

/** The alternatives of an object whose discriminator chooses one; none for any other node. */
export function alternativesOf(node: SchemaNode): readonly SchemaNode[] {
  return (node.oneOf ?? []) as SchemaNode[];
}

/** The key that chooses an alternative: the first one, always a constant. */
export function discriminatorOf(node: SchemaNode): string | undefined {
  const first = alternativesOf(node)[0];
  return first && Object.keys(propertiesOf(first)).find((key) => 'const' in propertiesOf(first)[key]!);
}

/** What the discriminator of a node may be. */
export function optionsOf(node: SchemaNode): readonly Option[] {
  const key = discriminatorOf(node);
  if (key === undefined) return [];
  return alternativesOf(node).map((alternative) => {
    const { const: id, title, description } = propertiesOf(alternative)[key]!;
    return { id: String(id), title: String(title), description: String(description) };
  });
}

/** The alternative that a value chooses; the first where it does not say. Undefined: it names none of them. */
export function alternativeFor(node: SchemaNode, value: unknown): SchemaNode | undefined {
  const key = discriminatorOf(node);
  if (key === undefined) return node;
  const id = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  if (id === undefined) return alternativesOf(node)[0];
  return alternativesOf(node).find((alternative) => propertiesOf(alternative)[key]!.const === id);
}

/** The schema of what stands at `path` in `value`; undefined where nothing is allowed. */
export function nodeAt(path: Path, value: unknown): SchemaNode | undefined {
  let node: SchemaNode | undefined = rootNode();
  let here = value;
  for (const key of path) {
    node = node && childOf(node, key, here);
    here = isRecord(here) && Object.hasOwn(here, key) ? here[key as string] : undefined;
  }
  return node;
}

function childOf(node: SchemaNode, key: string | number, value: unknown): SchemaNode | undefined {
  if (typeof key === 'number') return listOf(node)?.items as SchemaNode | undefined;
  const alternative = alternativeFor(node, value);
  const discriminator = discriminatorOf(node);
  if (key === discriminator) return { enum: optionsOf(node).map(({ id }) => id), type: 'string' };
  if (alternative && isMap(alternative)) return alternative.additionalProperties as SchemaNode;
  const properties = alternative && propertiesOf(alternative);
  return properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
}

/** The node itself or the alternative of it that is a list. */
export function listOf(node: SchemaNode): SchemaNode | undefined {
  if (node.type === 'array') return node;
  return ((node.anyOf ?? []) as SchemaNode[]).find((alternative) => alternative.type === 'array');
}

/** An object or a list, whose own keys can be looked at. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
