import { choosingLoss, type EpochRecord } from '../trainer-types';
import { type Course, courseOf } from './course';

/** What a network scores at some time of its training. Losses in the units of the records. */
export interface Moment {
  readonly epoch: number;
  readonly train: number;
  readonly test: number;
  /** NaN where nothing validates. */
  readonly validation: number;
  /** On the test set: accuracy 0..1, or R². */
  readonly score: number;
}

/** The few numbers of a member's curves that a verdict rests on. */
export interface MemberSummary {
  readonly seed: number;
  /** The last epoch that was evaluated, whichever weights stand at the end. */
  readonly reached: number;
  /** The end: means over the last tenth of the records, five at the most, since single epochs jump. */
  readonly last: Moment;
  /** The epoch with the lowest validation loss; where nothing validates, with the lowest test loss. */
  readonly best: Moment;
  /** Losses before the first step. */
  readonly initial: Pick<Moment, 'train' | 'test'>;
  /** How much the losses fell over the last fifth of the records, as a share of what they were; 0 with few records. */
  readonly testGain: number;
  readonly trainGain: number;
  /** How steep the training loss still falls: its fall over the last fifth against an even fall from the start; 1: as steep. */
  readonly steepness: number;
  /** Mean training loss at the end as it was trained on, dropout on. */
  readonly trainWithDropout: number;
  /** The test loss of a guess on its own test rows. */
  readonly guess: number;
  readonly course: Course;
  /** The first epoch with dropout, where others went before it. */
  readonly from: number | undefined;
}

/** Evaluations from which on the last fifth of a training is one or more of them. */
const FEWEST_RECORDS = 5;

type Key = 'trainLoss' | 'testLoss' | 'validationLoss' | 'testScore' | 'trainLossWithDropout';

/**
 * Sums a member up; it must have at least one record beyond epoch 0.
 * @param how `restored`: whether it ended with the weights of its best epoch, which then is the end. `from`: the first
 * epoch that may be its best, since those before it had no dropout. `guess`: the test loss of a guess on its test rows.
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
    // Of few evaluations the last fifth is not known; that of all would reach back to where the training began.
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
