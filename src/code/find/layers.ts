import { Lists } from '../evaluate/lists';
import { isList, type Value } from '../evaluate/values';
import type { Finding, Framework, Layer } from '../finding';
import { activationOfString, UNKNOWN_ACTIVATION, usualSlope } from '../frameworks/activations';
import { containerSpellings, layerSpellings, listSpellings } from '../frameworks/index';
import { SHAPES_OF_ANY } from '../frameworks/keras';
import { normalizationOf } from '../frameworks/normalizations';
import type { LayerSpelling, Place } from '../frameworks/types';
import type { Call, Expression } from '../syntax/tree';
import { type Arguments, argumentsOf, pick } from './arguments';
import type { Context } from './context';

/** The drop ratios of layers, by where these begin. */
export type Ratios = ReadonlyMap<number, number | null>;

/** The drop ratios among findings. */
export function ratiosOf(findings: readonly Finding[]): Ratios {
  return new Map(findings.flatMap(({ kind, start, value }) => (kind === 'dropout' ? [[start, value]] : [])));
}

/** Makes layers of calls. One for each model: what working out its values may cost is counted for one. */
export class LayerReader {
  readonly lists: Lists;

  readonly #ratios: Ratios;

  constructor(
    readonly context: Context,
    ratios: Ratios,
  ) {
    this.#ratios = ratios;
    this.lists = new Lists(context.evaluator, (expression) => context.qualify(expression), listSpellings);
  }

  isContainer({ callee }: Call): boolean {
    return containerSpellings.has(this.context.qualify(callee) ?? '');
  }

  /** The layer that a call makes or applies; `undefined`: not one that the tables know. */
  layerOf(call: Call): Layer | undefined {
    const spelling = layerSpellings.get(this.context.qualify(call.callee) ?? '');
    return spelling && this.#layer(call, call.callee, spelling, argumentsOf(call));
  }

  /** A function that is named and not called, as in `hk.Sequential([hk.Linear(64), jax.nn.relu])`. */
  activationOf(named: Expression): Layer | undefined {
    const spelling = layerSpellings.get(this.context.qualify(named) ?? '');
    return spelling?.kind === 'activation' ? this.#layer(named, named, spelling, undefined) : undefined;
  }

  /** A layer that no table has. */
  other(node: Expression, kind: Layer['kind'] = 'other'): Layer {
    const { start, end } = node;
    const name = this.quote(node.type === 'call' ? node.callee : node);
    return { start, end, kind, name, units: null, activation: null, ratio: null };
  }

  quote(node: Expression): string {
    return this.context.evaluator.quote(node);
  }

  #layer(node: Expression, name: Expression, spelling: LayerSpelling, args: Arguments | undefined): Layer {
    const isDropout = spelling.kind === 'dropout';
    return {
      ...this.other(node, spelling.kind),
      name: this.quote(name),
      units: args && spelling.units ? this.numberAt(args, spelling.units) : null,
      ...this.#activation(spelling, name, args),
      ...this.#norm(spelling, name, args),
      ratio: isDropout ? (this.#ratios.get(node.start) ?? this.#ratioInLoop(args)) : null,
      ...this.#shape(spelling, args),
    };
  }

