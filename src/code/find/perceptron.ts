import * as l10n from '@vscode/l10n';
import { append } from '../../core/lists';
import { isList } from '../evaluate/values';
import type { Layer } from '../finding';
import type { PerceptronSpelling } from '../frameworks/types';
import type { Call } from '../syntax/tree';
import { type Arguments, argumentsOf, pick } from './arguments';
import { isTrue } from './given';
import type { LayerReader } from './layers';
import { Sequence } from './sequence';

/** The layers of a perceptron that one call makes: `MLPClassifier(hidden_layer_sizes=(64, 32), activation='tanh')`. */
export function perceptron(reader: LayerReader, call: Call, spelling: PerceptronSpelling): Sequence {
  const sequence = new Sequence(reader);
  const { layers } = sequence;
  const args = argumentsOf(call);
  const { names, position, default: usual } = spelling.activation;
  const activation = pick(args, names, position) ? reader.activationAt(args, spelling.activation) : usual;
  const dropout = dropoutAfter(reader, call, args, spelling);
  const widths = widthsOf(reader, args, spelling, sequence);
  const output = spelling.withOutput ? widths.pop() : undefined;
  const shape = spelling.inputs && reader.shapeAt(args, spelling.inputs);
  const linear = reader.other(call, 'linear');
  for (const units of widths) append(layers, [{ ...linear, units, activation }, ...dropout]);
  layers.push({
    ...linear,
    units: output ?? (spelling.outputs ? reader.numberAt(args, spelling.outputs) : null),
  });
  if (shape) layers[0] = { ...layers[0]!, shape };
  return sequence;
}

/** The dropout after each hidden layer, where it is switched on. */
function dropoutAfter(
  reader: LayerReader,
  call: Call,
  args: Arguments,
  { dropout }: PerceptronSpelling,
): readonly Layer[] {
  if (!dropout || !isTrue(reader.context, args, dropout.on)) return [];
  const { names, position, default: usual } = dropout.ratio;
  const ratio = pick(args, names, position) ? reader.numberAt(args, dropout.ratio) : usual;
  return [{ ...reader.other(call, 'dropout'), ratio }];
}

function widthsOf(
  reader: LayerReader,
  args: Arguments,
  { widths, defaultWidths = [], withOutput }: PerceptronSpelling,
  sequence: Sequence,
): (number | null)[] {
  const given = pick(args, widths.names, widths.position);
  if (!given) return [...defaultWidths];
  const value = reader.lists.evaluate(given.value);
  const list = typeof value === 'number' ? [value] : value;
  if (isList(list)) return list.map((width) => (typeof width === 'number' ? width : null));
  sequence.note(l10n.t('the hidden layers are computed: {0}', reader.quote(given.value)));
  return withOutput ? [null, null] : [null];
}
