import type { Place } from '../frameworks/types';
import { type Arguments, argumentsOf, pick } from './arguments';
import { type Node, textOf } from './node';
import type { Values } from './written-values';

interface SplitCall {
  readonly node: Node;
  readonly args: Arguments;
  readonly word: string;
}

/**
 * The fraction of the training samples that a call holds back for validation; `undefined`: none, or none that is
 * written. What is split off for a test is no validation.
 */
export function validationOf(values: Values, { node, args, word }: SplitCall): number | undefined {
  switch (word) {
    case 'fit':
      return fraction(numberAt(values, args, { names: ['validation_split'] }));
    case 'train_test_split':
      return ofTable(values, node, args);
    case 'random_split':
      return ofLengths(values, node, args);
    default:
      if (values.argument(args, { names: ['early_stopping'] }) !== true) return undefined;
      return args.keywords.has('validation_fraction')
        ? fraction(numberAt(values, args, { names: ['validation_fraction'] }))
        : 0.1;
  }
}

function fraction(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 && value < 1 ? Number(value.toPrecision(6)) : undefined;
}

/** The number that an argument is; `undefined`: it is not there or not written. */
export function numberAt(values: Values, args: Arguments, place: Place): number | undefined {
  const value = values.argument(args, place);
  return typeof value === 'number' ? value : undefined;
}

const isTest = (name: string) => /test/i.test(name);
/** `X_val`, `dev_set`, `x_valid`; `test_values` and `device` are none. */
const isValidation = (name: string) => /val(?!ue)|dev(?!ice)/i.test(name) && !isTest(name);

/** `X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2)` */
function ofTable(values: Values, call: Node, args: Arguments): number | undefined {
  const second = targetsOf(call)[1];
  if (second === undefined || !(isValidation(second) || isValidatedOn(values, second))) return undefined;
  const kept = numberAt(values, args, { names: ['train_size'] });
  const held = numberAt(values, args, { names: ['test_size'] });
  if (held === undefined && !args.keywords.has('test_size'))
    return fraction(kept === undefined ? 0.25 : 1 - kept);
  // Both are fractions or both are counts.
  const areAlike = held !== undefined && kept !== undefined && held < 1 === kept < 1;
  return fraction(areAlike ? held / (held + kept) : held);
}

/** `model.fit(…, validation_data=(X_test, y_test))`: what is called a test is looked at in training. */
function isValidatedOn({ context }: Values, name: string): boolean {
  for (const block of context.file.source.blocksWith('validation_data')) {
    for (const offset of block.offsetsOf('validation_data')) {
      const owner = block.nodeAt(offset).parent;
      const features =
        owner?.type === 'keyword_argument' && owner.childForFieldName('value')?.firstNamedChild;
      if (features && textOf(features) === name) return true;
    }
  }
  return false;
}

/** The names that a call's result is unpacked into. */
function targetsOf(call: Node): string[] {
  const owner = call.parent;
  const left = owner?.type === 'assignment' ? owner.childForFieldName('left') : null;
  return left && /pattern/.test(left.type) ? left.namedChildren.map((one) => textOf(one)) : [];
}

/** `train_set, val_set = random_split(data, [0.8, 0.2])`, also with numbers of samples. */
function ofLengths(values: Values, call: Node, args: Arguments): number | undefined {
  const names = targetsOf(call);
  const given = pick(args, ['lengths'], 1);
  const list = given && values.context.tracer.trace(given.value).node;
  const lengths = list && /^(?:list|tuple)$/.test(list.type) ? list.namedChildren : [];
  const validation = names.findIndex(isValidation);
  const at = validation >= 0 ? validation : names.length === 2 && !isTest(names[1]!) ? 1 : -1;
  if (at < 0 || lengths.length !== names.length) return undefined;
  const shares = sharesOf(values, lengths);
  const train = names.findIndex((name, i) => i !== at && !isTest(name));
  const [held, kept] = [shares?.[at], shares?.[train]];
  return held === undefined || kept === undefined ? undefined : fraction(held / (held + kept));
}

/** Lengths as numbers of one scale; `len(data) - n` is what the others leave. `undefined`: not all are written. */
function sharesOf(values: Values, lengths: readonly Node[]): readonly number[] | undefined {
  const all = lengths.map((length) => numberOf(values, length) ?? shareOfLength(values, length));
  const rest = all.indexOf(undefined);
  if (rest < 0) return all as number[];
  const known = all.reduce<number>((sum, share) => sum + (share ?? 0), 0);
  const isOnlyRest = all.lastIndexOf(undefined) === rest && isRest(values, lengths[rest]!);
  return isOnlyRest && known < 1 ? all.map((share) => share ?? 1 - known) : undefined;
}

function numberOf(values: Values, node: Node): number | undefined {
  const value = values.evaluate(node);
  return typeof value === 'number' ? value : undefined;
}

const rounding = /(?:^|\.)(?:int|round|floor|ceil)$/;
/** How many samples there are. */
const length = /\blen\(|total|size|length/;

/** `int(0.8 * len(data))`, `int(len(data) * (1 - HELD_BACK))` */
function shareOfLength(values: Values, node: Node): number | undefined {
  const { node: found } = values.context.tracer.trace(node);
  if (found?.type === 'call') {
    const [rounded] = argumentsOf(found)?.positional ?? [];
    const isRounded = rounded && rounding.test(textOf(found.childForFieldName('function') ?? found));
    return isRounded ? shareOfLength(values, rounded) : undefined;
  }
  const [left, right] = ['left', 'right'].map((side) => found?.childForFieldName(side));
  if (!left || !right || textOf(found!.childForFieldName('operator') ?? found!) !== '*') return undefined;
  const [before, behind] = [numberOf(values, left), numberOf(values, right)];
  const whole = before === undefined ? left : right;
  return length.test(textOf(whole)) ? fraction(before ?? behind) : undefined;
}

/** `len(data) - train_size` */
function isRest({ context }: Values, node: Node): boolean {
  const { node: found } = context.tracer.trace(node);
  return found !== null && /^[\w.()]{1,60}\s*-/.test(textOf(found));
}
