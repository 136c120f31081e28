import { basename, resolve } from 'node:path';
import {
  chartsOf,
  courseOf,
  disk,
  dropRatioOf,
  groupsOf,
  type LogRun,
  LogSession,
  logVerdict,
  type NamedCurve,
  pairsVerdict,
  titleOf,
} from '../logs';
import { InputError, type Io, UsageError } from './io';

export interface LogsOptions {
  readonly json: boolean;
  readonly follow: boolean;
}

/**
 * `logs PATH…`: the metrics that a training has logged, and what they show. With `--json` an object a line: each metric,
 * each training, then the answer. With `--follow` it goes on until it is interrupted.
 */
export async function logsCommand(paths: readonly string[], options: LogsOptions, io: Io): Promise<void> {
  if (paths.length === 0) throw new UsageError('logs takes at least one file or folder.');
  const printer = new Printer(options.json, io);
  const session: LogSession = new LogSession({
    disk,
    follow: options.follow,
    onChange: () => options.follow && !session.isReading && printer.metrics(session.runs),
  });
  await session.open(paths.map((path) => resolve(io.cwd(), path)));
  const { runs } = session;
  printer.problems(session);
  if (runs.length === 0 && !options.follow) throw new InputError('No training log was found there.');
  printer.metrics(runs);
  if (options.follow) await interrupted(io);
  session.dispose();
  printer.problems(session);
  printer.answer(session.runs);
}

function interrupted({ onInterruption }: Io): Promise<void> {
  return new Promise((done) => {
    if (!onInterruption) done();
    else onInterruption(() => done());
  });
}

class Printer {
  readonly #isJson: boolean;
  readonly #io: Io;
  /** The last step printed of each curve. */
  readonly #printed = new Map<string, number>();
  readonly #said = new Set<string>();

  constructor(isJson: boolean, io: Io) {
    this.#isJson = isJson;
    this.#io = io;
  }

  problems({ problems }: LogSession): void {
    for (const { path, words } of problems) {
      const line = `${path}: ${words}\n`;
      if (this.#said.has(line)) continue;
      this.#said.add(line);
      this.#io.stderr.write(line);
    }
  }

  /** Prints what has not been printed; a curve that was begun anew, from its beginning. */
  metrics(runs: readonly LogRun[]): void {
    if (!this.#isJson) return;
    for (const [trial, run] of runs.entries()) for (const one of run.curves) this.#curve(trial, run.id, one);
  }

  #curve(trial: number, run: string, { name, role, curve }: NamedCurve): void {
    const key = `${run}\n${name}`;
    const after = this.#printed.get(key) ?? Number.NEGATIVE_INFINITY;
    const from = after > curve.last ? Number.NEGATIVE_INFINITY : after;
    for (let i = 0; i < curve.length; i++) {
      const step = curve.steps[i]!;
      if (step > from) this.#json({ type: 'metric', trial, name, role, step, value: curve.values[i]! });
    }
    if (curve.length > 0) this.#printed.set(key, curve.last);
  }

  /** What each training shows; the answer is that of the one training, or says how many there are. */
  answer(runs: readonly LogRun[]): void {
    const verdicts = runs.map((run) => logVerdict(courseOf(chartsOf(run.curves)), dropRatioOf(run)));
    for (const [trial, run] of runs.entries()) {
      const { kind, title, lead, remarks } = verdicts[trial]!;
      const values = Object.fromEntries(run.settings);
      if (this.#isJson)
        this.#json({
          type: 'trial',
          trial,
          log: run.id,
          format: run.format,
          values,
          last: lastOf(run),
          verdict: kind,
          text: title,
        });
      else
        this.#io.stdout.write(`${run.id} (${titleOf(run)})\n  ${[title, lead, ...remarks].join('\n  ')}\n`);
    }
    const said = runs.length === 1 ? verdicts[0]! : pairsVerdict(runs);
    const text = said
      ? [said.title, said.lead, ...(runs.length === 1 ? [] : said.remarks)].join(' ')
      : groupWords(runs);
    if (this.#isJson) this.#json({ type: 'answer', verdict: said?.kind ?? null, text });
    else if (runs.length > 1) this.#io.stdout.write(`${text}\n`);
  }

  /** JSON has no NaN and no infinity: they become texts. */
  #json(record: object): void {
    const line = JSON.stringify(record, (_, value) =>
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    );
    this.#io.stdout.write(`${line}\n`);
  }
}

function groupWords(runs: readonly LogRun[]): string {
  const groups = groupsOf(runs);
  const names = groups.map(
    ({ runs: some, differs }) =>
      `${differs.join(' ') || basename(some[0]!.id)} (${some.length} ${some.length === 1 ? 'run' : 'runs'})`,
  );
  return `${runs.length} trainings: ${names.slice(0, 20).join('; ')}${names.length > 20 ? '; …' : ''}`;
}

/** The last value of each role. */
function lastOf({ curves }: LogRun): Record<string, number> {
  const last: Record<string, number> = {};
  for (const { role, curve } of curves)
    if (role !== null && curve.length > 0) last[role] ??= curve.values[curve.length - 1]!;
  return last;
}
