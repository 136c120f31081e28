import { availableParallelism } from 'node:os';
import { judge, type Verdict } from '../core/analysis/verdict';
import { members } from '../experiment/label';
import type { RunInfo } from '../protocol';
import { verdictInput } from '../report/verdict-input';
import { wholeNumber } from './arguments';
import { type Io, UsageError } from './io';
import { jsonReporter } from './json-reporter';
import { type RunFlags, readExperiment } from './read-experiment';
import { openReport } from './report';
import { textReporter } from './text-reporter';
import { type Listener, type MemberResult, trainMembers } from './train';

/** Told of everything that happens, in order. */
export interface Reporter extends Listener {
  finished(results: readonly MemberResult[], verdict: Verdict): void;
}

/** `run FILE|-`: trains every member of an experiment and prints what comes of it. */
export async function runCommand(paths: readonly string[], flags: RunFlags, io: Io): Promise<number> {
  if (paths.length !== 1)
    throw new UsageError(`run takes one experiment file (or - for standard input), not ${paths.length}.`);
  const cores = coresOf(flags);
  const located = await readExperiment(paths[0], flags, io);
  const report = await openReport(flags, io);
  const { experiment } = located;
  const reporter = flags.json ? jsonReporter(io, experiment) : textReporter(io, experiment);
  const startedAt = Date.now();
  let info: RunInfo | undefined;
  const listener: Listener = {
    started(facts) {
      info = facts;
      reporter.started(facts);
    },
    epoch: (member, record) => reporter.epoch(member, record),
  };
  const results = await trainMembers(located, members(experiment), cores, listener, io);
  const verdict = judge(verdictInput(experiment, info!, results));
  reporter.finished(results, verdict);
  await report?.write({ located, info: info!, results, verdict, startedAt });
  return 0;
}

/** How many cores to use. */
function coresOf({ threads = '0' }: RunFlags): number {
  return wholeNumber('threads', threads, [0, 9999]) || availableParallelism();
}
