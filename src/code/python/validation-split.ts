import type { Place } from '../frameworks/types';
import { type Arguments, argumentsOf, pick } from './arguments';
import type { Context } from './context';
import { type Node, textOf } from './node';
import { complementOf } from './values';

interface SplitCall {
  readonly node: Node;
  readonly args: Arguments;
  readonly word: string;
  /** The names of what is validated on in training. */
  validated(): ReadonlySet<string>;
}

/**
 * The fraction of the training samples that a call holds back for validation; `undefined`: none, or none that is
 * written. What is split off for a test is no validation.
 */
export function validationOf(context: Context, call: SplitCall): number | undefined {
  const { node, args, word } = call;
  switch (word) {
    case 'fit':
      return fraction(numberAt(context, args, { names: ['validation_split'] }));
    case 'train_test_split':
      return ofTable(context, call);
    case 'random_split':
      return ofLengths(context, node, args);
    default:
      if (!isTrue(context, args, ['early_stopping'])) return undefined;
      return args.keywords.has('validation_fraction')
        ? fraction(numberAt(context, args, { names: ['validation_fraction'] }))
        : 0.1;
  }
}

function fraction(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 && value < 1 ? Number(value.toPrecision(6)) : undefined;
}

/** The number that an argument is; `undefined`: it is not there or not written. */
export function numberAt(context: Context, args: Arguments, { names, position }: Place): number | undefined {
  const given = pick(args, names, position);
  return given && numberOf(context, given.value);
}

function numberOf(context: Context, node: Node): number | undefined {
  const found = context.tracer.trace(node);
  const number = found.node ? context.number(found)?.value : undefined;
  return number !== undefined && found.complement ? complementOf(number) : number;
}

/** Whether an argument is `True`. */
export function isTrue({ tracer }: Context, args: Arguments, names: readonly string[]): boolean {
  const given = pick(args, names);
  return given !== undefined && tracer.trace(given.value).node?.type === 'true';
}

const isTest = (name: string) => /test/i.test(name);
/** `X_val`, `dev_set`, `x_valid`; `test_values` and `device` are none. */
const isValidation = (name: string) => /val(?!ue)|dev(?!ice)/i.test(name) && !isTest(name);

/** `X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2)` */
function ofTable(context: Context, { node, args, validated }: SplitCall): number | undefined {
  const second = targetsOf(node)[1];
  if (second === undefined || !(isValidation(second) || validated().has(second))) return undefined;
  const kept = numberAt(context, args, { names: ['train_size'] });
  const held = numberAt(context, args, { names: ['test_size'] });
  if (held === undefined && !args.keywords.has('test_size'))
    return fraction(kept === undefined ? 0.25 : 1 - kept);
  // Both are fractions or both are counts.
  const areAlike = held !== undefined && kept !== undefined && held < 1 === kept < 1;
  return fraction(areAlike ? held / (held + kept) : held);
}

/** `model.fit(…, validation_data=(X_test, y_test))`: what is called a test is looked at in training. */
export function validatedOn({ file: { source } }: Context): ReadonlySet<string> {
  const names = new Set<string>();
  for (const block of source.blocksWith('validation_data')) {
    for (const offset of block.offsetsOf('validation_data')) {
      const owner = block.nodeAt(offset).parent;
      const features =
        owner?.type === 'keyword_argument' && owner.childForFieldName('value')?.firstNamedChild;
      if (features) names.add(textOf(features));
    }
  }
  return names;
}

/** The names that a call's result is unpacked into. */
function targetsOf(call: Node): string[] {
  const owner = call.parent;
  const left = owner?.type === 'assignment' ? owner.childForFieldName('left') : null;
  return left && /pattern/.test(left.type) ? left.namedChildren.map((one) => textOf(one)) : [];
}

/** `train_set, val_set = random_split(data, [0.8, 0.2])`, also with numbers of samples. */
function ofLengths(context: Context, call: Node, args: Arguments): number | undefined {
  const names = targetsOf(call);
  const given = pick(args, ['lengths'], 1);
  const list = given && context.tracer.trace(given.value).node;
  const lengths = list && /^(?:list|tuple)$/.test(list.type) ? list.namedChildren : [];
  const validation = names.findIndex(isValidation);
  const at = validation >= 0 ? validation : names.length === 2 && !isTest(names[1]!) ? 1 : -1;
  if (at < 0 || lengths.length !== names.length) return undefined;
  const shares = sharesOf(context, lengths);
  const train = names.findIndex((name, i) => i !== at && !isTest(name));
  const [held, kept] = [shares?.[at], shares?.[train]];
  return held === undefined || kept === undefined ? undefined : fraction(held / (held + kept));
}

/** Lengths as numbers of one scale; `len(data) - n` is what the others leave. `undefined`: not all are written. */
function sharesOf(context: Context, lengths: readonly Node[]): readonly number[] | undefined {
  const all = lengths.map((length) => numberOf(context, length) ?? shareOfLength(context, length));
  const rest = all.indexOf(undefined);
  if (rest < 0) return all as number[];
  const known = all.reduce<number>((sum, share) => sum + (share ?? 0), 0);
  const isOnlyRest = all.lastIndexOf(undefined) === rest && isRest(context, lengths[rest]!);
  return isOnlyRest && known < 1 ? all.map((share) => share ?? 1 - known) : undefined;
}

const rounding = /(?:^|\.)(?:int|round|floor|ceil)$/;
/** How many samples there are. */
const length = /\blen\(|total|size|length/;

/** `int(0.8 * len(data))`, `int(len(data) * (1 - HELD_BACK))` */
function shareOfLength(context: Context, node: Node): number | undefined {
  const { node: found } = context.tracer.trace(node);
  if (found?.type === 'call') {
    const [rounded] = argumentsOf(found)?.positional ?? [];
    const isRounded = rounded && rounding.test(textOf(found.childForFieldName('function') ?? found));
    return isRounded ? shareOfLength(context, rounded) : undefined;
  }
  const [left, right] = ['left', 'right'].map((side) => found?.childForFieldName(side));
  if (!left || !right || textOf(found!.childForFieldName('operator') ?? found!) !== '*') return undefined;
  const [before, behind] = [numberOf(context, left), numberOf(context, right)];
  const whole = before === undefined ? left : right;
  return length.test(textOf(whole)) ? fraction(before ?? behind) : undefined;
}

/** `len(data) - train_size` */
function isRest(context: Context, node: Node): boolean {
  const { node: found } = context.tracer.trace(node);
  return found !== null && /^[\w.()]{1,60}\s*-/.test(textOf(found));
}
