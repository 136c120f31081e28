import { greatest, least } from '../lists';
import type { EpochRecord } from '../trainer-types';

/** Summary of how a training proceeded. */
export interface Course {
  readonly steps: number;
  /** Sum of the learning rates of all steps; between two records, the later one's rate is used. */
  readonly travelled: number;
  /** Whether the learning rate varied. */
  readonly varied: boolean;
  /** Highest and lowest training loss after epoch 0. */
  readonly highestTrain: number;
  readonly lowestTrain: number;
  /** Lowest test loss of any epoch, regardless of how epochs are chosen. */
  readonly lowestTest: number;
  /** Lowest losses of the last few records, which a jump in a single epoch does not affect. */
  readonly calm: { readonly train: number; readonly test: number };
  /** Relative decrease of the test loss over the second half of the records; 0 with few records. */
  readonly halfGain: number;
}

/** Maximum number of records averaged. */
const TAIL = 5;
/** With fewer records, halves are not compared. */
const FEWEST = 5;

/** @param records Of evaluated epochs, finite, epoch 0 first. */
export function courseOf(records: readonly EpochRecord[]): Course {
  const trained = records.filter(({ epoch }) => epoch > 0);
  const end = trained.slice(-TAIL);
  const half = trained.length >> 1;
  const around = trained.slice(Math.max(0, half - TAIL), half);
  const [before, after] = [meanTest(around), meanTest(trained.slice(-around.length))];
  const rates = trained.map(({ learningRate }) => learningRate);
  const [train, test] = [(of: EpochRecord) => of.trainLoss, (of: EpochRecord) => of.testLoss];
  return {
    steps: records.at(-1)?.step ?? 0,
    travelled: trained.reduce(
      (sum, { learningRate, step }, i) => sum + learningRate * (step - (trained[i - 1]?.step ?? 0)),
      0,
    ),
    varied: greatest(rates) > 1.01 * least(rates),
    highestTrain: greatest(trained.map(train)),
    lowestTrain: least(trained.map(train)),
    lowestTest: least(trained.map(test)),
    calm: { train: least(end.map(train)), test: least(end.map(test)) },
    halfGain: trained.length >= FEWEST ? (before - after) / before : 0,
  };
}

const meanTest = (records: readonly EpochRecord[]) =>
  records.reduce((sum, { testLoss }) => sum + testLoss, 0) / records.length;
