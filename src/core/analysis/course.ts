import { greatest, least } from '../lists';
import type { EpochRecord } from '../trainer-types';

/** How a training went, whatever came of it on the test set. */
export interface Course {
  readonly steps: number;
  /** Learning rates of all steps, added up; between two records that of the later one. */
  readonly travelled: number;
  /** Whether the rate was not the same throughout. */
  readonly varied: boolean;
  /** The highest training loss after a step, and the lowest. */
  readonly highestTrain: number;
  readonly lowestTrain: number;
  /** The lowest test loss of any epoch, whoever chose it. */
  readonly lowestTest: number;
  /** The lowest losses of the last few records: what a single epoch's jump does not raise. */
  readonly calm: { readonly train: number; readonly test: number };
  /** How much the test loss fell over the second half of the records, as a share of what it was; 0 with few records. */
  readonly halfGain: number;
}

/** Records averaged, at the most. */
const TAIL = 5;
/** Fewer records tell no half from the other. */
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
