import { isOver } from '../src/charts/over';
import { greatest } from '../src/core/lists';
import type { MemberState, Progress, RunState } from '../src/protocol';
import { runProgress } from '../src/protocol/run-progress';

export { isOver };

/** What the head says about a run. */
export interface RunFacts {
  /** 0..1, over all members. */
  readonly fraction: number;
  /** As {@link runProgress} says; whole epochs. */
  readonly epoch: number;
  readonly step: number;
  readonly totalEpochs: number;
  /** Of all members that train now. */
  readonly samplesPerSecond: number;
  /** NaN where nothing trains. */
  readonly secondsLeft: number;
  readonly seeds: number;
  /** Which of them the epoch is of, from 1 on. */
  readonly seedNow: number;
  /** Seeds of which all members are over. */
  readonly seedsDone: number;
}

/** Over by itself: stopping a run does not make it whole. */
const isDone = (member: MemberState): boolean => isOver(member) && member.ending?.kind !== 'stopped';

/** Whether a run still trains here or could. */
export const isOpen = (run: RunState | null): boolean =>
  run !== null && (run.status === 'loading' || run.status === 'running' || run.status === 'paused');

/** Whether a run trains, here or in another window: what it shows may change. */
export const isGoing = (run: RunState | null): boolean => isOpen(run) || run?.status === 'elsewhere';

/** Sums up a run. */
export function runFacts(run: RunState, progress: ReadonlyMap<string, Progress>): RunFacts {
  const { members } = run;
  const active = members.flatMap((member) => {
    const known = progress.get(member.key);
    return member.status === 'running' && known ? [known] : [];
  });
  const told = runProgress(members, ({ key }) => progress.get(key));
  const known = told?.progress;
  const seeds = new Set(members.map(({ seed }) => seed));
  const open = new Set(members.filter((member) => !isDone(member)).map(({ seed }) => seed));
  const done = members.map((member) => (isDone(member) ? 1 : fractionOf(progress.get(member.key))));
  return {
    fraction: members.length === 0 ? 0 : done.reduce((sum, part) => sum + part, 0) / members.length,
    epoch: Math.floor(known?.epoch ?? 0),
    step: known?.step ?? 0,
    totalEpochs: known?.totalEpochs ?? run.experiment.training.epochs,
    samplesPerSecond: active.reduce((sum, { samplesPerSecond }) => sum + samplesPerSecond, 0),
    secondsLeft: secondsLeft(active, members.filter(({ status }) => status === 'queued').length),
    seeds: seeds.size,
    seedNow: told ? [...seeds].indexOf(told.member.seed) + 1 : 1,
    seedsDone: seeds.size - open.size,
  };
}

const fractionOf = (progress: Progress | undefined): number =>
  progress && progress.totalSteps > 0 ? progress.step / progress.totalSteps : 0;

/** The longest of those that train, and as long as one takes for each round of those that wait. */
function secondsLeft(active: readonly Progress[], queued: number): number {
  if (active.length === 0) return Number.NaN;
  const left = greatest(active.map((progress) => progress.secondsLeft));
  if (queued === 0) return left;
  const whole = greatest(
    active.map((progress) => progress.secondsLeft / Math.max(0.01, 1 - fractionOf(progress))),
  );
  return left + Math.ceil(queued / active.length) * whole;
}
