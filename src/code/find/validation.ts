import { type Call, type Expression, pathOf } from '../syntax/tree';
import { targetOf } from '../syntax/walk';
import { spend } from '../work';
import { type Arguments, argumentsOf, pick } from './arguments';
import type { Context } from './context';
import { givenNumber, isTrue, numberAt } from './given';

/**
 * The fraction of the training samples that a call of the name `word` holds back for validation; `undefined`: none, or
 * none that is written. What is split off for a test is no validation.
 */
export function validationOf(context: Context, call: Call, word: string): number | undefined {
  const args = argumentsOf(call);
  switch (word) {
    case 'fit':
      return fraction(givenNumber(context, args, { names: ['validation_split'] }));
    case 'train_test_split':
      return ofTable(context, call, args);
    case 'random_split':
      return ofLengths(context, call, args);
    default:
      return isTrue(context, args, { names: ['early_stopping'] })
        ? fraction(ofPerceptron(context, args))
        : undefined;
  }
}

/** scikit-learn's share of a perceptron that stops early. */
export function ofPerceptron(context: Context, args: Arguments): number | undefined {
  const names = ['validation_fraction'];
  return args.keywords.has(names[0]!) ? givenNumber(context, args, { names }) : 0.1;
}

/** A share that is more than nothing and not all. */
export function fraction(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 && value < 1 ? Number(value.toPrecision(6)) : undefined;
}

const isTest = (name: string) => /test/i.test(name);
/** `X_val`, `dev_set`, `x_valid`; `test_values` and `device` are none. */
const isValidation = (name: string) => /val(?!ue)|dev(?!ice)/i.test(name) && !isTest(name);

/** `X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2)` */
function ofTable(context: Context, call: Call, args: Arguments): number | undefined {
  const second = targetsOf(context, call)[1];
  if (second === undefined || !(isValidation(second) || isValidatedOn(context, second))) return undefined;
  const kept = givenNumber(context, args, { names: ['train_size'] });
  const held = givenNumber(context, args, { names: ['test_size'] });
  if (held === undefined && !args.keywords.has('test_size'))
    return fraction(kept === undefined ? 0.25 : 1 - kept);
  // Both are fractions or both are counts.
  const areAlike = held !== undefined && kept !== undefined && held < 1 === kept < 1;
  return fraction(areAlike ? held / (held + kept) : held);
}

/** `model.fit(…, validation_data=(X_test, y_test))`: what is called a test is looked at in training. */
function isValidatedOn(context: Context, name: string): boolean {
  const { calls } = context.program;
  spend(calls.length / 10);
  return calls.some(({ keywords }) =>
    keywords.some(({ key, value }) => {
      const features = key === 'validation_data' && value.type === 'list' ? value.items[0] : undefined;
      return features !== undefined && context.slice(features) === name;
    }),
  );
}

/** What a call's result is unpacked into. */
function targetsOf(context: Context, call: Call): string[] {
  const target = targetOf(call);
  return target?.type === 'list' ? target.items.map((item) => context.slice(item)) : [];
}

/** `train_set, val_set = random_split(data, [0.8, 0.2])`, also with numbers of samples. */
function ofLengths(context: Context, call: Call, args: Arguments): number | undefined {
  const names = targetsOf(context, call);
  const given = pick(args, ['lengths'], 1);
  const list = given && context.evaluator.follow(given.value).expression;
  const lengths = list?.type === 'list' ? list.items : [];
  const validation = names.findIndex(isValidation);
  const at = validation >= 0 ? validation : names.length === 2 && !isTest(names[1]!) ? 1 : -1;
  if (at < 0 || lengths.length !== names.length) return undefined;
  const shares = sharesOf(context, lengths);
  const train = names.findIndex((name, i) => i !== at && !isTest(name));
  const [held, kept] = [shares?.[at], shares?.[train]];
  return held === undefined || kept === undefined ? undefined : fraction(held / (held + kept));
}

/** Lengths as numbers of one scale; `len(data) - n` is what the others leave. `undefined`: not all are written. */
function sharesOf(context: Context, lengths: readonly Expression[]): readonly number[] | undefined {
  const all = lengths.map((length) => numberAt(context, length) ?? shareOfLength(context, length));
  const known = all.reduce<number>((sum, share) => sum + (share ?? 0), 0);
  const open = lengths.filter((_, i) => all[i] === undefined);
  if (open.length === 0) return all as number[];
  const isOnlyRest = open.length === 1 && isRest(context, open[0]!);
  return isOnlyRest && known < 1 ? all.map((share) => share ?? 1 - known) : undefined;
}

/** How many samples there are. */
const length = /\blen\(|total|size|length/;

/** `int(0.8 * len(data))`, `int(len(data) * (1 - HELD_BACK))` */
function shareOfLength(context: Context, expression: Expression): number | undefined {
  const found = context.evaluator.follow(expression).expression;
  if (found?.type === 'call') {
    const isRounded = /(?:^|\.)(?:int|round|floor|ceil)$/.test(pathOf(found.callee) ?? '');
    return isRounded && found.args[0] ? shareOfLength(context, found.args[0]) : undefined;
  }
  if (found?.type !== 'binary' || found.operator !== '*') return undefined;
  const [left, right] = [numberAt(context, found.left), numberAt(context, found.right)];
  const whole = left === undefined ? found.left : found.right;
  return length.test(context.slice(whole)) ? fraction(left ?? right) : undefined;
}

/** `len(data) - train_size` */
function isRest(context: Context, expression: Expression): boolean {
  const found = context.evaluator.follow(expression).expression;
  return found?.type === 'binary' && found.operator === '-';
}
