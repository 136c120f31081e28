import * as l10n from '@vscode/l10n';
import { append } from '../../core/lists';
import type { Evaluator } from '../evaluate/evaluator';
import { lookUp } from '../evaluate/records';
import type { Finding, Layer, LayerKind, Model } from '../finding';
import { activationOfString, usualSlope } from '../frameworks/activations';
import { normalizationOf } from '../frameworks/normalizations';
import { tfjsLayers } from '../frameworks/tfjs';
import { addTo } from '../program/multimap';
import { isBeside, lastBefore } from '../program/order';
import { type Call, type Expression, lastName, pathOf } from '../syntax/tree';
import { passOver } from '../work';
import { constantsOf } from './constants';
import { leftOut } from './tfjs-left-out';
import { type Library, methodOf } from './tfjs-library';

/** What the layers of a file are read with. */
interface Reader {
  readonly evaluator: Evaluator;
  readonly library: Library;
  /** The drop ratios of layers, by where these begin. */
  readonly ratios: ReadonlyMap<number, number | null>;
  /** The calls of `add` and `pop` on what calls make. */
  readonly methods: ReadonlyMap<Expression, readonly Call[]>;
  readonly notes: string[];
}

/**
 * The models of a file by the calls that make them: `tf.sequential({ layers: […] })`, `model.add(…)` after `tf.sequential()`, and
 * `tf.model({ inputs, outputs })` with layers that are applied one after the other.
 */
export function modelsOf(
  evaluator: Evaluator,
  library: Library,
  findings: readonly Finding[],
): ReadonlyMap<Expression, Model> {
  const ratios = new Map(
    findings.flatMap(({ kind, start, value }) => (kind === 'dropout' ? [[start, value] as const] : [])),
  );
  const methods = methodsOf(evaluator);
  const titles = new Map<Expression, string>();
  for (const { name, value } of constantsOf(evaluator)) titles.set(value, name);
  const models = new Map<Expression, Model>();
  for (const call of evaluator.program.calls) {
    const reader: Reader = { evaluator, library, ratios, methods, notes: [] };
    const layers = layersOf(reader, call);
    if (!layers || layers.length === 0) continue;
    const name = titles.get(call) ?? pathOf(call.callee) ?? '';
    const { start, end } = call;
    const made = { start, end, name, framework: 'tfjs' as const, layers, trained: false };
    models.set(call, { ...made, notes: [...new Set(reader.notes)] });
  }
  return models;
}

function layersOf(reader: Reader, call: Call): Layer[] | undefined {
  switch (reader.library.qualify(call.callee)) {
    case 'sequential': {
      const calls = reader.methods.get(call) ?? [];
      if (calls.some((one) => !isBeside(call, one) || methodOf(one) === 'pop'))
        reader.notes.push(l10n.t('layers are added in a loop or a branch'));
      const added = calls.flatMap((one) => (methodOf(one) === 'add' ? one.args.slice(0, 1) : []));
      return [...listedLayers(reader, call), ...added].map((expression) => layerOf(expression, reader));
    }
    case 'model':
      return appliedLayers(reader, call);
    default:
      return undefined;
  }
}

function methodsOf(evaluator: Evaluator): Map<Expression, Call[]> {
  const found = new Map<Expression, Call[]>();
  for (const call of evaluator.program.calls) {
    if (call.callee.type !== 'member' || !/^(?:add|pop)$/.test(call.callee.name)) continue;
    const made = evaluator.follow(call.callee.object).expression;
    if (made) addTo(found, made, call);
  }
  return found;
}

/** An option of the first argument. */
function option({ evaluator }: Reader, call: Call | undefined, key: string): Expression | undefined {
  const [options] = call?.args ?? [];
  const record = options && evaluator.follow(options).expression;
  const looked = record?.type === 'record' ? lookUp(evaluator, record, key) : undefined;
  return looked?.isOpen ? undefined : (looked?.value ?? undefined);
}

const MAX_LAYERS = 500;

/** From the output back to the input. */
function appliedLayers(reader: Reader, call: Call): Layer[] {
  const layers: Layer[] = [];
  for (let value = followed(reader, option(reader, call, 'outputs')); value; ) {
    if (layers.length >= MAX_LAYERS) {
      passOver();
      reader.notes.push(l10n.t('layers before {0} are left out', reader.evaluator.quote(value)));
      break;
    }
    const applied = appliedAt(reader, value);
    if (!applied) {
      if (value.type === 'call' && reader.library.qualify(value.callee) === 'input')
        layers.unshift(inputLayer(value, reader));
      else reader.notes.push(l10n.t('layers before {0} are left out', reader.evaluator.quote(value)));
      break;
    }
    layers.unshift(layerOf(applied.layer, reader));
    const { before } = applied;
    if (before?.type === 'list')
      reader.notes.push(l10n.t('branches are joined: {0}', reader.evaluator.quote(value)));
    value = before?.type === 'list' ? undefined : followed(reader, before);
  }
  return layers;
}

interface Applied {
  readonly layer: Expression;
  readonly before: Expression | undefined;
}

