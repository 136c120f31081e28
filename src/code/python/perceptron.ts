import * as l10n from '@vscode/l10n';
import type { Layer } from '../finding';
import type { PerceptronSpelling } from '../frameworks/types';
import { type Arguments, argumentsOf, pick } from './arguments';
import type { LayerReader } from './layers';
import { numberOf } from './literals';
import type { Node } from './node';
import { Sequence } from './sequence';

/** A longer list of widths is no network that a person trains. */
const MAX_LAYERS = 1000;

/** The layers of a perceptron that one call makes: `MLPClassifier(hidden_layer_sizes=(64, 32), activation='tanh')`. */
export function perceptron(reader: LayerReader, call: Node, spelling: PerceptronSpelling): Sequence {
  const sequence = new Sequence(reader);
  const args = argumentsOf(call);
  const given = args && pick(args, spelling.activation.names, spelling.activation.position);
  const activation = given ? reader.activationAt(args, spelling.activation) : spelling.activation.default;
  const dropout = args && dropoutAfter(reader, call, args, spelling);
  const widths = widthsOf(reader, args, spelling, sequence);
  const output = spelling.withOutput ? widths.pop() : undefined;
  const shape = args && spelling.inputs && reader.shapeAt(args, spelling.inputs);
  for (const units of widths) {
    sequence.layers.push({ ...reader.other(call, 'linear'), units, activation });
    if (dropout) sequence.layers.push(dropout);
  }
  const outputs = args && spelling.outputs ? reader.numberAt(args, spelling.outputs) : null;
  sequence.layers.push({ ...reader.other(call, 'linear'), units: output ?? outputs });
  if (shape) sequence.layers[0] = { ...sequence.layers[0]!, shape };
  return sequence;
}

/** The dropout after each hidden layer, where it is switched on. */
function dropoutAfter(
  reader: LayerReader,
  call: Node,
  args: Arguments,
  { dropout }: PerceptronSpelling,
): Layer | undefined {
  const on = dropout && pick(args, dropout.on.names, dropout.on.position);
  if (!on || reader.context.tracer.trace(on.value).node?.type !== 'true') return undefined;
  const written = pick(args, dropout.ratio.names, dropout.ratio.position);
  const ratio = written ? reader.numberAt(args, dropout.ratio) : dropout.ratio.default;
  return { ...reader.other(call, 'dropout'), ratio };
}

function widthsOf(
  { context: { tracer } }: LayerReader,
  args: Arguments | undefined,
  { widths, defaultWidths = [] }: PerceptronSpelling,
  sequence: Sequence,
): (number | null)[] {
  const given = args && pick(args, widths.names, widths.position);
  if (!given) return [...defaultWidths];
  const { node } = tracer.trace(given.value);
  const listed = node && listOf(node, (item) => tracer.trace(item).node ?? item);
  if (listed) return listed;
  sequence.note(l10n.t('the hidden layers are computed: {0}', tracer.quote(given.value)));
  return [];
}

/** The numbers of `64`, `(64, 32)`, `[64, 32]` or `[100] * 6`; `undefined` for anything else. */
function listOf(node: Node, traced: (item: Node) => Node): (number | null)[] | undefined {
  const single = numberOf(node);
  if (single !== undefined) return [single];
  if (node.type === 'tuple' || node.type === 'list')
    return node.namedChildren.map((item) => numberOf(traced(item)) ?? null);
  if (node.type !== 'binary_operator') return undefined;
  const [left, right] = node.namedChildren;
  const count = right && numberOf(traced(right));
  const items = left && /^(?:tuple|list)$/.test(left.type) ? listOf(left, traced) : undefined;
  const isRepeated = node.block.text.slice(left?.endIndex, right?.startIndex).trim() === '*';
  if (!items || !isRepeated || !Number.isInteger(count) || count! * items.length > MAX_LAYERS)
    return undefined;
  return Array.from({ length: Math.max(0, count!) }, () => items).flat();
}
