import * as l10n from '@vscode/l10n';
import type { SchemaNode } from './json-schema';
import type { Experiment } from './schema';
import {
  alternativeFor,
  discriminatorOf,
  isMap,
  isRecord,
  type Option,
  optionsOf,
  type Path,
  propertiesOf,
  rootNode,
} from './schema-node';

export type FieldKind =
  | 'number'
  | 'integer'
  | 'boolean'
  | 'choice'
  /** A list of whole numbers: neurons in each hidden layer. */
  | 'widths'
  /** `{ input, hidden, output }`, each true, false or a drop ratio; `hidden` may be a list. */
  | 'placement'
  /** A list of texts. */
  | 'texts'
  /** Names with one of several values each: `{ "Id": "leaveOut" }`. */
  | 'pairs'
  | 'text'
  /** The path of a file: a person picks it. */
  | 'file';

/** One control of the set-up form: what to show and what is allowed. */
export interface FormField {
  readonly path: Path;
  readonly kind: FieldKind;
  readonly title: string;
  readonly description: string;
  /** Undefined where an optional value is left out. */
  readonly value: unknown;
  /** Undefined where there is none. */
  readonly default: unknown;
  /** Has no default and may be left out: `undefined` is a value that a person can choose. */
  readonly optional: boolean;
  readonly advanced: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Bounds that are not allowed themselves. */
  readonly exclusiveMin?: number;
  readonly exclusiveMax?: number;
  readonly step?: number;
  readonly scale?: 'linear' | 'log';
  readonly slider?: readonly [number, number];
  readonly usual?: readonly [number, number];
  /** Of a choice, and of the values of pairs. */
  readonly options?: readonly Option[];
  /** A choice between true and false, where leaving it out is a third. */
  readonly isFlag?: boolean;
  readonly maxLength?: number;
  /** Of a list of widths: the most entries, and the bounds of each. */
  readonly maxItems?: number;
}

export interface FormSection {
  readonly id: 'data' | 'network' | 'dropout' | 'training' | 'run';
  readonly title: string;
  readonly fields: readonly FormField[];
}

/** Every control of the set-up, generated from the schema; of alternatives only the chosen one's. */
export function formSections(experiment: Experiment): FormSection[] {
  const sections: Record<FormSection['id'], string> = {
    data: l10n.t('Data'),
    network: l10n.t('Network'),
    dropout: l10n.t('Dropout'),
    training: l10n.t('Training'),
    run: l10n.t('Run'),
  };
  const root = propertiesOf(rootNode());
  return (Object.keys(sections) as FormSection['id'][]).map((id) => ({
    id,
    title: sections[id],
    fields:
      id === 'run'
        ? RUN_KEYS.flatMap((key) => fieldsOf(root[key]!, [key], experiment[key], { required: false }))
        : fieldsOf(root[id]!, [id], experiment[id], { required: false }),
  }));
}

/** What belongs to the run as a whole; version, schema and changes are nobody's control. */
const RUN_KEYS = ['baseline', 'seeds', 'seed', 'name'] as const;

interface Context {
  readonly required: boolean;
  readonly advanced?: boolean;
}

function fieldsOf(node: SchemaNode, path: Path, value: unknown, context: Context): FormField[] {
  const advanced = context.advanced === true || node.advanced === true;
  const isPlacement = path.at(-1) === 'placement';
  const alternative = alternativeFor(node, value);
  const isObject = node.type === 'object' || discriminatorOf(node) !== undefined;
  if (!isObject || isPlacement || !alternative || isMap(node))
    return [field(node, path, value, { ...context, advanced })];
  const discriminator = discriminatorOf(node);
  const required = new Set((alternative.required ?? []) as string[]);
  return Object.entries(propertiesOf(alternative)).flatMap(([key, child]) => {
    // What only some kinds use may stand in a file, and is nobody's control.
    if (child.unused === true) return [];
    const given = isRecord(value) ? value : {};
    const [other, choice] = (child.only ?? []) as string[];
    if (other !== undefined && given[other] !== choice) return [];
    const childValue = given[key];
    const childContext = { required: required.has(key), advanced };
    return key === discriminator
      ? [kindField(node, [...path, key], childValue, advanced)]
      : fieldsOf(child, [...path, key], childValue, childContext);
  });
}

