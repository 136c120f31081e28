import type { Verdict } from '../../../src/core/analysis/verdict';

/** What one comparison came to. */
export interface Tally {
  readonly scenario: string;
  readonly seeds: number;
  readonly kind: string;
  /** Outcomes at the end and at the best epochs, and which of them the verdict is about. */
  readonly last?: string;
  readonly best?: string;
  readonly primary?: string;
  /** Mean ln(one side / other side) of the test losses, at both moments. */
  readonly logLast?: number;
  readonly logBest?: number;
  /** Advice that the same runs speak against. */
  readonly against: readonly string[];
}

/** A tally and what it was made in. */
export interface Counted extends Tally {
  readonly repetition: number;
  /** 0: no sides have changed places. */
  readonly flip: number;
}

/** Kinds of verdict that say that one side is better. */
export const CLAIMS: ReadonlySet<string> = new Set([
  'dropoutHelps',
  'dropoutHurts',
  'heldOff',
  'stopEarly',
  'endsWorse',
  'mixed',
]);
/** A training loss below this share of a guess's has been learned. */
const LEARNED = 0.05;
/** Test losses this much above their lowest have risen. */
const RISEN = 1.02;

export function tallyOf(scenario: string, seeds: number, verdict: Verdict, epochs: number): Tally {
  const { kind, comparison } = verdict;
  return {
    scenario,
    seeds,
    kind,
    ...(comparison && {
      last: comparison.last.outcome,
      best: comparison.best.outcome,
      primary: comparison.primary,
      logLast: comparison.last.logRatio.mean,
      logBest: comparison.best.logRatio.mean,
    }),
    against: contradicted(verdict, epochs),
  };
}

function contradicted({ advice, comparison, evidence }: Verdict, epochs: number): string[] {
  const ratio = comparison?.[comparison.primary].logRatio.mean ?? 0;
  const rises = (side: string) =>
    evidence[`${side}Test`] && evidence[`${side}Test`].mean > RISEN * evidence[`${side}Best`].mean;
  const speaksAgainst: Readonly<Record<string, (value?: number) => boolean>> = {
    lowerRatio: () => ratio < 0,
    noDropout: () => ratio < -Math.log(RISEN),
    raiseRatio: () => ratio > 0,
    biggerNetwork: () => evidence.dropoutTrain.mean < LEARNED * evidence.chance.mean,
    stopAt: (value) => !(rises('baseline') || rises('dropout')) || value === epochs,
  };
  return advice.flatMap(({ kind, value }) => (speaksAgainst[kind]?.(value) ? [kind] : []));
}
