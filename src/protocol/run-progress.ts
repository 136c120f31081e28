import type { Progress } from './frame';
import type { MemberState } from './run-state';

type Trained = Pick<MemberState, 'key' | 'seed' | 'status' | 'ending'>;

const isOver = ({ status }: Trained): boolean => status === 'ended' || status === 'failed';
const isTraining = ({ status }: Trained): boolean => status === 'running' || status === 'paused';

/**
 * How far a run is, as everything on the screen says it: of the pair that trains now, the one that lags behind, so that
 * both curves have come as far. Of a pair that was stopped, the same.
 */
export function runProgress<M extends Trained>(
  members: readonly M[],
  progressOf: (member: M) => Progress | undefined,
): { readonly member: M; readonly progress: Progress } | undefined {
  const first = members.find((member) => !isOver(member)) ?? members[0];
  if (first === undefined) return undefined;
  const pair = members.filter((member) => member.seed === first.seed && keepsPace(member, first));
  const known = [first, ...pair].flatMap((member) => {
    const progress = progressOf(member);
    return progress ? [{ member, progress }] : [];
  });
  return known.reduce<(typeof known)[number] | undefined>(
    (least, one) => (least === undefined || one.progress.epoch < least.progress.epoch ? one : least),
    undefined,
  );
}

/** What ended by itself is not behind, and what waits for a thread has not begun. */
function keepsPace(member: Trained, first: Trained): boolean {
  if (!isOver(first)) return isTraining(member);
  return first.ending?.kind === 'stopped' && member.ending?.kind === 'stopped';
}
