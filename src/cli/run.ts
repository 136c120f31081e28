import { judge } from '../core/analysis/verdict';
import { members } from '../experiment/label';
import type { RunInfo } from '../protocol';
import { verdictInput } from '../report/verdict-input';
import { coresOf } from './arguments';
import { type Interruption, type Io, UsageError } from './io';
import { jsonReporter } from './json-reporter';
import type { Listener } from './progress';
import { type Located, type RunFlags, readExperiment } from './read-experiment';
import { type OpenReport, openReport } from './report';
import { textReporter } from './text-reporter';
import { type MemberResult, trainMembers } from './train';
import type { Trained } from './trained';

/** `run FILE|-`: trains every member of an experiment and prints the results. Returns the exit status. */
export async function runCommand(paths: readonly string[], flags: RunFlags, io: Io): Promise<number> {
  if (paths.length !== 1)
    throw new UsageError(`run takes one experiment file (or - for standard input), not ${paths.length}.`);
  const cores = coresOf(flags.threads);
  const located = await readExperiment(paths[0], flags, io);
  const report = await openReport(flags, located, io);
  const stopping = new AbortController();
  let interruption: Interruption | undefined;
  const unlisten = io.onInterruption?.((why) => {
    interruption = why;
    stopping.abort();
  });
  try {
    const trained = await train(located, { flags, cores, io, stop: stopping.signal });
    if (interruption?.words) io.stderr.write(stoppedWords(interruption.words, trained));
    const complete = trained === undefined || (await finish(trained, report, io));
    return interruption?.status ?? (complete ? 0 : 1);
  } finally {
    unlisten?.();
  }
}

interface TrainingOptions {
  readonly flags: RunFlags;
  readonly cores: number;
  readonly io: Io;
  readonly stop: AbortSignal;
}

/** Trains all members and prints the results; undefined if stopped before the data was read. */
async function train(
  located: Located,
  { flags, cores, io, stop }: TrainingOptions,
): Promise<Trained | undefined> {
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
  const results = await trainMembers({ located, ids: members(experiment), cores, listener, io, stop });
  if (info === undefined) return undefined;
  const judged = results.map(({ course, ending, ...result }) => ({
    ...result,
    ...(ending && { ending }),
    records: course.records(),
  }));
  const verdict = judge(verdictInput(experiment, info, judged));
  const trained = { located, info, results, verdict, startedAt };
  reporter.finished(trained);
  return trained;
}

/** Reports failures and writes the report; false if anything failed. */
async function finish(trained: Trained, report: OpenReport | undefined, io: Io): Promise<boolean> {
  const failed = trained.results.filter(({ failure }) => failure !== undefined);
  for (const result of failed) io.stderr.write(`${failureWords(result)}\n`);
  const written = (await report?.write(trained)) ?? true;
  return failed.length === 0 && written;
}

function stoppedWords(why: string, trained: Trained | undefined): string {
  return trained
    ? `Stopped (${why}): the results are of what was trained until then.\n`
    : `Stopped (${why}) before anything was trained.\n`;
}

const failureWords = ({ key, failure }: MemberResult) =>
  `${key} failed at step ${failure?.step}: ${failure?.reason}`;