/** `tf.layers.dense({…}).apply(x)`, `hidden.apply(x)`; a function has an `apply` as well. */
function appliedAt({ evaluator, library }: Reader, value: Expression): Applied | undefined {
  if (value.type !== 'call' || value.callee.type !== 'member' || value.callee.name !== 'apply')
    return undefined;
  const layer = value.callee.object;
  const made = layer.type === 'call' ? layer : evaluator.follow(layer).expression;
  const path = made?.type === 'call' ? library.qualify(made.callee) : undefined;
  const isLayer = layer.type === 'call' || path?.startsWith('layers.');
  return isLayer ? { layer, before: value.args[0] } : undefined;
}

/** `tf.input({ shape: [12] })` */
function inputLayer(call: Call, reader: Reader): Layer {
  const { start, end } = call;
  const nothing = { units: null, activation: null, ratio: null };
  const shape = sampleShape(option(reader, call, 'shape'), reader.evaluator);
  return { start, end, kind: 'input', name: 'tf.input', ...nothing, ...shape };
}

/** What a name stands for; anything else is itself. */
function followed({ evaluator }: Reader, value: Expression | undefined): Expression | undefined {
  if (value?.type !== 'name') return value;
  return lastBefore(evaluator.program.scopes, value) ?? value;
}

function listedLayers(reader: Reader, call: Call): readonly Expression[] {
  const { evaluator, notes } = reader;
  const written = option(reader, call, 'layers');
  const layers = written && evaluator.follow(written).expression;
  const path = written && pathOf(written);
  const isChanged = path !== undefined && evaluator.program.isChanged(path);
  if (written && (isChanged || layers?.type !== 'list'))
    notes.push(l10n.t('the layers come from a list that is built elsewhere'));
  return layers?.type === 'list' ? layers.items : [];
}

function layerOf(expression: Expression, reader: Reader): Layer {
  const { evaluator, library, ratios, notes } = reader;
  const named = evaluator.follow(expression).expression;
  const call = named?.type === 'call' ? named : undefined;
  const path = call && library.qualify(call.callee);
  const kind = path?.startsWith('layers.') ? tfjsLayers.get(path.slice(7)) : undefined;
  if (!call || !kind) notes.push(l10n.t('{0} is not a plain layer', path ?? '…'));
  if (call) append(notes, leftOut(evaluator, call));
  const { start, end } = expression;
  const name = call ? (pathOf(call.callee) ?? lastName(call.callee) ?? '') : '';
  const ratio = kind === 'dropout' && call ? (ratios.get(call.start) ?? null) : null;
  const own = kind === 'activation' && path ? activationOfString(path.slice(7)) : undefined;
  const shape = shapeOf(call, reader, kind, own);
  const norm = normOf(call, reader, path);
  return { start, end, kind: kind ?? 'other', name, ...shape, ...norm, ratio };
}

/** `tf.layers.batchNormalization({ momentum: 0.9 })` */
function normOf(call: Call | undefined, reader: Reader, path = ''): Pick<Layer, 'norm'> {
  const norm = normalizationOf(path.replace(/^layers\./, ''), 'tfjs', ({ names }) => {
    const given = names.map((key) => option(reader, call, key)).find((value) => value !== undefined);
    return given && knownNumber(given, reader.evaluator);
  });
  return norm ? { norm } : {};
}

/** `tf.layers.leakyReLU({ alpha: 0.1 })` */
function slopeOf(call: Call | undefined, reader: Reader, id: string | null): Pick<Layer, 'slope'> {
  const usual = usualSlope(id, 'tfjs', true);
  if (usual === undefined) return {};
  const given = option(reader, call, 'alpha');
  return { slope: given ? knownNumber(given, reader.evaluator) : usual };
}

function shapeOf(
  call: Call | undefined,
  reader: Reader,
  kind: LayerKind | undefined,
  own: string | undefined,
): Pick<Layer, 'units' | 'activation' | 'slope' | 'shape'> {
  const { evaluator } = reader;
  const units = kind === 'linear' ? option(reader, call, 'units') : undefined;
  const given = option(reader, call, 'activation');
  const word = given && evaluator.follow(given).expression;
  const named = word?.type === 'text' ? (activationOfString(word.value) ?? word.value) : null;
  const activation = named ?? own ?? null;
  return {
    units: units ? knownNumber(units, evaluator) : null,
    activation,
    ...slopeOf(call, reader, activation),
    ...sampleShape(option(reader, call, 'inputShape'), evaluator),
  };
}

function knownNumber(expression: Expression, evaluator: Evaluator): number | null {
  const outcome = evaluator.number(expression);
  return outcome.reason === null && !outcome.complement ? outcome.value : null;
}

/** `inputShape: [28, 28, 1]` */
function sampleShape(value: Expression | undefined, evaluator: Evaluator): Pick<Layer, 'shape'> {
  const list = value && evaluator.follow(value).expression;
  const sizes = list?.type === 'list' ? list.items.map((item) => knownNumber(item, evaluator)) : [];
  const isShape = sizes.length > 0 && sizes.every((size) => Number.isInteger(size) && Number(size) >= 1);
  return isShape ? { shape: sizes as number[] } : {};
}
