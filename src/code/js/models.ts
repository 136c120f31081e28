import * as l10n from '@vscode/l10n';
import type { Finding, Layer, Model } from '../finding';
import { activationOfString } from '../frameworks/activations';
import { tfjsLayers } from '../frameworks/tfjs';
import type { JsCall } from './calls';
import type { Expression } from './expressions';
import { addTo } from './multimap';
import type { JsNames } from './names';

/** What the layers of a file are read with. */
interface Reader {
  readonly names: JsNames;
  /** The drop ratios of layers, by where these begin. */
  readonly ratios: ReadonlyMap<number, number | null>;
  /** The calls of methods of what calls make, by where these begin. */
  readonly methods: ReadonlyMap<number, readonly JsCall[]>;
  readonly notes: string[];
}

/**
 * The models of a file: `tf.sequential({ layers: […] })`, `model.add(…)` after `tf.sequential()`, and
 * `tf.model({ inputs, outputs })` with layers that are applied one after the other.
 */
export function modelsOfCalls(names: JsNames, findings: readonly Finding[]): Model[] {
  const ratios = new Map(
    findings.flatMap(({ kind, start, value }) => (kind === 'dropout' ? [[start, value] as const] : [])),
  );
  const methods = methodsOf(names);
  const titles = new Map<number, string>();
  for (const { name, value } of names.constants) titles.set(value.start, name);
  return names.calls.flatMap((call) => {
    const reader: Reader = { names, ratios, methods, notes: [] };
    const layers = layersOf(reader, call);
    if (!layers || layers.length === 0) return [];
    const trained = callsOn(reader, call, /^(?:compile|fit)$/).length > 0;
    const name = titles.get(call.start) ?? call.names.join('.');
    const { start, end } = call;
    return [{ start, end, name, framework: 'tfjs' as const, layers, notes: reader.notes, trained }];
  });
}

function layersOf(reader: Reader, call: JsCall): Layer[] | undefined {
  switch (reader.names.qualify(call.names, call.start)) {
    case 'sequential': {
      const calls = callsOn(reader, call, /^(?:add|pop)$/);
      if (calls.some((one) => !reader.names.isBeside(call, one) || one.names.at(-1) === 'pop'))
        reader.notes.push(l10n.t('layers are added in a loop or a branch'));
      const added = calls.flatMap(({ names, args }) => (names.at(-1) === 'add' ? args.slice(0, 1) : []));
      return [...listedLayers(reader, call), ...added].map((expression) => layerOf(expression, reader));
    }
    case 'model':
      return appliedLayers(reader, call);
    default:
      return undefined;
  }
}

/** The calls of methods of what a call makes. */
function callsOn({ methods }: Reader, made: JsCall, method: RegExp): JsCall[] {
  return (methods.get(made.start) ?? []).filter(({ names }) => method.test(names.at(-1)!));
}

function methodsOf(names: JsNames): Map<number, JsCall[]> {
  const found = new Map<number, JsCall[]>();
  for (const call of names.calls) {
    if (call.names.length < 2 || !/^(?:add|pop|compile|fit)$/.test(call.names.at(-1)!)) continue;
    const made = names.definitionOf(call.names.slice(0, -1), call.start)?.start ?? -1;
    addTo(found, made, call);
  }
  return found;
}

const MAX_LAYERS = 500;

/** From the output back to the input. */
function appliedLayers(reader: Reader, call: JsCall): Layer[] {
  const [options] = call.args;
  const outputs = options?.type === 'object' ? options.entries.get('outputs')?.value : undefined;
  const layers: Layer[] = [];
  for (let value = followed(reader, outputs); value && layers.length < MAX_LAYERS; ) {
    if (value.type !== 'applied') {
      if (value.type === 'call' && reader.names.qualify(value.names, value.start) === 'input')
        layers.unshift(inputLayer(value, reader));
      else reader.notes.push(l10n.t('layers before {0} are left out', reader.names.quote(value)));
      break;
    }
    layers.unshift(layerOf(value.layer, reader));
    const [before] = value.args;
    if (before?.type === 'array')
      reader.notes.push(l10n.t('branches are joined: {0}', reader.names.quote(value)));
    value = before?.type === 'array' ? undefined : followed(reader, before);
  }
  return layers;
}

/** `tf.input({ shape: [12] })` */
function inputLayer(call: JsCall, { names }: Reader): Layer {
  const [options] = call.args;
  const shape = options?.type === 'object' ? options.entries.get('shape')?.value : undefined;
  const { start, end } = call;
  const nothing = { units: null, activation: null, ratio: null };
  return { start, end, kind: 'input', name: 'tf.input', ...nothing, ...sampleShape(shape, names) };
}

/** What a name stands for; anything else is itself. */
function followed({ names }: Reader, value: Expression | undefined): Expression | undefined {
  if (value?.type !== 'path' || value.names.length > 1) return value;
  return names.lastBefore(value.names[0]!, value.start) ?? value;
}

function listedLayers({ names, notes }: Reader, call: JsCall): readonly Expression[] {
  const [options] = call.args;
  const written = options?.type === 'object' ? options.entries.get('layers')?.value : undefined;
  const layers = written?.type === 'path' ? names.definitionOf(written.names, written.start) : written;
  if (layers?.type === 'array') {
    if (written?.type === 'path' && names.isChanged(written.names.join('.')))
      notes.push(l10n.t('the layers come from a list that is built elsewhere'));
    return layers.items;
  }
  if (written) notes.push(l10n.t('the layers come from a list that is built elsewhere'));
  return [];
}

function layerOf(expression: Expression, { names, ratios, notes }: Reader): Layer {
  const named =
    expression.type === 'path' ? names.definitionOf(expression.names, expression.start) : expression;
  const call = named?.type === 'call' ? named : undefined;
  const path = call && names.qualify(call.names, call.start);
  const kind = path?.startsWith('layers.') ? tfjsLayers.get(path.slice(7)) : undefined;
  if (!call || !kind) notes.push(l10n.t('{0} is not a plain layer', path ?? '…'));
  const { start, end } = expression;
  const base = { start, end, kind: kind ?? 'other', name: call?.names.join('.') ?? '' } as const;
  const ratio = kind === 'dropout' && call ? (ratios.get(call.start) ?? null) : null;
  return { ...base, ...shapeOf(call, names, kind === 'linear'), ratio };
}

function shapeOf(
  call: JsCall | undefined,
  names: JsNames,
  isLinear: boolean,
): Pick<Layer, 'units' | 'activation' | 'shape'> {
  const [options] = call?.args ?? [];
  const entries = options?.type === 'object' ? options.entries : undefined;
  const units = isLinear ? entries?.get('units')?.value : undefined;
  const word = entries?.get('activation')?.value;
  return {
    units: units ? names.resolve(units).value : null,
    activation: word?.type === 'string' ? (activationOfString(word.value) ?? word.value) : null,
    ...sampleShape(entries?.get('inputShape')?.value, names),
  };
}

/** `inputShape: [28, 28, 1]` */
function sampleShape(value: Expression | undefined, names: JsNames): Pick<Layer, 'shape'> {
  const list = value?.type === 'path' ? names.definitionOf(value.names, value.start) : value;
  const sizes = list?.type === 'array' ? list.items.map((item) => names.resolve(item).value) : [];
  const isShape = sizes.length > 0 && sizes.every((size) => Number.isInteger(size) && Number(size) >= 1);
  return isShape ? { shape: sizes as number[] } : {};
}
