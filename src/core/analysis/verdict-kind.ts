/** The conclusion drawn from the runs. The text is generated where it is displayed. */
export type VerdictKind =
  | 'tooEarly'
  | 'diverged'
  | 'unstable'
  /** The test rows differ from the training rows, so the mean test loss is not meaningful. */
  | 'unlikeTraining'
  /** Test rows are also training rows, or a feature leaks the target, so memorization is rewarded. */
  | 'leaked'
  | 'tooFewTestRows'
  | 'overfitting'
  | 'underfitting'
  /** No side is better than a guess on the test rows. */
  | 'nothingLearned'
  | 'dropoutHelps'
  | 'dropoutHurts'
  /** Dropout is ahead at the end because the other curve has turned; with early stopping it would not be. */
  | 'heldOff'
  /** As `heldOff`, and with early stopping the baseline is better. */
  | 'stopEarly'
  /** Loss and score disagree. */
  | 'mixed'
  /** Dropout is behind at the end because its curve has turned; at the best epochs it is not. */
  | 'endsWorse'
  | 'tooSmall'
  /** A significant difference that may be too small to matter. */
  | 'small'
  | 'noDifference'
  | 'notNeeded'
  | 'nothingDropped'
  | 'tooSlow'
  | 'stillImproving'
  /** No baseline, and the test loss has risen since its best epoch without a wide gap. */
  | 'pastBest'
  | 'fine';