/** The choice between the alternatives of `node`. */
function kindField(node: SchemaNode, path: Path, value: unknown, advanced: boolean): FormField {
  const titles: Readonly<Record<string, string>> = {
    source: l10n.t('Data set'),
    optimizer: l10n.t('Optimizer'),
    activation: l10n.t('Activation'),
  };
  const options = optionsOf(node).map(translated);
  const chosen = options.find(({ id }) => id === value);
  return {
    path,
    kind: 'choice',
    title: titles[String(path.at(-1))] ?? l10n.t(String(node.title)),
    description: chosen?.description ?? '',
    value,
    default: options[0]!.id,
    optional: false,
    advanced,
    options,
  };
}

function field(node: SchemaNode, path: Path, value: unknown, context: Required<Context>): FormField {
  const isPlacement = path.at(-1) === 'placement';
  const optional = !context.required && !('default' in node);
  const isFlag = node.type === 'boolean' && optional;
  const kind = isPlacement ? 'placement' : isFlag ? 'choice' : kindOf(node);
  const description = typeof node.description === 'string' ? l10n.t(node.description) : '';
  return {
    path,
    kind,
    title: isPlacement ? l10n.t('Placement') : l10n.t(String(node.title)),
    description: isPlacement ? l10n.t('Where neurons are dropped, and at which ratio.') : description,
    value,
    default: isPlacement ? defaultsOf(node) : node.default,
    optional,
    advanced: context.advanced,
    ...numbersOf(kind === 'widths' ? (node.items as SchemaNode) : node),
    ...hintsOf(node),
    ...(isFlag && { isFlag }),
    ...(kind === 'choice' && { options: isFlag ? flags() : choicesOf(node).map(translated) }),
    ...(kind === 'pairs' && { options: choicesOf(node.additionalProperties as SchemaNode) }),
  };
}

const flags = (): readonly Option[] => [
  { id: 'true', title: l10n.t('Yes'), description: '' },
  { id: 'false', title: l10n.t('No'), description: '' },
];

function defaultsOf(node: SchemaNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(propertiesOf(node)).map(([key, child]) => [key, child.default]));
}

function kindOf(node: SchemaNode): FieldKind {
  if (node.enum) return 'choice';
  if (node.ui === 'file') return 'file';
  switch (node.type) {
    case 'array':
      return (node.items as SchemaNode).type === 'integer' ? 'widths' : 'texts';
    case 'object':
      return 'pairs';
    case 'number':
    case 'integer':
    case 'boolean':
      return node.type;
    default:
      return 'text';
  }
}

function numbersOf(node: SchemaNode): Partial<FormField> {
  return defined({
    min: node.minimum,
    max: node.maximum,
    exclusiveMin: node.exclusiveMinimum,
    exclusiveMax: node.exclusiveMaximum,
  });
}

function hintsOf(node: SchemaNode): Partial<FormField> {
  const { step, scale, slider, usual, maxLength, maxItems } = node;
  return defined({ step, scale, slider, usual, maxLength, maxItems });
}

function defined(values: Record<string, unknown>): Partial<FormField> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** With a registry behind it the entries' titles, else the values themselves. */
function choicesOf(node: SchemaNode): readonly Option[] {
  if (Array.isArray(node.options)) return node.options as Option[];
  return (node.enum as string[]).map((id) => ({ id, title: capitalized(id), description: '' }));
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function translated({ id, title, description }: Option): Option {
  return { id, title: l10n.t(title), description: description && l10n.t(description) };
}
