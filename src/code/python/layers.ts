import type { Layer } from '../finding';
import { activationOfString, UNKNOWN_ACTIVATION } from '../frameworks/activations';
import { containerSpellings, layerSpellings } from '../frameworks/index';
import { SHAPES_OF_ANY } from '../frameworks/keras';
import type { LayerSpelling, Place } from '../frameworks/types';
import { type Arguments, argumentsOf, pick } from './arguments';
import type { Context } from './context';
import { isList, type Value } from './known-value';
import { stringOf } from './literals';
import type { Node } from './node';
import { Values } from './written-values';

/** Makes layers of calls. One for each model: what working out its values may cost is counted for one. */
export class LayerReader {
  readonly values: Values;

  constructor(readonly context: Context) {
    this.values = new Values(context);
  }

  /** The canonical name of what a call calls. */
  calleeOf(call: Node): string | undefined {
    const callee = call.childForFieldName('function');
    return callee ? this.context.file.qualify(callee) : undefined;
  }

  isContainer(call: Node): boolean {
    return call.type === 'call' && containerSpellings.has(this.calleeOf(call) ?? '');
  }

  /** The layer that a call makes or applies; `undefined`: not one that the tables know. */
  layerOf(call: Node): Layer | undefined {
    const spelling = layerSpellings.get(this.calleeOf(call) ?? '');
    return (
      spelling && this.layer(call, call.childForFieldName('function') ?? call, spelling, argumentsOf(call))
    );
  }

  /** A function that is named and not called, as in `hk.Sequential([hk.Linear(64), jax.nn.relu])`. */
  activationOf(node: Node): Layer | undefined {
    const spelling = layerSpellings.get(this.context.file.qualify(node) ?? '');
    return spelling?.kind === 'activation' ? this.layer(node, node, spelling, undefined) : undefined;
  }

  /** A layer that no table has. */
  other(node: Node, kind: Layer['kind'] = 'other'): Layer {
    const { file } = this.context;
    const callee = node.childForFieldName('function') ?? node;
    return {
      ...file.source.span(node),
      kind,
      name: this.context.tracer.quote(callee),
      units: null,
      activation: null,
      ratio: null,
    };
  }

  private layer(node: Node, name: Node, spelling: LayerSpelling, args: Arguments | undefined): Layer {
    return {
      ...this.context.file.source.span(node),
      kind: spelling.kind,
      name: this.context.tracer.quote(name),
      units: args && spelling.units ? this.numberAt(args, spelling.units) : null,
      activation: this.activation(spelling, args),
      ratio: spelling.kind === 'dropout' ? (this.ratioOf(name) ?? this.ratioInLoop(args)) : null,
      ...this.shapeOf(spelling, args),
    };
  }

  /** What a layer says of a sample: `in_features=12`, `Input(shape=(28, 28))`, `input_dim=12`. */
  private shapeOf(
    { framework, inputs = [] }: LayerSpelling,
    args: Arguments | undefined,
  ): Pick<Layer, 'shape'> {
    const places = framework === 'keras' ? [...inputs, ...SHAPES_OF_ANY] : inputs;
    for (const place of args ? places : []) {
      const shape = this.shapeAt(args!, place);
      if (shape) return { shape };
    }
    return {};
  }

  /** The shape that an argument is, or a number of features; `undefined`: it is not there or not written out. */
  shapeAt(args: Arguments, where: Place): readonly number[] | undefined {
    const given = pick(args, where.names, where.position);
    const value = given && this.values.evaluate(given.value);
    const [batch, ...rest] = isList(value) ? value : [value];
    // Keras' `batch_shape=(None, 12)`.
    const isBatched = given?.keyword?.startsWith('batch_') || (batch === null && rest.length > 0);
    return sizesOf(isBatched ? rest : [batch, ...rest]);
  }

  /** The drop ratio of the call of `callee`. */
  private ratioOf(callee: Node): number | null {
    const name = callee.type === 'attribute' ? callee.childForFieldName('attribute') : callee;
    const found = name && this.context.callAt(name).findings.find(({ kind }) => kind === 'dropout');
    return found?.value ?? null;
  }

  /** The ratio of one turn of a loop, as in `for width, ratio in zip(widths, ratios)`. */
  private ratioInLoop(args: Arguments | undefined): number | null {
    if (!args || this.values.known.size === 0) return null;
    const ratio = this.numberAt(args, { names: ['p', 'rate'], position: 0 });
    return ratio !== null && ratio >= 0 && ratio < 1 ? ratio : null;
  }

  /** The number that an argument is; `null`: it is not there or not written. */
  numberAt(args: Arguments, where: Place): number | null {
    const given = pick(args, where.names, where.position);
    const value = given && this.values.evaluate(given.value);
    return typeof value === 'number' ? value : null;
  }

  private activation({ activation }: LayerSpelling, args: Arguments | undefined): string | null {
    if (activation === undefined || typeof activation === 'string') return activation ?? null;
    return args ? this.activationAt(args, activation) : null;
  }

  /** The id of the activation that an argument is: a word, or a function or class of a table. */
  activationAt(args: Arguments, where: Place): string | null {
    const given = pick(args, where.names, where.position);
    if (!given) return null;
    const outcome = this.context.tracer.trace(given.value);
    const text = outcome.node ? stringOf(outcome.node) : undefined;
    if (text !== undefined) return activationOfString(text) ?? text;
    if (outcome.node?.type === 'none') return null;
    const known = layerSpellings.get(this.context.file.qualify(given.value) ?? '');
    return typeof known?.activation === 'string' ? known.activation : UNKNOWN_ACTIVATION;
  }
}

/** Sizes that are all known and at least 1. */
function sizesOf(values: readonly Value[]): readonly number[] | undefined {
  const isSize = (value: Value): value is number => Number.isInteger(value) && Number(value) >= 1;
  return values.length > 0 && values.every(isSize) ? values : undefined;
}
