import * as l10n from '@vscode/l10n';
import type { Extra, Model } from '../../finding';
import { type Call, lastName, pathOf } from '../../syntax/tree';
import { targetOf } from '../../syntax/walk';
import { type Arguments, pick } from '../arguments';
import type { Context } from '../context';
import { givenNumber, isConstant } from '../given';
import { quoted } from './quoted';
import type { ReadExtra } from './types';

/** The playground's losses by their names in any library, in small letters and without what all of them end in. */
const ids: Readonly<Record<string, string>> = {
  mse: 'auto',
  meansquarederror: 'auto',
  crossentropy: 'auto',
  nll: 'auto',
  categoricalcrossentropy: 'auto',
  sparsecategoricalcrossentropy: 'auto',
  bce: 'binaryCrossEntropy',
  bcewithlogits: 'binaryCrossEntropy',
  binarycrossentropy: 'binaryCrossEntropy',
  binarycrossentropywithlogits: 'binaryCrossEntropy',
  l1: 'meanAbsoluteError',
  mae: 'meanAbsoluteError',
  meanabsoluteerror: 'meanAbsoluteError',
  huber: 'huber',
  smoothl1: 'huber',
};

const idOf = (name: string): string | undefined => {
  const plain = name.toLowerCase().replaceAll('_', '').replace(/loss$/, '');
  return Object.hasOwn(ids, plain) ? ids[plain] : undefined;
};

/** Whether a call makes the loss of a training or is it: neither a metric nor a number that is only shown. */
function isTrained(context: Context, call: Call, word: string): boolean {
  const name = context.qualify(call.callee) ?? pathOf(call.callee) ?? '';
  if (/metric/.test(name)) return false;
  if (/Loss$/.test(word)) return true;
  if (/^[A-Z]/.test(word)) return /\bloss(?:es)?\./.test(name);
  const target = targetOf(call);
  return target !== undefined && /loss|cost|criterion|objective/i.test(pathOf(target) ?? '');
}

/** What one logit cannot say: several outputs, each with a yes or no. */
const severalLabels = (model: Model, id: string): boolean => {
  const last = model.layers.findLast(({ kind }) => kind === 'linear');
  return id === 'binaryCrossEntropy' && last?.units != null && last.units > 1;
};

function deltaOf(context: Context, args: Arguments, word: string): number {
  const isKeras = word === 'Huber';
  const names = /smooth/i.test(word) ? ['beta'] : ['delta'];
  const place = {
    names,
    ...(/^[A-Z]/.test(word) && { position: isKeras ? 0 : names[0] === 'beta' ? 3 : 1 }),
  };
  const delta = pick(args, place.names, place.position) ? givenNumber(context, args, place) : 1;
  return delta !== undefined && delta > 0 && delta <= 1e6 ? delta : 1;
}

interface LossCall {
  readonly call: Call;
  readonly args: Arguments;
  readonly word: string;
}

/** `nn.CrossEntropyLoss(weight=shares)` */
function weightsOf(context: Context, { call, args, word }: LossCall): string | null {
  const given = /CrossEntropyLoss|NLLLoss/.test(word) ? pick(args, ['weight'], 0) : undefined;
  const isGiven = given && !isConstant(context.evaluator.follow(given.value).expression, null);
  return isGiven ? l10n.t('classes are weighted: {0}', quoted(context, call)) : null;
}

/** `nn.HuberLoss(delta=2.0)`, `loss = F.l1_loss(output, y)`, `model.compile(loss='binary_crossentropy')` */
export function lossRead(context: Context, { call, args, word }: LossCall): ReadExtra | undefined {
  const given = word === 'compile' ? pick(args, ['loss'], 1)?.value : undefined;
  // What is called there is read as a call.
  if (word === 'compile' && (!given || given.type === 'call')) return undefined;
  const name = given ? (context.stringAt(given) ?? lastName(given)) : word;
  const id = name === undefined ? undefined : idOf(name);
  if (!id || (word !== 'compile' && !isTrained(context, call, word))) return undefined;
  const delta = id === 'huber' ? deltaOf(context, args, word) : 1;
  const scaled = /smooth/i.test(word) && delta !== 1;
  const training: NonNullable<Extra['training']> = {
    loss: id,
    ...(id === 'huber' && delta !== 1 && { huberDelta: delta }),
  };
  const note = scaled
    ? l10n.t('{0} divides Huber’s loss by {1}, which is left out', word, delta)
    : weightsOf(context, { call, args, word });
  return ({ model }) =>
    severalLabels(model, id)
      ? { note: l10n.t('several labels of one sample are not available: one class of each is trained') }
      : { training, note };
}
