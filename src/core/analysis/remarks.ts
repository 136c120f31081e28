import type { Caution } from '../cautions';
import { greatest, least } from '../lists';
import type { Variant } from '../trainer-types';
import { type Cause, isOffCourse } from './causes';
import { sharesTestRows } from './data-facts';
import { type ClassScores, classScores } from './final-test';
import { type Findings, guessShare, mean, meanOf, median, stillFalls } from './findings';
import { answersBetter } from './guess';
import type { VerdictKind } from './verdict-kind';

/** Something that has to be known beside a verdict. The words for it are made where they are shown. */
export type Remark =
  /** Nothing validates, and an epoch was chosen: by the test loss, which is then too good. */
  | { readonly kind: 'chosenByTest' }
  /** At the end the loss says one thing, the score another: accuracies in dropout's and the baseline's order. */
  | { readonly kind: 'lossAgainstScore'; readonly dropout: number; readonly baseline: number }
  /** Classes of very different size: the most frequent one of the test rows, and what each side scores class by class. */
  | {
      readonly kind: 'uneven';
      readonly name: string;
      readonly share: number;
      /** Where it is a rare class that makes them uneven: that class, and its share of the test rows. */
      readonly rare?: { readonly name: string; readonly share: number };
      /** Test rows. Runs of older versions do not say it. */
      readonly rows?: number;
      /** Of the rows and columns of the confusion matrices. */
      readonly classes?: readonly string[];
      readonly sides: readonly {
        readonly side: Variant;
        readonly accuracy: number;
        readonly balancedAccuracy: number;
        readonly f1: number;
        /** Test rows of all seeds: a row for each true class, a column for each answer. Left out with many classes. */
        readonly confusion?: readonly (readonly number[])[];
      }[];
    }
  /** Few test rows. `shared`: every seed is tested on the same. */
  | { readonly kind: 'smallTest'; readonly rows: number; readonly shared: boolean; readonly classes: boolean }
  /** So few rows validate that which epoch is best is luck. */
  | { readonly kind: 'smallValidation'; readonly rows: number }
  /** Training loss measured with dropout on lies above the validation (or test) loss. */
  | {
      readonly kind: 'belowTraining';
      readonly withDropout: number;
      readonly train: number;
      readonly held: number;
      readonly validates: boolean;
    }
  /** Curves that were still falling at the end. */
  | { readonly kind: 'stillFalling'; readonly sides: readonly Variant[] }
  /** A side that is worse on the test rows than a guess. */
  | {
      readonly kind: 'worseThanGuess';
      readonly side: Variant;
      readonly loss: number;
      readonly guess: number;
      /** Left out where the answers are no better than a guess. */
      readonly accuracy?: number;
    }
  /** A likely reason why the trainings came to little. */
  | { readonly kind: 'cause'; readonly cause: Cause }
  /** Dropout began at an epoch after the best one without it. */
  | { readonly kind: 'beganLate'; readonly epoch: number; readonly best: number }
  /** The rows look ordered in time: shuffled, they test on what lies between training rows; in their order, on what comes. */
  | { readonly kind: 'inTime'; readonly name: string; readonly shuffled: boolean }
  /** The rule is the slip of the source text. */
  | { readonly kind: 'asWritten' }
  /** `seeds`: in how many of them, where it is not in all. */
  | {
      readonly kind: 'caution';
      readonly caution: Caution;
      readonly seeds?: { readonly count: number; readonly of: number };
    };

/** Classes of a confusion matrix that is shown. */
const MOST_SHOWN = 10;
/** Test rows below which a few of them decide. */
const SMALL_TEST = 200;
/** Validation rows below which a few of them choose. */
const SMALL_VALIDATION = 20;
/** Rows whose shares of classes are more than chance. */
const FEW_ROWS = 20;
/** Verdicts that rest on an epoch that something chose. */
const CHOSEN: ReadonlySet<VerdictKind> = new Set(['heldOff', 'stopEarly']);
/** Verdicts that say it themselves, or of two trainings that are one. */
const FALLING_SAID: ReadonlySet<VerdictKind> = new Set(['tooSlow', 'stillImproving', 'nothingDropped']);
/** There is nothing to be said of losses that are not there, or that say nothing. */
const WITHOUT: ReadonlySet<VerdictKind> = new Set([
  'tooEarly',
  'diverged',
  'unstable',
  'unlikeTraining',
  'leaked',
]);

