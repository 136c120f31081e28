import { least } from '../lists';
import type { EpochRecord, Outcome, Variant } from '../trainer-types';
import type { RowFacts } from './data-facts';
import type { FinalTest } from './final-test';

/** A member's records so far, epoch 0 first. */
export interface VerdictMember {
  readonly variant: Variant;
  readonly seed: number;
  readonly records: readonly EpochRecord[];
  readonly ending?: {
    readonly kind: Outcome['kind'] | 'stopped';
    readonly step: number;
    readonly restored?: number;
  };
  /** What it said of the test rows at its end. */
  readonly test?: FinalTest | undefined;
  /** Its own rows; members of older runs do not know them. */
  readonly rows?: RowFacts | undefined;
}

/**
 * What may be held against each other: seeds whose trainings have come to their end, if there are any; else those that
 * still train, each up to the epoch that both of its trainings have reached.
 */
export function comparable(members: readonly VerdictMember[]): readonly VerdictMember[] {
  const seeds = [...new Set(members.map(({ seed }) => seed))];
  const groups = seeds.map((seed) => members.filter((member) => member.seed === seed));
  const finished = groups.filter((group) => group.every(isFinished));
  return (finished.length > 0 ? finished : groups.map(upToCommonEpoch)).flat();
}

/** Whether a training went as far as it was meant to. */
export const isFinished = ({ ending }: Pick<VerdictMember, 'ending'>): boolean =>
  ending?.kind === 'completed' || ending?.kind === 'stoppedEarly';

function upToCommonEpoch(group: readonly VerdictMember[]): VerdictMember[] {
  const common = least(group.map(({ records }) => records.at(-1)?.epoch ?? 0));
  return group.map((member) => ({
    ...member,
    records: member.records.filter(({ epoch }) => epoch <= common),
  }));
}