  /** `nn.BatchNorm1d(64, momentum=0.2)`; a function takes what it is applied to first, so that only names count there. */
  #norm(
    { kind, framework }: LayerSpelling,
    name: Expression,
    args: Arguments | undefined,
  ): Pick<Layer, 'norm'> {
    const last = this.context.qualify(name)?.split('.').at(-1) ?? '';
    if (kind !== 'normalization') return {};
    const isLayer = /^[A-Z]/.test(last);
    const norm = normalizationOf(last, framework, ({ names, position }) => {
      const place = isLayer && position >= 0 ? { names, position } : { names };
      return args && pick(args, names, place.position) ? this.numberAt(args, place) : undefined;
    });
    return norm ? { norm } : {};
  }

  /** What a layer says of a sample: `in_features=12`, `Input(shape=(28, 28))`, `input_dim=12`. */
  #shape({ framework, inputs = [] }: LayerSpelling, args: Arguments | undefined): Pick<Layer, 'shape'> {
    const places = framework === 'keras' ? [...inputs, ...SHAPES_OF_ANY] : inputs;
    for (const place of args ? places : []) {
      const shape = this.shapeAt(args!, place);
      if (shape) return { shape };
    }
    return {};
  }

  /** The shape that an argument is, or a number of features; `undefined`: it is not there or not written out. */
  shapeAt(args: Arguments, where: Place): readonly number[] | undefined {
    const value = this.valueAt(args, where);
    const [batch, ...rest] = isList(value) ? value : [value];
    // Keras' `batch_shape=(None, 12)`.
    const { keyword } = pick(args, where.names, where.position) ?? {};
    const isBatched = keyword?.startsWith('batch_') || (batch === null && rest.length > 0);
    return sizesOf(isBatched ? rest : [batch, ...rest]);
  }

  /** The ratio of one turn of a loop, as in `for width, ratio in zip(widths, ratios)`. */
  #ratioInLoop(args: Arguments | undefined): number | null {
    if (!args || !this.lists.isAmong) return null;
    const ratio = this.numberAt(args, { names: ['p', 'rate'], position: 0 });
    return ratio !== null && ratio >= 0 && ratio < 1 ? ratio : null;
  }

  /** What an argument is; `undefined`: it is not there or not written. */
  valueAt(args: Arguments, { names, position }: Place): Value {
    const given = pick(args, names, position);
    return given && this.lists.evaluate(given.value);
  }

  /** The number that an argument is; `null`: it is not there or not written. */
  numberAt(args: Arguments, where: Place): number | null {
    const value = this.valueAt(args, where);
    return typeof value === 'number' ? value : null;
  }

  #activation(
    { activation, framework }: LayerSpelling,
    name: Expression,
    args: Arguments | undefined,
  ): Pick<Layer, 'activation' | 'slope'> {
    if (activation === undefined) return { activation: null };
    if (typeof activation === 'string') {
      // A layer has its parameters alone; a function takes what it is applied to first.
      const isLayer = /^[A-Z]/.test(this.context.qualify(name)?.split('.').at(-1) ?? '');
      return { activation, ...this.#slope(activation, framework, isLayer, args) };
    }
    const given = args && pick(args, activation.names, activation.position);
    const made = given && this.context.evaluator.follow(given.value).expression;
    const layer = made?.type === 'call' ? this.layerOf(made) : undefined;
    if (layer?.kind === 'activation') return { activation: layer.activation, ...slopeOf(layer) };
    const id = args ? this.activationAt(args, activation) : null;
    return { activation: id, ...this.#slope(id, framework, false, undefined) };
  }

  /** `nn.LeakyReLU(0.2)`, `F.elu(x, alpha=0.5)` */
  #slope(
    id: string | null,
    framework: Framework,
    isLayer: boolean,
    args: Arguments | undefined,
  ): Pick<Layer, 'slope'> {
    const usual = usualSlope(id, framework, isLayer);
    if (usual === undefined) return {};
    const place = { names: ['negative_slope', 'alpha', 'slope', 'init'], position: isLayer ? 0 : 1 };
    const isWritten = args && pick(args, place.names, place.position);
    return { slope: isWritten ? this.numberAt(args, place) : usual };
  }

  /** The id of the activation that an argument is: a word, or a function or class of a table. */
  activationAt(args: Arguments, { names, position }: Place): string | null {
    const given = pick(args, names, position);
    if (!given) return null;
    const { expression } = this.context.evaluator.follow(given.value);
    if (expression?.type === 'text') return activationOfString(expression.value) ?? expression.value;
    if (expression?.type === 'constant' && expression.value === null) return null;
    const known = layerSpellings.get(this.context.qualify(given.value) ?? '');
    return typeof known?.activation === 'string' ? known.activation : UNKNOWN_ACTIVATION;
  }
}

const slopeOf = ({ slope }: Layer): Pick<Layer, 'slope'> => (slope === undefined ? {} : { slope });

/** Sizes that are all known and at least 1. */
function sizesOf(values: readonly Value[]): readonly number[] | undefined {
  const isSize = (value: Value): value is number => Number.isInteger(value) && Number(value) >= 1;
  return values.length > 0 && values.every(isSize) ? values : undefined;
}