/** Everything that has to be known beside a verdict of this kind. */
export function remarksOf(findings: Findings, kind: VerdictKind, causes: readonly Cause[]): Remark[] {
  const cautions = findings.cautions.map(
    ({ caution, seeds, of }): Remark => ({
      kind: 'caution',
      caution,
      ...(seeds < of && { seeds: { count: seeds, of } }),
    }),
  );
  const first = [...cautions, ...causes.map((cause): Remark => ({ kind: 'cause', cause }))];
  if (WITHOUT.has(kind)) return [...first, ...inTime(findings, kind)];
  return [
    ...first,
    ...inTime(findings, kind),
    ...beganLate(findings),
    ...lossAgainstScore(findings, kind),
    ...(kind === 'tooFewTestRows' ? [] : uneven(findings)),
    ...worseThanGuess(findings),
    ...(causes.some(isOffCourse) ? [] : stillFalling(findings, kind)),
    ...belowTraining(findings),
    ...(kind === 'tooFewTestRows' ? [] : smallTest(findings)),
    ...chosenByTest(findings, kind),
    ...smallValidation(findings),
    ...(findings.input.settings.rule === 'as-written' ? [{ kind: 'asWritten' as const }] : []),
  ];
}

/** In their order only where they differ: that they do is then no fault of the split. */
function inTime({ input: { data } }: Findings, kind: VerdictKind): Remark[] {
  const { inTime: name, order } = data?.split ?? {};
  const shuffled = order !== 'fileOrder';
  return name !== undefined && (shuffled || kind === 'unlikeTraining')
    ? [{ kind: 'inTime', name, shuffled }]
    : [];
}

/** Only said where the verdict is about another moment: one that is about this is called mixed. */
function lossAgainstScore({ last, dropout, baseline }: Findings, kind: VerdictKind): Remark[] {
  if (!last?.disagrees || kind === 'mixed') return [];
  return [
    {
      kind: 'lossAgainstScore',
      dropout: mean(dropout, 'last', 'score'),
      baseline: mean(baseline, 'last', 'score'),
    },
  ];
}

function uneven(findings: Findings): Remark[] {
  const { data, outputs, members } = findings.input;
  const classes = Math.max(2, outputs);
  const sizes = unequal(findings, classes);
  if (!data || !sizes) return [];
  const sides = findings.sides.flatMap((side) => {
    const tables = members.flatMap(({ variant, test }) =>
      variant === side && test?.confusion ? [test.confusion] : [],
    );
    if (tables.length === 0) return [];
    const scores = tables.map((table) => classScores(table, classes));
    const average = (key: keyof ClassScores) =>
      scores.reduce((sum, one) => sum + one[key], 0) / scores.length;
    const confusion = classes <= MOST_SHOWN ? { confusion: confusionOf(tables, classes) } : {};
    return [
      {
        side,
        accuracy: average('accuracy'),
        balancedAccuracy: average('balancedAccuracy'),
        f1: average('f1'),
        ...confusion,
      },
    ];
  });
  const names = data.outputNames;
  const rows = data.testCount;
  return [{ kind: 'uneven', ...sizes, rows, ...(names && { classes: names.slice(0, MOST_SHOWN) }), sides }];
}

