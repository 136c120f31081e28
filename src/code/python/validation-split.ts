import { type Arguments, pick } from './arguments';
import type { Context } from './context';
import { type Node, textOf } from './node';

interface SplitCall {
  readonly node: Node;
  readonly args: Arguments;
  readonly word: string;
}

/**
 * The fraction of the training samples that a call holds back for validation; `undefined`: none, or none that is
 * written. What is split off for a test is no validation.
 */
export function validationOf(context: Context, { node, args, word }: SplitCall): number | undefined {
  switch (word) {
    case 'fit':
      return fraction(numberAt(context, args, ['validation_split']));
    case 'train_test_split':
      return ofTable(context, node, args);
    case 'random_split':
      return ofLengths(context, node, args);
    default: {
      const stops = pick(args, ['early_stopping']);
      if (!stops || context.tracer.trace(stops.value).node?.type !== 'true') return undefined;
      const given = pick(args, ['validation_fraction']);
      return given ? fraction(numberAt(context, args, ['validation_fraction'])) : 0.1;
    }
  }
}

function fraction(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 && value < 1 ? Number(value.toPrecision(6)) : undefined;
}

function numberAt(
  context: Context,
  args: Arguments,
  names: readonly string[],
  position?: number,
): number | undefined {
  const given = pick(args, names, position);
  return given && numberOf(context, given.value);
}

function numberOf(context: Context, node: Node): number | undefined {
  const found = context.tracer.trace(node);
  return found.node ? context.number(found)?.value : undefined;
}

const forValidation = /val|dev/i;
const forTest = /test/i;

/** `X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2)` */
function ofTable(context: Context, call: Node, args: Arguments): number | undefined {
  const names = targetsOf(call);
  const second = names[1];
  if (second === undefined || !(forValidation.test(second) || isValidatedOn(context, second)))
    return undefined;
  const kept = numberAt(context, args, ['train_size']);
  const held = numberAt(context, args, ['test_size']);
  if (held === undefined && !args.keywords.has('test_size'))
    return fraction(kept === undefined ? 0.25 : 1 - kept);
  return held !== undefined && held > 1 && kept !== undefined && kept > 1
    ? fraction(held / (held + kept))
    : fraction(held);
}

/** `model.fit(…, validation_data=(X_test, y_test))`: what is called a test is looked at in training. */
function isValidatedOn(context: Context, name: string): boolean {
  const { source } = context.file;
  for (const block of source.blocksWith('validation_data')) {
    const at = block.text.indexOf('validation_data');
    const given = block.text.slice(at, at + 120);
    if (new RegExp(`validation_data\\s*=\\s*[([]\\s*${name}\\b`).test(given)) return true;
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
function ofLengths(context: Context, call: Node, args: Arguments): number | undefined {
  const names = targetsOf(call);
  const given = pick(args, ['lengths'], 1);
  const list = given && context.tracer.trace(given.value).node;
  const lengths = list && /^(?:list|tuple)$/.test(list.type) ? list.namedChildren : [];
  const validation = names.findIndex((name) => forValidation.test(name));
  const at = validation >= 0 ? validation : names.length === 2 && !forTest.test(names[1]!) ? 1 : -1;
  if (at < 0 || lengths.length !== names.length) return undefined;
  const shares = sharesOf(context, lengths);
  const train = names.findIndex((name, i) => i !== at && !forTest.test(name));
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

/** `int(0.8 * len(data))`, `int(len(data) * 0.8)` */
function shareOfLength(context: Context, node: Node): number | undefined {
  const { node: found } = context.tracer.trace(node);
  const text = found ? textOf(found) : '';
  const [before = '', behind = ''] = text.length < 80 ? text.split('*') : [];
  // One factor is the length of the data, the other one the share.
  const parts = /len\(|total|size|length/.test(behind) ? before : /len\(/.test(before) ? behind : '';
  const [number] = parts.match(/0?\.\d+/g) ?? [];
  return number === undefined ? undefined : fraction(Number(number));
}

/** `len(data) - train_size` */
function isRest(context: Context, node: Node): boolean {
  const { node: found } = context.tracer.trace(node);
  return found !== null && /^[\w.()]{1,60}\s*-/.test(textOf(found));
}
