import { least } from '../lists';
import type { EpochRecord, Outcome, Variant } from '../trainer-types';
import type { RowFacts } from './data-facts';
import type { FinalTest } from './final-test';

/** A member and its records so far, epoch 0 first. */
export interface VerdictMember {
  readonly variant: Variant;
  readonly seed: number;
  readonly records: readonly EpochRecord[];
  readonly ending?: {
    readonly kind: Outcome['kind'] | 'stopped';
    readonly step: number;
    readonly restored?: number;
  };
  /** Its predictions for the test rows at the end. */
  readonly test?: FinalTest | undefined;
  /** Facts about its own rows; missing in runs saved by older versions. */
  readonly rows?: RowFacts | undefined;
}

/**
 * The members that can be compared: those of seeds whose trainings have all finished, if there are any; otherwise those
 * still training, each cut at the epoch that both trainings of its seed have reached.
 */
export function comparable(members: readonly VerdictMember[]): readonly VerdictMember[] {
  const seeds = [...new Set(members.map(({ seed }) => seed))];
  const groups = seeds.map((seed) => members.filter((member) => member.seed === seed));
  const finished = groups.filter((group) => group.every(isFinished));
  return (finished.length > 0 ? finished : groups.map(upToCommonEpoch)).flat();
}

/** Whether a training finished normally. */
export const isFinished = ({ ending }: Pick<VerdictMember, 'ending'>): boolean =>
  ending?.kind === 'completed' || ending?.kind === 'stoppedEarly';

function upToCommonEpoch(group: readonly VerdictMember[]): VerdictMember[] {
  const common = least(group.map(({ records }) => records.at(-1)?.epoch ?? 0));
  return group.map((member) => ({
    ...member,
    records: member.records.filter(({ epoch }) => epoch <= common),
  }));
}
