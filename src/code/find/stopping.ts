import type { Stopping } from '../code-data';
import type { Call } from '../syntax/tree';
import { type Arguments, argumentsOf, pick } from './arguments';
import type { Context } from './context';
import { givenNumber, isTrue } from './given';

/** What stops a training by itself. */
export const stoppings = /^(?:EarlyStopping|MLPClassifier|MLPRegressor|EarlyStoppingCallback)$/;

/** Without a prefix Keras means the training samples. */
const ofTraining =
  /^(?:loss|accuracy|acc|train|mse|mae|auc|precision|recall|mean_|root_mean_|binary_|categorical_|sparse_)/;

/** Where no patience is written; Keras' 0 stops at the first epoch that is no better, as 1 does here. */
const usualPatience: Readonly<Record<string, number>> = { lightning: 3, skorch: 5 };

/** Keras' and Lightning's `EarlyStopping`, scikit-learn's `early_stopping=True`. */
export function stoppingOf(context: Context, call: Call, word: string): Stopping | undefined {
  if (!stoppings.test(word)) return undefined;
  const args = argumentsOf(call);
  const isPerceptron = word.startsWith('MLP');
  if (isPerceptron && !isTrue(context, args, { names: ['early_stopping'] })) return undefined;
  const watched = pick(args, ['monitor'], 0);
  const watches = watched && context.stringAt(watched.value);
  // The loss of the training samples falls on and on.
  if (watches !== undefined && ofTraining.test(watches)) return undefined;
  const names = isPerceptron ? ['n_iter_no_change'] : ['patience', 'early_stopping_patience'];
  const usual = isPerceptron ? 10 : (usualPatience[context.framework ?? ''] ?? 1);
  const patience = pick(args, names) ? givenNumber(context, args, { names }) : usual;
  if (patience === undefined || !Number.isInteger(patience) || patience < 0) return undefined;
  // scikit-learn always goes back to the best weights of its validation.
  const restoresBest =
    isPerceptron ||
    ['restore_best_weights', 'load_best'].some((name) => isTrue(context, args, { names: [name] }));
  const minDelta = minDeltaOf(context, args);
  return {
    patience: Math.max(1, patience),
    restoresBest,
    ...(minDelta > 0 && { minDelta }),
  };
}

/** How much lower a loss has to be to count; 0: any, or it is not written. */
function minDeltaOf(context: Context, args: Arguments): number {
  const least = givenNumber(context, args, { names: ['min_delta', 'early_stopping_threshold'] }) ?? 0;
  return Math.abs(least) <= 1000 ? Math.abs(least) : 0;
}