/** The class that most test rows of all seeds have, where it has many of them, or where another class has hardly any. */
function unequal({ input: { data }, rows }: Findings, classes: number) {
  const many = (share: number) => share >= Math.max(1.3 / classes, 1 / classes + 0.15);
  const counts = rows.flatMap(({ classCounts }) => classCounts ?? []);
  if (!data || counts.length === 0)
    return data?.majority && many(data.majority.share) ? data.majority : undefined;
  const test = summed(counts.map((one) => one.test));
  const all = summed([test, ...counts.map((one) => one.train)]);
  const [tested, total] = [test, all].map((some) => some.reduce((sum, count) => sum + count, 0));
  const of = (label: number) => ({
    name: data.outputNames?.[label] ?? String(label),
    share: test[label]! / tested!,
  });
  const most = test.indexOf(greatest(test));
  // A handful of rows has uneven classes by chance.
  if (many(of(most).share) && (data.testCount >= FEW_ROWS || many(all[most]! / total!))) return of(most);
  const rarest = all.indexOf(least(all));
  const [even, seldom] = [total! / counts.length / classes, all[rarest]! / counts.length];
  return seldom < even / 3 && even - seldom > 4 * Math.sqrt(even)
    ? { ...of(most), rare: of(rarest) }
    : undefined;
}

/** Sums, number by number. */
function summed(lists: readonly ArrayLike<number>[]): number[] {
  return Array.from({ length: lists[0]!.length }, (_, i) => lists.reduce((sum, list) => sum + list[i]!, 0));
}

/** Confusion matrices of the seeds, added up. */
function confusionOf(tables: readonly ArrayLike<number>[], classes: number): number[][] {
  const sums = summed(tables);
  return Array.from({ length: classes }, (_, truth) => sums.slice(truth * classes, (truth + 1) * classes));
}

function worseThanGuess(findings: Findings): Remark[] {
  const guess = findings.testChance;
  return findings.sides.flatMap((side): Remark[] => {
    const loss = mean(findings[side], 'last', 'test');
    if (!(guessShare(findings[side], 'last') > 1.05)) return [];
    const { task } = findings.input;
    const right = task === 'classification' && answersBetter(findings, side);
    const accuracy = right ? { accuracy: mean(findings[side], 'last', 'score') } : {};
    return [{ kind: 'worseThanGuess', side, loss, guess, ...accuracy }];
  });
}

function beganLate({ began, baseline }: Findings): Remark[] {
  if (began === undefined || baseline.length === 0) return [];
  const best = median(baseline.map((member) => member.best.epoch));
  return best < began ? [{ kind: 'beganLate', epoch: began, best }] : [];
}

function stillFalling(findings: Findings, kind: VerdictKind): Remark[] {
  if (FALLING_SAID.has(kind)) return [];
  const sides = findings.sides.filter((side) => stillFalls(findings, findings[side]));
  return sides.length > 0 ? [{ kind: 'stillFalling', sides }] : [];
}

function belowTraining({ dropout, input, chance }: Findings): Remark[] {
  if (input.settings.nothingDrops) return [];
  const withDropout = meanOf(dropout, 'trainWithDropout');
  const validates = (input.data?.validationCount ?? 0) > 0;
  const held = mean(dropout, 'last', validates ? 'validation' : 'test');
  const train = mean(dropout, 'last', 'train');
  const above = withDropout > held && withDropout - train > 0.02 * chance;
  return above ? [{ kind: 'belowTraining', withDropout, train, held, validates }] : [];
}

function smallTest({ input: { data, task }, last }: Findings): Remark[] {
  if (!data || data.testCount >= SMALL_TEST) return [];
  const shared = sharesTestRows(data);
  const seeds = last?.difference.count ?? 1;
  return shared || seeds === 1 || data.testCount < 50
    ? [
        {
          kind: 'smallTest',
          rows: data.testCount,
          shared: shared && seeds > 1,
          classes: task === 'classification',
        },
      ]
    : [];
}

function chosenByTest({ input: { data, settings }, turned }: Findings, kind: VerdictKind): Remark[] {
  const chosen = turned || CHOSEN.has(kind) || (settings.patience ?? 0) > 0 || settings.restoreBest === true;
  return data && data.validationCount === 0 && chosen ? [{ kind: 'chosenByTest' }] : [];
}

function smallValidation({ input: { data } }: Findings): Remark[] {
  const rows = data?.validationCount ?? 0;
  return rows > 0 && rows < SMALL_VALIDATION ? [{ kind: 'smallValidation', rows }] : [];
}
