import * as l10n from '@vscode/l10n';
import type { Remark } from '../core/analysis/verdict';
import type { Caution } from '../core/cautions';
import { causeWords } from './cause-words';
import { disagreementSentence } from './comparison-words';
import { listed, quoted } from './listed';
import { formatNumber, formatShare } from './number-text';

type Of<K extends Remark['kind']> = Extract<Remark, { readonly kind: K }>;

const words: { readonly [K in Remark['kind']]: (remark: Of<K>, alone: boolean) => string } = {
  chosenByTest: () =>
    l10n.t(
      'No validation set: the best epoch was chosen by the test loss, which therefore looks better than it is (data.validation).',
    ),
  lossAgainstScore: ({ dropout, baseline }) =>
    `${l10n.t('At the end loss and accuracy disagree: {0} are right with dropout, {1} without.', formatShare(dropout), formatShare(baseline))} ${disagreementSentence(dropout < baseline)}`,
  uneven: (remark, alone) =>
    [
      majorityWords(remark),
      ...remark.sides.map(({ side, accuracy, balancedAccuracy, f1 }) =>
        alone
          ? l10n.t(
              'At the end: accuracy {0}, balanced accuracy {1}, macro F1 {2}.',
              formatShare(accuracy),
              formatShare(balancedAccuracy),
              f1.toFixed(2),
            )
          : side === 'dropout'
            ? l10n.t(
                'At the end, with dropout: accuracy {0}, balanced accuracy {1}, macro F1 {2}.',
                formatShare(accuracy),
                formatShare(balancedAccuracy),
                f1.toFixed(2),
              )
            : l10n.t(
                'Without: accuracy {0}, balanced accuracy {1}, macro F1 {2}.',
                formatShare(accuracy),
                formatShare(balancedAccuracy),
                f1.toFixed(2),
              ),
      ),
    ].join(' '),
  smallTest: ({ rows, shared, classes }) =>
    [
      shared
        ? l10n.t('Every seed is tested on the same {0} rows: other rows may say something else.', rows)
        : l10n.t('There are only {0} test rows.', rows),
      classes ? l10n.t('Each row counts for {0} of accuracy.', formatShare(1 / rows)) : '',
    ]
      .filter(Boolean)
      .join(' '),
  belowTraining: ({ withDropout, train, held, validates }) => {
    // What reads alike does not lie below.
    if (formatNumber(held) === formatNumber(withDropout)) return '';
    return validates
      ? l10n.t(
          'The validation loss ({0}) lies below the training loss with dropout on ({1}) since only that one is measured while neurons are dropped; with dropout off the training loss is {2}.',
          formatNumber(held),
          formatNumber(withDropout),
          formatNumber(train),
        )
      : l10n.t(
          'The test loss ({0}) lies below the training loss with dropout on ({1}) since only that one is measured while neurons are dropped; with dropout off the training loss is {2}.',
          formatNumber(held),
          formatNumber(withDropout),
          formatNumber(train),
        );
  },
  stillFalling: ({ sides }, alone) =>
    alone
      ? l10n.t('The test loss was still falling at the end.')
      : sides.length > 1
        ? l10n.t('Both test losses were still falling at the end: more epochs may change the order.')
        : sides[0] === 'dropout'
          ? l10n.t('With dropout the test loss was still falling at the end.')
          : l10n.t('Without dropout the test loss was still falling at the end.'),
  worseThanGuess: ({ side, loss, guess, accuracy }, alone) => {
    const worse = alone
      ? l10n.t(
          'The test loss ends at {0}, worse than a guess ({1}).',
          formatNumber(loss),
          formatNumber(guess),
        )
      : side === 'dropout'
        ? l10n.t(
            'With dropout the test loss ends at {0}, worse than a guess ({1}).',
            formatNumber(loss),
            formatNumber(guess),
          )
        : l10n.t(
            'Without dropout the test loss ends at {0}, worse than a guess ({1}).',
            formatNumber(loss),
            formatNumber(guess),
          );
    return accuracy === undefined
      ? worse
      : `${worse} ${l10n.t('Yet {0} are right, more than by guessing: the network is too sure of its mistakes.', formatShare(accuracy))}`;
  },
  cause: ({ cause }) => causeWords(cause),
  beganLate: ({ epoch, best }) =>
    l10n.t('Dropout first acted in epoch {0}; without it the best epoch was {1}.', epoch, best),
  inTime: ({ name, shuffled }) =>
    shuffled
      ? l10n.t(
          'The rows look ordered in time (“{0}”): shuffled, the test rows lie between training rows, and this says little about rows to come.',
          name,
        )
      : l10n.t(
          'The rows look ordered in time (“{0}”), and the last ones test. That they differ is what a forecast has to cope with: shuffled, the test would hide it.',
          name,
        ),
  asWritten: () =>
    l10n.t(
      'The rule is the slip “as written”: evaluation multiplies by the fraction dropped. It is a demonstration, not for use; libraries implement “Inverted”.',
    ),
  smallValidation: ({ rows }) =>
    rows === 1
      ? l10n.t('Only 1 row validates: which epoch is the best one is luck.')
      : l10n.t('Only {0} rows validate: a few of them decide which epoch is the best one.', rows),
  caution: ({ caution, seeds }) =>
    seeds
      ? l10n.t('In {0} of {1} seeds: {2}', seeds.count, seeds.of, cautionWords(caution))
      : cautionWords(caution),
};

