import type { EpochRecord } from '../trainer-types';

/** The few numbers of a member's curves that a verdict rests on. Losses in the units of the records. */
export interface MemberSummary {
  readonly seed: number;
  /** The last evaluated epoch. */
  readonly epoch: number;
  /** Means over the last tenth of the records, five at the most: single epochs jump. */
  readonly test: number;
  readonly train: number;
  /** The training loss before the first step. */
  readonly initial: number;
  /** The lowest test loss and the epoch that it was measured at. */
  readonly bestTest: number;
  readonly bestEpoch: number;
  /** How much the losses fell over the last fifth of the records, as a share of what they were. */
  readonly testGain: number;
  readonly trainGain: number;
}

/** Sums a member up; it must have at least one record beyond epoch 0. */
export function summarizeMember(member: { seed: number; records: readonly EpochRecord[] }): MemberSummary {
  const records = member.records.filter((record) => Number.isFinite(record.testLoss));
  const tail = Math.max(1, Math.min(5, Math.floor(records.length / 10)));
  const best = records.reduce((low, record) => (record.testLoss < low.testLoss ? record : low), records[0]);
  const fifth = Math.max(1, Math.floor(records.length / 5));
  const gain = (key: 'testLoss' | 'trainLoss') => {
    const before = meanOf(records.slice(-fifth - tail, -fifth), key);
    return (before - meanOf(records.slice(-tail), key)) / before;
  };
  return {
    seed: member.seed,
    epoch: records.at(-1)?.epoch ?? 0,
    test: meanOf(records.slice(-tail), 'testLoss'),
    train: meanOf(records.slice(-tail), 'trainLoss'),
    initial: member.records[0].trainLoss,
    bestTest: best?.testLoss ?? Number.NaN,
    bestEpoch: best?.epoch ?? 0,
    testGain: gain('testLoss'),
    trainGain: gain('trainLoss'),
  };
}

function meanOf(records: readonly EpochRecord[], key: 'testLoss' | 'trainLoss'): number {
  return records.reduce((sum, record) => sum + record[key], 0) / records.length;
}
