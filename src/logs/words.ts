import * as l10n from '@vscode/l10n';
import { formatCount, formatNumber } from '../experiment/number-text';
import type { Course, Finding } from './course';

/** What a log says, for a person: never about dropout, which one run cannot judge. */
export interface LogVerdict {
  readonly kind: Finding | 'noCurves';
  readonly tone: 'good' | 'bad' | 'neutral';
  readonly title: string;
  readonly lead: string;
  readonly remarks: readonly string[];
}

/** @param dropRatio the drop ratio that the run's own settings name; undefined where they name none. */
export function logVerdict(course: Course | undefined, dropRatio?: number): LogVerdict {
  if (!course)
    return {
      kind: 'noCurves',
      tone: 'neutral',
      title: l10n.t('No loss or score was recognized.'),
      lead: l10n.t('Say below which curve is which.'),
      remarks: [],
    };
  const { title, lead, tone } = FINDINGS[course.finding](course);
  return { kind: course.finding, tone, title, lead, remarks: remarksOn(course, dropRatio) };
}

type Said = Pick<LogVerdict, 'tone' | 'title' | 'lead'>;

const FINDINGS: Readonly<Record<Finding, (course: Course) => Said>> = {
  diverged: (course) => ({
    tone: 'bad',
    title:
      course.lostAt === undefined
        ? l10n.t('The training diverged.')
        : l10n.t('The training diverged at {0}.', placeWords(course, course.lostAt)),
    lead: l10n.t(
      'A learning rate that is too high is the usual cause; then numbers that overflow, and bad rows of data.',
    ),
  }),
  unstable: (course) => ({
    tone: 'bad',
    title: l10n.t('The training is unstable.'),
    lead: l10n.t(
      'The {0} jumps up again and again, by half and more. The learning rate is the first suspect: try a third of it.',
      course.title,
    ),
  }),
  overfits: (course) => ({
    tone: 'bad',
    title: l10n.t('It overfits since {0}.', placeWords(course, course.best!.at)),
    lead: course.isLoss
      ? l10n.t(
          'Since then the {0} rose from {1} to {2}, while that of training went on falling, to {3}. What helps is stopping there, dropout, weight decay or more data.',
          rowsWords(course),
          ...numbers(course.best!.value, course.end.validation, course.end.train),
        )
      : l10n.t(
          'Since then the {0} fell from {1} to {2}, while that of training went on rising, to {3}. What helps is stopping there, dropout, weight decay or more data.',
          rowsWords(course),
          ...numbers(course.best!.value, course.end.validation, course.end.train),
        ),
  }),
  rises: (course) => ({
    tone: 'bad',
    title: l10n.t('It has become worse since {0}.', placeWords(course, course.best!.at)),
    lead: l10n.t(
      'The {0} went from {1} to {2}, and training did not become better meanwhile: that is no overfitting. A learning rate that is too high for the end of a training does this.',
      rowsWords(course),
      ...numbers(course.best!.value, course.end.validation),
    ),
  }),
  improves: (course) => ({
    tone: 'neutral',
    title: l10n.t('It is still improving.'),
    lead: l10n.t(
      'The best {0} is at the end: {1}. Train longer before judging anything.',
      rowsWords(course),
      ...numbers(course.end.validation),
    ),
  }),
  plateau: (course) => ({
    tone: 'neutral',
    title: l10n.t('It has come to a plateau.'),
    lead: l10n.t('Over the second half the {0} changed by less than 2 %.', rowsWords(course)),
  }),
  steady: (course) => ({
    tone: 'good',
    title: l10n.t('No sign of trouble in this curve.'),
    lead: l10n.t(
      'The {0} ends at {1}, no further from its best value than its noise explains.',
      rowsWords(course),
      ...numbers(course.end.validation),
    ),
  }),
  tooShort: () => ({
    tone: 'neutral',
    title: l10n.t('Too few values to judge.'),
    lead: l10n.t('A curve says something from five values on.'),
  }),
  noValidation: (course) => ({
    tone: 'neutral',
    title: l10n.t('There are no validation rows.'),
    lead: l10n.t(
      'The {0} of training ends at {1}. Whether the network has learned or memorized, only rows that do not train can say.',
      course.title,
      ...numbers(course.end.train),
    ),
  }),
};

const numbers = (...values: number[]) => values.map(formatNumber);

/** `validation loss`: whose values are judged. */
function rowsWords({ title, isTest }: Course): string {
  return isTest ? l10n.t('test {0}', title) : l10n.t('validation {0}', title);
}

/** `epoch 12`, `step 4,000` */
export const placeWords = ({ unit }: Pick<Course, 'unit'>, at: number): string => {
  const place = Number.isInteger(at) ? formatCount(at) : formatNumber(at);
  return unit === 'epoch' ? l10n.t('epoch {0}', place) : l10n.t('step {0}', place);
};

function remarksOn(course: Course, dropRatio: number | undefined): string[] {
  const { best, finding } = course;
  const remarks: string[] = [];
  if (best && finding !== 'tooShort')
    remarks.push(
      l10n.t(
        'Best {0}: {1} at {2}.',
        rowsWords(course),
        formatNumber(best.value),
        placeWords(course, best.at),
      ),
    );
  if (course.below !== undefined) remarks.push(belowWords(dropRatio ? String(dropRatio) : undefined));
  if (course.isTest)
    remarks.push(
      l10n.t(
        'No validation rows were logged; the test rows stand in for them. What is chosen by them looks better than it is.',
      ),
    );
  if (course.brokenAt !== undefined && finding !== 'diverged')
    remarks.push(
      l10n.t('Some values are not finite, the first at {0}.', placeWords(course, course.brokenAt)),
    );
  if (best)
    remarks.push(
      l10n.t('One run says nothing about dropout: that takes runs with and without it, on several seeds.'),
    );
  return remarks;
}

/** The most asked question about dropout. @param ratio the drop ratio in words, where it is known and not 0. */
export function belowWords(ratio: string | undefined): string {
  if (ratio !== undefined)
    return l10n.t(
      'Validation is below training. The training loss is measured with dropout on (drop ratio {0}), the validation loss with dropout off; and it is a mean over an epoch in which the network still improved.',
      ratio,
    );
  return l10n.t(
    'Validation is below training. That is no mistake where there is dropout: the training loss is measured with dropout on, the validation loss with dropout off. It is also a mean over an epoch in which the network still improved; and augmentation makes training rows harder.',
  );
}