/** Of fewer test rows than these a share is a count. */
const COUNTED = 100;

function majorityWords({ name, share, rows = COUNTED, rare }: Of<'uneven'>): string {
  if (rare)
    return l10n.t(
      'The classes are uneven: “{0}” is {1} of the test rows, “{2}” {3}.',
      name,
      formatShare(share),
      rare.name,
      formatShare(rare.share),
    );
  if (share === 1)
    return l10n.t('All test rows are of class “{0}”: always saying it would be right every time.', name);
  return rows < COUNTED
    ? l10n.t(
        'The classes are uneven: {0} of {1} test rows are of class “{2}”, and always saying it would score as much.',
        Math.round(share * rows),
        rows,
        name,
      )
    : l10n.t(
        'The classes are uneven: “{0}” is {1} of the test rows, and always saying it would score as much.',
        name,
        formatShare(share),
      );
}

/** A remark as a sentence or two. @param alone whether the run has no baseline. */
export function remarkWords(remark: Remark, alone: boolean): string {
  const say = words[remark.kind] as ((remark: Remark, alone: boolean) => string) | undefined;
  return say?.(remark, alone) ?? '';
}

/** Which classes are taken for which: rows are true classes, columns answers; counts of test rows, all seeds. */
export interface ConfusionTable {
  readonly title: string;
  readonly classes: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

/** The confusion matrices of a remark about uneven classes. */
export function confusionTables(remark: Remark): ConfusionTable[] {
  if (remark.kind !== 'uneven' || !remark.classes) return [];
  const { classes } = remark;
  return remark.sides.flatMap(({ side, confusion }) =>
    confusion
      ? [
          {
            title:
              side === 'dropout'
                ? l10n.t('Confusion matrix with dropout')
                : l10n.t('Confusion matrix without dropout'),
            classes,
            rows: confusion,
          },
        ]
      : [],
  );
}

type CautionOf<K extends Caution['kind']> = Extract<Caution, { readonly kind: K }>;

const cautions: { readonly [K in Caution['kind']]: (caution: CautionOf<K>) => string } = {
  repeated: ({ rows, share }) =>
    share === 1
      ? l10n.t('Every test row is a copy of a training row.')
      : rows === 1
        ? l10n.t('1 test row ({0}) is a copy of a training row.', formatShare(share))
        : l10n.t('{0} test rows ({1}) are copies of training rows.', rows, formatShare(share)),
  givesAway: ({ names, complete }) =>
    !complete
      ? l10n.t('Some classes are given away, by {0}.', listOf(names))
      : names.length === 1
        ? l10n.t('{0} gives the target away.', listOf(names))
        : l10n.t('{0} give the target away.', listOf(names)),
  reversed: ({ share, chance }) =>
    l10n.t(
      'Only {0} of the test rows are right, where chance alone gives {1}: what holds in the training rows does not hold there.',
      formatShare(share),
      formatShare(chance),
    ),
  untrainedClasses: ({ share, names }) =>
    l10n.t('{0} of the test rows are of classes that hardly train: {1}.', formatShare(share), listOf(names)),
  classDrift: ({ distance }) =>
    l10n.t(
      'The class proportions of the test rows differ from those of the training rows: {0} of the rows would have to be of another class.',
      formatShare(distance),
    ),
  targetDrift: ({ name, deviations }) =>
    l10n.t(
      '“{0}” drifts: in the test rows its mean lies {1} training standard deviations {2} that of the training rows.',
      name,
      Math.abs(deviations).toFixed(1),
      deviations > 0 ? l10n.t('above') : l10n.t('below'),
    ),
  spreadDrift: ({ name, ratio }) =>
    l10n.t(
      '“{0}” drifts: in the test rows its standard deviation is {1} times that of the training rows.',
      name,
      formatNumber(ratio),
    ),
  fewTraining: ({ name, rows, share }) =>
    l10n.t(
      'Only {0} rows train: “{1}” leaves their range in {2} of the test rows, as is to be expected with so few.',
      rows,
      name,
      formatShare(share),
    ),
  extrapolation: ({ name, rows, share, ranges }) =>
    ranges < 1
      ? l10n.t(
          '“{0}” leaves its training range in {1} test rows ({2}): there the network extrapolates.',
          name,
          rows,
          formatShare(share),
        )
      : rows === 1
        ? l10n.t(
            '“{0}” leaves its training range in 1 test row, by {1} times that range: there the network extrapolates.',
            name,
            formatNumber(ranges),
          )
        : l10n.t(
            '“{0}” leaves its training range in {1} test rows, by up to {2} times that range: there the network extrapolates.',
            name,
            rows,
            formatNumber(ranges),
          ),
};

/** Why the test does not say how the network does on new rows. */
export function cautionWords(caution: Caution): string {
  const say = cautions[caution.kind] as ((caution: Caution) => string) | undefined;
  return say?.(caution) ?? '';
}

/** What there is to say beside the notes of a data set, which name the columns that give the target away. */
export function cautionsBesideNotes({ cautions = [] }: { readonly cautions?: readonly Caution[] }): string[] {
  return cautions.filter(({ kind }) => kind !== 'givesAway').map(cautionWords);
}

const listOf = (names: readonly string[]): string => listed(names, 5, quoted);
