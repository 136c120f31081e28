/** One thing that the runs show. The words for it are made where they are shown. */
export type VerdictKind =
  | 'tooEarly'
  | 'diverged'
  | 'overfitting'
  | 'underfitting'
  | 'dropoutHelps'
  | 'dropoutHurts'
  | 'noDifference'
  | 'notNeeded'
  | 'tooSlow'
  | 'stillImproving'
  | 'fine';

/** What can be done next, as a change of the experiment. */
export interface Advice {
  readonly kind:
    | 'raiseRatio'
    | 'lowerRatio'
    | 'raiseLearningRate'
    | 'lowerLearningRate'
    | 'moreEpochs'
    | 'fewerEpochs'
    | 'moreSeeds'
    | 'noDropout'
    | 'biggerNetwork';
  readonly value?: number;
}

/** A mean over seeds, its sample standard deviation (NaN with one seed), and how many seeds. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
  readonly count: number;
}

/** What the runs carry, with the numbers that it rests on. */
export interface Verdict {
  readonly kind: VerdictKind;
  /** Named numbers: `dropoutTest`, `dropoutTrain`, `baselineTest`, `baselineTrain`, `difference`, `gap` … */
  readonly evidence: Readonly<Record<string, Spread>>;
  /** Steps and epochs that it names: `divergedAt`, `risingSince`, `bestEpoch`. */
  readonly at: Readonly<Record<string, number>>;
  readonly advice: readonly Advice[];
}
