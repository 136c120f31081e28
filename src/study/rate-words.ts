import * as l10n from '@vscode/l10n';
import { rateLimit } from '../core/analysis/rate-limit';
import { formatNumber, rateText } from '../experiment/number-text';
import type { Experiment } from '../experiment/schema';
import type { RangeAnswer } from './rate-range';

/** What a range test says: a title, what it rests on, and what else there is to know, one sentence each. */
export interface RateWords {
  readonly title: string;
  readonly evidence: string;
  readonly remarks: readonly string[];
}

/** The answer of a range test in words. */
export function rateWords(answer: RangeAnswer, training: Experiment['training']): RateWords {
  const { suggestion, seeds } = answer;
  const limits = limitWords(answer, training);
  if (!suggestion)
    return { title: l10n.t('No learning rate can be suggested'), evidence: whyNone(answer), remarks: limits };
  const remarks = [scope(), ...limits];
  return {
    title: l10n.t('{0} seeds agree on a learning rate of about {1}', seeds.length, rateText(suggestion.rate)),
    evidence: l10n.t(
      'Another seed would suggest a rate between {0} and {1} (95 %).',
      rateText(suggestion.low),
      rateText(suggestion.high),
    ),
    remarks,
  };
}

function whyNone({ reason, seeds }: RangeAnswer): string {
  if (reason === 'fewSeeds')
    return l10n.t('Fewer than three seeds cannot say how far they lie apart: test more of them.');
  const middles = seeds.flatMap(({ findings }) => findings.middle ?? []).sort((a, b) => a - b);
  if (reason === 'apart')
    return l10n.t(
      'The seeds do not agree: they point to rates from {0} to {1}. Compare rates by whole trainings.',
      short(middles[0]!),
      short(middles.at(-1)!),
    );
  return l10n.t(
    'On {0} of {1} seeds the loss never falls by 5 % within these steps, whatever the rate: there may be no pattern to learn, or more steps are needed.',
    seeds.length - middles.length,
    seeds.length,
  );
}

/** A measured rate, to two digits. */
export const short = (rate: number): string => rateText(Number(rate.toPrecision(2)));

/** What a range test cannot see. */
const scope = (): string =>
  l10n.t(
    'It is a rate to start from, not the best one: a range test sees only the first steps and the training loss. What is best after many epochs on new data whole trainings show, as in a study or a sweep of the learning rate.',
  );

/** The limit of the start, and what it is for this optimizer. */
function limitWords({ lambdaMax, suggestion }: RangeAnswer, training: Experiment['training']): string[] {
  if (lambdaMax === undefined) return [];
  const plain = formatNumber(2 / lambdaMax);
  const own = rateLimit(training, lambdaMax);
  if (!own)
    return [
      l10n.t(
        '2/λmax of the start is {0}, the limit of plain gradient descent; it bounds no adaptive optimizer such as this one.',
        plain,
      ),
    ];
  const said =
    training.optimizer === 'sgd'
      ? l10n.t('At the start plain gradient descent diverges above 2/λmax ≈ {0}.', plain)
      : l10n.t(
          '2/λmax of the start is {0}; with this momentum the limit there is {1} ≈ {2}.',
          plain,
          own.formula,
          formatNumber(own.limit),
        );
  return suggestion && suggestion.rate > own.limit
    ? [said, l10n.t('The suggestion is above it: the training moved to flatter places as the rate rose.')]
    : [said];
}
