/** One thing that the runs show. The words for it are made where they are shown. */
export type VerdictKind =
  | 'tooEarly'
  | 'diverged'
  | 'unstable'
  /** The test rows are not like the training rows: no mean over them says how the network does. */
  | 'unlikeTraining'
  /** The test rows train as well, or a feature says what the target is: remembering is rewarded. */
  | 'leaked'
  | 'tooFewTestRows'
  | 'overfitting'
  | 'underfitting'
  /** On the test rows nothing is better than a guess. */
  | 'nothingLearned'
  | 'dropoutHelps'
  | 'dropoutHurts'
  /** Dropout is ahead at the end, since the other curve has turned; stopped in time, it would not be. */
  | 'heldOff'
  /** As `heldOff`, and stopped in time the training without dropout is the better one. */
  | 'stopEarly'
  /** The loss says one thing, the score another. */
  | 'mixed'
  /** Dropout is behind at the end, since its curve has turned; at the best epochs it is not. */
  | 'endsWorse'
  | 'tooSmall'
  /** A difference that may be too small to matter, or not. */
  | 'small'
  | 'noDifference'
  | 'notNeeded'
  | 'nothingDropped'
  | 'tooSlow'
  | 'stillImproving'
  /** Nothing is compared, and the test loss has risen since its best epoch, without a wide gap. */
  | 'pastBest'
  | 'fine';
