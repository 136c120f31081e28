import type { Caution } from '../cautions';
import { greatest, least } from '../lists';
import type { Variant } from '../trainer-types';
import { type Cause, isOffCourse } from './causes';
import { sharesTestRows } from './data-facts';
import { type ClassScores, classScores } from './final-test';
import { type Findings, guessShare, mean, meanOf, median, stillFalls } from './findings';
import { answersBetter } from './guess';
import type { VerdictKind } from './verdict-kind';

/** A remark that qualifies a verdict. The text is generated where it is displayed. */
export type Remark =
  /** There is no validation set, so an epoch was chosen by the test loss, which is then optimistic. */
  | { readonly kind: 'chosenByTest' }
  /** Loss and score disagree at the end; `dropout` and `baseline` are their accuracies. */
  | { readonly kind: 'lossAgainstScore'; readonly dropout: number; readonly baseline: number }
  /** Imbalanced classes: the most frequent class in the test rows, and the scores of each side by class. */
  | {
      readonly kind: 'uneven';
      readonly name: string;
      readonly share: number;
      /** The rare class, if one causes the imbalance, and its share of the test rows. */
      readonly rare?: { readonly name: string; readonly share: number };
      /** Number of test rows. Missing in runs saved by older versions. */
      readonly rows?: number;
      /** Class names of the confusion matrices. */
      readonly classes?: readonly string[];
      readonly sides: readonly {
        readonly side: Variant;
        readonly accuracy: number;
        readonly balancedAccuracy: number;
        readonly f1: number;
        /** Test rows of all seeds: rows are true classes, columns predictions. Omitted for many classes. */
        readonly confusion?: readonly (readonly number[])[];
      }[];
    }
  /** Few test rows. `shared`: every seed has the same ones. */
  | { readonly kind: 'smallTest'; readonly rows: number; readonly shared: boolean; readonly classes: boolean }
  /** So few validation rows that the choice of the best epoch is luck. */
  | { readonly kind: 'smallValidation'; readonly rows: number }
  /** The training loss measured with dropout is above the validation (or test) loss. */
  | {
      readonly kind: 'belowTraining';
      readonly withDropout: number;
      readonly train: number;
      readonly held: number;
      readonly validates: boolean;
    }
  /** Some curves were still falling at the end. */
  | { readonly kind: 'stillFalling'; readonly sides: readonly Variant[] }
  /** A side is worse than a guess on the test rows. */
  | {
      readonly kind: 'worseThanGuess';
      readonly side: Variant;
      readonly loss: number;
      readonly guess: number;
      /** Omitted if the predictions are no better than a guess. */
      readonly accuracy?: number;
    }
  /** A likely cause for poor trainings. */
  | { readonly kind: 'cause'; readonly cause: Cause }
  /** Dropout began after the best epoch of the baseline. */
  | { readonly kind: 'beganLate'; readonly epoch: number; readonly best: number }
  /** The rows look ordered in time. Shuffled, test rows lie between training rows; in order, they come after them. */
  | { readonly kind: 'inTime'; readonly name: string; readonly shuffled: boolean }
  /** The dropout rule is the erroneous one, `as-written`. */
  | { readonly kind: 'asWritten' }
  /** `seeds`: number of affected seeds, if not all. */
  | {
      readonly kind: 'caution';
      readonly caution: Caution;
      readonly seeds?: { readonly count: number; readonly of: number };
    };

/** Maximum number of classes in a displayed confusion matrix. */
const MOST_SHOWN = 10;
/** Below this many test rows, a few of them are decisive. */
const SMALL_TEST = 200;
/** Below this many validation rows, a few of them decide which epoch is best. */
const SMALL_VALIDATION = 20;
/** From this many rows on, class shares are not just chance. */
const FEW_ROWS = 20;
/** Verdicts that rest on a chosen epoch. */
const CHOSEN: ReadonlySet<VerdictKind> = new Set(['heldOff', 'stopEarly']);
/** Verdicts that already say that curves are falling, or where the two trainings are identical. */
const FALLING_SAID: ReadonlySet<VerdictKind> = new Set(['tooSlow', 'stillImproving', 'nothingDropped']);
/** Verdicts without meaningful losses, which need no remarks about them. */
const WITHOUT: ReadonlySet<VerdictKind> = new Set([
  'tooEarly',
  'diverged',
  'unstable',
  'unlikeTraining',
  'leaked',
]);

/** All remarks for a verdict of this kind. */
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

/** For rows in file order, reported only if test and training rows differ: then the split is not to blame. */
function inTime({ input: { data } }: Findings, kind: VerdictKind): Remark[] {
  const { inTime: name, order } = data?.split ?? {};
  const shuffled = order !== 'fileOrder';
  return name !== undefined && (shuffled || kind === 'unlikeTraining')
    ? [{ kind: 'inTime', name, shuffled }]
    : [];
}

/** Reported only if the verdict is about another moment; otherwise the verdict itself is `mixed`. */
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

/** The most frequent class over all seeds' test rows, if it dominates or another class is rare. */
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
  // A handful of rows is imbalanced by chance.
  if (many(of(most).share) && (data.testCount >= FEW_ROWS || many(all[most]! / total!))) return of(most);
  const rarest = all.indexOf(least(all));
  const [even, seldom] = [total! / counts.length / classes, all[rarest]! / counts.length];
  return seldom < even / 3 && even - seldom > 4 * Math.sqrt(even)
    ? { ...of(most), rare: of(rarest) }
    : undefined;
}

/** Element-wise sum. */
function summed(lists: readonly ArrayLike<number>[]): number[] {
  return Array.from({ length: lists[0]!.length }, (_, i) => lists.reduce((sum, list) => sum + list[i]!, 0));
}

/** Sum of the seeds' confusion matrices. */
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
