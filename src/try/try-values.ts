import { dirname } from 'node:path';
import type { Metric } from '../logs/metric';
import { answerOf, type TrialResult, type TryAnswer } from './answer';
import { Curves } from './curves';
import { filesOf, optionsOf, type Plan, type Trial } from './plan';
import type { PointedLine } from './pointed';
import { type Command, runTrial } from './trial-process';
import { type Writers, WrittenLogs } from './written-logs';

/** What someone wants to know of trials that go on. All are optional. */
export interface TryListener {
  started?(trial: Trial): void;
  output?(trial: Trial, chunk: Uint8Array, isError: boolean): void;
  metric?(trial: Trial, metric: Metric): void;
  /** The metrics of a trial have grown. */
  changed?(trial: Trial, curves: Curves): void;
  ended?(result: TrialResult): void;
  /** After the first trial: seconds that the others will probably take. */
  estimated?(seconds: number): void;
}

export interface TryOptions {
  readonly command: Omit<Command, 'cwd'> & { readonly cwd?: string };
  /** Trials at the same time. */
  readonly workers: number;
  /** What a person has said of lines that the script prints. */
  readonly pointed?: () => readonly PointedLine[];
  /** Resolves when the next trial may start. */
  readonly turn?: () => Promise<void>;
  /** Results of trials of this plan that ended before. */
  readonly known?: readonly TrialResult[];
}

/** When so many of the first trials have failed and none has come to its end, the others would fail as well. */
const FAILURES = 3;

/**
 * Runs the trials of a plan, in their order. One that fails is kept, and the others go on, unless the first three fail.
 * An aborted signal ends those that run; the answer is then of those that have ended. Never rejects.
 */
export async function tryValues(
  plan: Plan,
  { command, workers, pointed = () => [], turn, known = [] }: TryOptions,
  listener: TryListener,
  signal: AbortSignal,
): Promise<TryAnswer> {
  const results: TrialResult[] = known.filter(({ state }) => state !== 'stopped');
  const isKnown = new Set(results.map(({ trial }) => trial.number));
  const waiting = plan.trials.filter(({ number }) => !isKnown.has(number));
  const full = { ...command, cwd: command.cwd ?? dirname(plan.script.path) };
  const isHopeless = () => results.length >= FAILURES && results.every(({ state }) => state === 'failed');
  const next = async () => {
    if (waiting.length > 0) await turn?.();
    return signal.aborted || isHopeless() ? undefined : waiting.shift();
  };
  const writers: Writers = new Map();
  let isEstimated = false;
  async function work(): Promise<void> {
    for (let trial = await next(); trial; trial = await next()) {
      const start = performance.now();
      const result = await runOne(
        plan,
        trial,
        { command: full, pointed: pointed(), writers },
        listener,
        signal,
      );
      if (result.state !== 'stopped') results.push(result);
      listener.ended?.(result);
      if (isEstimated || result.state !== 'complete') continue;
      isEstimated = true;
      const rounds = waiting.length / workers;
      listener.estimated?.((rounds * (performance.now() - start)) / 1000);
    }
  }
  await Promise.all(Array.from({ length: workers }, work));
  return answerOf(
    plan,
    results.toSorted((a, b) => a.trial.number - b.trial.number),
  );
}

interface Running {
  readonly command: Command;
  readonly pointed: readonly PointedLine[];
  readonly writers: Writers;
}

/** Commands of other Pythons that are remembered of a trial. */
const MOST_PYTHONS = 5;
/** Milliseconds between two looks at the logs that a trial writes. */
const LOOK = 500;

async function runOne(
  plan: Plan,
  trial: Trial,
  { command, pointed, writers }: Running,
  listener: TryListener,
  signal: AbortSignal,
): Promise<TrialResult> {
  listener.started?.(trial);
  const curves: Curves = new Curves((metric, isRepeated) => {
    if (!isRepeated) listener.metric?.(trial, metric);
    listener.changed?.(trial, curves);
  }, pointed);
  const logs = new WrittenLogs(writers, curves);
  const pythons = new Set<string>();
  const look = setInterval(() => void logs.read(), LOOK);
  const request = {
    script: plan.script.path,
    seed: trial.seed,
    files: filesOf(plan, trial),
    options: optionsOf(plan, trial),
  };
  const end = await runTrial(
    command,
    request,
    {
      output(chunk, isError) {
        listener.output?.(trial, chunk, isError);
        curves.print(chunk, isError);
      },
      recorded: (name, step, value) => curves.record(name, step, value),
      wrote: (path, from) => logs.opened(path, from),
      started: (command) => pythons.size < MOST_PYTHONS && pythons.add(command),
    },
    signal,
  );
  clearInterval(look);
  await logs.end();
  curves.end();
  const { all, last } = curves;
  const { shared } = logs;
  return {
    ...{ trial, ...end, curves: all, last },
    ...(shared.length > 0 && { shared }),
    ...(pythons.size > 0 && { pythons: [...pythons] }),
  };
}
