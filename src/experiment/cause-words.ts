import * as l10n from '@vscode/l10n';
import type { Cause } from '../core/analysis/verdict';
import { formatCount, formatNumber, rateText } from './number-text';

type Of<K extends Cause['kind']> = Extract<Cause, { readonly kind: K }>;

const words: { readonly [K in Cause['kind']]: (cause: Of<K>) => string } = {
  rateTooHigh: ({ rate, times, sides }) => {
    const [size, at] = [formatNumber(times), rateText(rate)];
    if (sides.length !== 1)
      return l10n.t(
        'The training loss rose to {0} times where it began: learning rate {1} is too high.',
        size,
        at,
      );
    return sides[0] === 'dropout'
      ? l10n.t(
          'With dropout the training loss rose to {0} times where it began: learning rate {1} is too high.',
          size,
          at,
        )
      : l10n.t(
          'Without dropout the training loss rose to {0} times where it began: learning rate {1} is too high.',
          size,
          at,
        );
  },
  rateTooLow: ({ rate, usual, steps }) =>
    l10n.t(
      'Learning rate {0} is too low for {1} steps: {2} and more is usual.',
      rateText(rate),
      formatCount(steps),
      rateText(usual),
    ),
  schedule: ({ rate, set }) =>
    l10n.t(
      'Its schedule left a mean learning rate of {0}, where {1} is set.',
      rateText(Number(rate.toPrecision(2))),
      rateText(set),
    ),
  stoppedEarly: ({ from, to, epochs, patience }) =>
    from === to
      ? l10n.t('Early stopping, patience {2}, ended training at epoch {0} of {1}.', from, epochs, patience)
      : l10n.t(
          'Early stopping, patience {3}, ended training at epochs {0} to {1} of {2}.',
          from,
          to,
          epochs,
          patience,
        ),
  fewSteps: ({ steps }) => l10n.t('Training took only {0} steps.', formatCount(steps)),
  penalty: ({ penalty, value }) => {
    switch (penalty) {
      case 'weightDecay':
        return l10n.t('Weight decay {0} is strong: it holds the weights near 0.', value);
      case 'l1':
        return l10n.t('L1 {0} is strong: it holds the weights near 0.', value);
      case 'maxNorm':
        return l10n.t('Max-norm {0} is tight: it leaves the weights little room.', value);
    }
  },
  linear: ({ layers }) =>
    layers
      ? l10n.t('The activation is linear: whatever its depth, such a network is a linear model.')
      : l10n.t('There is no hidden layer: the network is a linear model.'),
};

/** A likely reason why the trainings came to little, as a sentence; empty where a saved run knows another. */
export function causeWords(cause: Cause): string {
  const say = words[cause.kind] as ((cause: Cause) => string) | undefined;
  return say?.(cause) ?? '';
}
