import { choosingLoss, type EpochRecord } from '../trainer-types';
import { type Course, courseOf } from './course';

/** Losses and score of a network at one moment of its training, in the units of the records. */
export interface Moment {
  readonly epoch: number;
  readonly train: number;
  readonly test: number;
  /** NaN without a validation set. */
  readonly validation: number;
  /** Test score: accuracy 0..1, or R². */
  readonly score: number;
}

/** Summary of a member's curves, as the verdict needs it. */
export interface MemberSummary {
  readonly seed: number;
  /** The last evaluated epoch, even if earlier weights were restored. */
  readonly reached: number;
  /** The end: means over the last tenth of the records, at most five, since single epochs fluctuate. */
  readonly last: Moment;
  /** The epoch with the lowest validation loss, or test loss without a validation set. */
  readonly best: Moment;
  /** Losses before the first step. */
  readonly initial: Pick<Moment, 'train' | 'test'>;
  /** Relative decrease of the losses over the last fifth of the records; 0 with few records. */
  readonly testGain: number;
  readonly trainGain: number;
  /** Slope of the training loss over the last fifth, relative to its average slope; 1: just as steep. */
  readonly steepness: number;
  /** Mean training loss at the end, with dropout. */
  readonly trainWithDropout: number;
  /** Test loss of a guess on the member's own test rows. */
  readonly guess: number;
  readonly course: Course;
  /** The first epoch with dropout, if it started late. */
  readonly from: number | undefined;
}

/** With this many records, the last fifth of a training has at least one. */
const FEWEST_RECORDS = 5;

type Key = 'trainLoss' | 'testLoss' | 'validationLoss' | 'testScore' | 'trainLossWithDropout';

/**
 * Summarizes a member, which must have at least one record after epoch 0.
 * @param how `restored`: the weights of the best epoch were restored, which then is the end. `from`: the first epoch
 * that may count as best; earlier ones had no dropout. `guess`: test loss of a guess on its test rows.
 */
export function summarizeMember(
  member: { readonly seed: number; readonly records: readonly EpochRecord[] },
  {
    restored,
    from,
    guess,
  }: { readonly restored: boolean; readonly from: number | undefined; readonly guess: number },
): MemberSummary {
  const records = member.records.filter((record) => Number.isFinite(record.testLoss));
  const tail = Math.max(1, Math.min(5, Math.floor(records.length / 10)));
  const trained = records.filter(({ epoch }) => epoch > 0);
  const chosen = momentOf([lowest(trained.length > 0 ? trained : records)]);
  const own = trained.filter(({ epoch }) => epoch >= (from ?? 0));
  const best = own.length < trained.length && own.length > 0 ? momentOf([lowest(own)]) : chosen;
  const fifth = Math.max(1, Math.floor(trained.length / 5));
  const change = (key: 'testLoss' | 'trainLoss') => {
    // With few records there is no last fifth that excludes the start of the training.
    if (trained.length < FEWEST_RECORDS) return { before: 1, fell: 0 };
    const before = meanOf(trained.slice(-fifth - tail, -fifth), key);
    return { before, fell: before - meanOf(trained.slice(-tail), key) };
  };
  const [test, train] = [change('testLoss'), change('trainLoss')];
  const { trainLoss, testLoss } = member.records[0]!;
  const fallen = trainLoss - meanOf(records.slice(-tail), 'trainLoss');
  return {
    seed: member.seed,
    reached: records.at(-1)?.epoch ?? 0,
    last: restored ? chosen : momentOf(records.slice(-tail)),
    best,
    initial: { train: trainLoss, test: testLoss },
    testGain: test.fell / test.before,
    trainGain: train.fell / train.before,
    steepness: fallen > 0 ? (train.fell * records.length) / (fifth * fallen) : 0,
    trainWithDropout: meanOf(records.slice(-tail), 'trainLossWithDropout'),
    guess,
    course: courseOf(records),
    from,
  };
}

function lowest(records: readonly EpochRecord[]): EpochRecord {
  return records.reduce(
    (low, record) => (choosingLoss(record) < choosingLoss(low) ? record : low),
    records[0]!,
  );
}

function momentOf(records: readonly EpochRecord[]): Moment {
  return {
    epoch: records.at(-1)?.epoch ?? 0,
    train: meanOf(records, 'trainLoss'),
    test: meanOf(records, 'testLoss'),
    validation: meanOf(records, 'validationLoss'),
    score: meanOf(records, 'testScore'),
  };
}

function meanOf(records: readonly (EpochRecord | undefined)[], key: Key): number {
  return records.reduce((sum, record) => sum + (record?.[key] ?? Number.NaN), 0) / records.length;
}
