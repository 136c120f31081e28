import * as l10n from '@vscode/l10n';
import type { Verdict, VerdictKind } from '../core/analysis/verdict';
import { type AdviceWords, adviceWords } from './advice-words';
import {
  type ComparisonRow,
  comparisonRows,
  comparisonSentences,
  methodWords,
  settingWords,
} from './comparison-words';
import { type ConfusionTable, confusionTables, remarkWords } from './remark-words';
import { isAlone, single } from './verdict-facts';
import { leads } from './verdict-leads';
import { doubtful, titles } from './verdict-titles';

export type { AdviceWords } from './advice-words';
export { formatNumber, formatSpread } from './number-text';

/** A verdict in words, and what can be done next. */
export interface VerdictWords {
  readonly title: string;
  /** All of it: what is said, with its numbers. */
  readonly text: string;
  /** What is said, without the numbers that stand in the rows. */
  readonly lead: string;
  /** Dropout against no dropout, in numbers; empty where nothing is compared. */
  readonly rows: readonly ComparisonRow[];
  /** What has to be known beside it, a sentence or two each. */
  readonly remarks: readonly string[];
  /** Which classes are taken for which, where they are uneven. */
  readonly confusions: readonly ConfusionTable[];
  /** What the numbers are means of, at which settings, and whether they may change; empty where there are none. */
  readonly basis: string;
  readonly tone: 'good' | 'bad' | 'neutral';
  readonly advice: readonly AdviceWords[];
}

/** Says a verdict in the person's language; of one that a later version made, that it is not known. */
export function verdictWords(verdict: Verdict): VerdictWords {
  if (!Object.hasOwn(titles, verdict.kind)) return unknownVerdict();
  const lead = leads[verdict.kind](verdict).filter(Boolean);
  const numbers = COMPARED.has(verdict.kind) ? comparisonSentences(verdict) : [];
  return {
    title: doubtful(verdict) ?? titles[verdict.kind](verdict),
    lead: lead.join(' '),
    rows: COMPARED.has(verdict.kind) ? comparisonRows(verdict) : [],
    text: [...lead, ...numbers].join(' '),
    remarks: (verdict.remarks ?? []).map((remark) => remarkWords(remark, isAlone(verdict))).filter(Boolean),
    confusions: (verdict.remarks ?? []).flatMap(confusionTables),
    basis: basis(verdict),
    tone: (!single(verdict) && !doubtful(verdict) && tones[verdict.kind]) || 'neutral',
    advice: verdict.advice.flatMap((advice) => adviceWords(advice) ?? []),
  };
}

function unknownVerdict(): VerdictWords {
  return {
    title: l10n.t('This version does not know the verdict of this run.'),
    ...{ text: '', lead: '', basis: '', tone: 'neutral' },
    ...{ rows: [], remarks: [], confusions: [], advice: [] },
  };
}

/** A verdict as one piece of plain text. */
export function verdictText({ title, text, remarks, basis }: VerdictWords): string {
  return [title, text, ...remarks, basis].filter(Boolean).join(' ');
}

const tones: Partial<Record<VerdictKind, 'good' | 'bad'>> = {
  dropoutHelps: 'good',
  fine: 'good',
  diverged: 'bad',
  unstable: 'bad',
  unlikeTraining: 'bad',
  leaked: 'bad',
  overfitting: 'bad',
  underfitting: 'bad',
  nothingLearned: 'bad',
  dropoutHurts: 'bad',
  stopEarly: 'bad',
  pastBest: 'bad',
};

/** Verdicts whose numbers are those of a comparison. */
const COMPARED: ReadonlySet<VerdictKind> = new Set([
  'dropoutHelps',
  'dropoutHurts',
  'heldOff',
  'stopEarly',
  'mixed',
  'endsWorse',
  'tooSmall',
  'small',
  'noDifference',
  'notNeeded',
]);

/** How much the verdict rests on. */
function basis(verdict: Verdict): string {
  const { evidence } = verdict;
  const open = verdict.open ? l10n.t('Trainings go on, so this may change.') : '';
  if (WITHOUT_BASIS.has(verdict.kind)) return open;
  const count = evidence.difference?.count ?? evidence.dropoutTest?.count ?? 0;
  if (count === 0) return '';
  return [
    meansOf(verdict, count),
    ...(COMPARED.has(verdict.kind) ? [methodWords(verdict), settingWords(verdict)] : []),
    open,
  ]
    .filter(Boolean)
    .join(' ');
}

function meansOf({ restored }: Verdict, seeds: number): string {
  if (seeds === 1) return l10n.t('One seed: no spread, so no more than an indication.');
  return restored
    ? l10n.t(
        'Means of {0} seeds at their best epochs, whose weights were put back, ± one standard deviation.',
        seeds,
      )
    : l10n.t('Means of {0} seeds over their last evaluations, ± one standard deviation.', seeds);
}

/** Their numbers are of single trainings, or there are none. */
const WITHOUT_BASIS: ReadonlySet<VerdictKind> = new Set(['tooEarly', 'diverged', 'unstable']);
