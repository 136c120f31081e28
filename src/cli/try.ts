import { join, resolve } from 'node:path';
import { languageOfFile } from '../code/languages';
import { ScanThread, startScanner } from '../code/thread/scan-thread';
import { formatNumber } from '../experiment/number-text';
import type { Role } from '../logs/metric';
import type { TrialResult, TryAnswer } from '../try/answer';
import { targetOf } from '../try/by-name';
import { dropRatioIn, type Plan, planTrials, sideName, type Target, type Trial, textOf } from '../try/plan';
import { type PointedLine, pointAt } from '../try/pointed';
import { readSource, type Source } from '../try/source';
import { type TryListener, tryValues } from '../try/try-values';
import { coresOf, wholeNumber } from './arguments';
import { InputError, type Interruption, type Io, UsageError } from './io';

export interface TryFlags {
  readonly json: boolean;
  readonly set?: readonly string[] | undefined;
  readonly seeds?: string | undefined;
  readonly workers?: string | undefined;
  readonly python?: string | undefined;
  readonly read?: readonly string[] | undefined;
}

const SEEDS = 3;
/** Milliseconds that reading one file may take. */
const BUDGET = 60_000;
/** Seconds from which a person is warned. */
const LONG = 3600;

/** `try SCRIPT --set NAME=VALUE,… [-- ARGUMENT…]`. Returns the exit status. */
export async function tryCommand(
  paths: readonly string[],
  flags: TryFlags,
  args: readonly string[],
  io: Io,
): Promise<number> {
  if (paths.length !== 1)
    throw new UsageError(`try takes one script, not ${paths.length}; its own arguments follow --.`);
  if (!flags.set?.length)
    throw new UsageError('try needs --set NAME=VALUE,VALUE…, such as --set dropout=0,0.2,0.5.');
  const seeds = flags.seeds === undefined ? SEEDS : wholeNumber('seeds', flags.seeds, [1, 1000]);
  const workers = flags.workers === undefined ? 1 : coresOf(flags.workers, 'workers');
  const pointed = (flags.read ?? []).map(pointedIn);
  const plan = await planOf(paths[0]!, flags.set, seeds, args, io);
  const stopping = new AbortController();
  let interruption: Interruption | undefined;
  const unlisten = io.onInterruption?.((why) => {
    interruption = why;
    stopping.abort();
  });
  const output = flags.json ? jsonOutput(io, plan) : textOutput(io, plan);
  const command = {
    interpreter: flags.python ?? (process.platform === 'win32' ? 'python' : 'python3'),
    args,
    cwd: io.cwd(),
    env: process.env,
    launcher: join(io.assets, 'launcher.py'),
  };
  try {
    output.begin([command.interpreter, plan.script.path, ...args].join(' '));
    const answer = await tryValues(
      plan,
      { command, workers, pointed: () => pointed },
      output,
      stopping.signal,
    );
    output.end(answer);
    if (interruption) return interruption.status;
    return answer.verdict === 'failed' ? 1 : 0;
  } finally {
    unlisten?.();
  }
}

/** `validationLoss=round 3: 0.61 | 0.73`: the last number of the line is the one. */
function pointedIn(text: string): PointedLine {
  const cut = text.indexOf('=');
  const role = SHOWN.find(([one]) => one === text.slice(0, cut).trim())?.[0];
  const line = text.slice(cut + 1).trimEnd();
  const found = pointAt(line, line.length);
  if (role && found) return { before: found.before, role };
  const roles = SHOWN.map(([one]) => one).join(', ');
  throw new UsageError(
    `--read ${text}: ROLE=LINE is needed, where the line ends with the number, such as "validationLoss=held out 0.41"; roles are ${roles}.`,
  );
}

async function planOf(
  path: string,
  settings: readonly string[],
  seeds: number,
  args: readonly string[],
  io: Io,
): Promise<Plan> {
  const thread = new ScanThread({
    start: () => startScanner(join(io.assets, 'scanner.js'), { wasmDir: io.assets }),
    budget: BUDGET,
  });
  try {
    if (!/\.pyw?$/.test(path)) throw new Error(`${path} is no Python script.`);
    const script = await readSource(resolve(io.cwd(), path));
    const scan = ({ text, path: file }: Source) =>
      thread.scan(text, languageOfFile(file) ?? 'yaml', { numbers: true });
    const targets: Target[] = [];
    for (const setting of settings)
      targets.push(await targetOf(setting, { script, args, cwd: io.cwd(), scan }));
    const { findings } = await scan(script);
    return planTrials(script, targets, seeds, dropRatioIn(findings));
  } catch (error) {
    throw new InputError((error as Error).message);
  } finally {
    thread.dispose();
  }
}

interface Output extends TryListener {
  begin(command: string): void;
  end(answer: TryAnswer): void;
}

function estimateLine(seconds: number): string {
  const time =
    seconds < 90
      ? `${Math.ceil(seconds)} s`
      : seconds < 5400
        ? `${Math.round(seconds / 60)} min`
        : `${(seconds / 3600).toFixed(1)} h`;
  const warning = seconds > LONG ? ' Fewer values or seeds, or shorter trainings, would take less.' : '';
  return `About ${time} left.${warning}\n`;
}

/** JSON has no infinity: a value that is not finite is null. */
function jsonOutput(io: Io, plan: Plan): Output {
  const write = (value: object) => io.stdout.write(`${JSON.stringify(value)}\n`);
  return {
    begin() {},
    metric({ number }, { name, role, step, value }) {
      write({ type: 'metric', trial: number, name, role, step, value });
    },
    ended({ trial, state, reason, last }) {
      const { number, side, seed } = trial;
      const { values } = plan.sides[side]!;
      write({ type: 'trial', trial: number, values, seed, state, ...(reason && { reason }), last: last });
    },
    estimated: (seconds) => void io.stderr.write(estimateLine(seconds)),
    end({ verdict, title, evidence, remarks, measure, sides, best }) {
      const text = [title, evidence, ...remarks].filter(Boolean).join(' · ');
      const all = sides.map(({ values, spread, diverged, failed }) => ({
        values,
        mean: spread?.mean ?? null,
        deviation: spread?.deviation ?? null,
        seeds: spread?.count ?? 0,
        diverged,
        failed,
      }));
      const bestValues = best === null ? null : sides[best]!.values;
      write({ type: 'answer', verdict, text, measure, best: bestValues, sides: all });
    },
  };
}

const SHOWN: readonly (readonly [Role, string])[] = [
  ['trainLoss', 'training loss'],
  ['validationLoss', 'validation loss'],
  ['testLoss', 'test loss'],
  ['trainScore', 'training score'],
  ['validationScore', 'validation score'],
  ['testScore', 'test score'],
];

function textOutput(io: Io, plan: Plan): Output {
  const write = (line: string) => io.stdout.write(`${line}\n`);
  const nameOf = ({ side, seed }: Trial) => `${sideName(plan.sides[side]!)}, seed ${seed}`;
  return {
    begin(command) {
      write(`${command}`);
      for (const target of plan.targets) write(targetLine(target));
      const seeds = plan.seeds.join(', ');
      const how =
        plan.seedPlaces.length > 0
          ? `set where the script sets its own: ${placesOf(plan)}`
          : 'set before the script starts';
      write(
        `${plan.trials.length} trials, one after the other unless --workers says otherwise. Seeds ${seeds}, ${how}. No file is changed.`,
      );
    },
    ended({ trial, state, reason, last }: TrialResult) {
      const known = SHOWN.flatMap(([role, words]) =>
        last[role] === undefined ? [] : [`${words} ${formatNumber(last[role])}`],
      );
      write(
        `${nameOf(trial)}: ${state === 'complete' ? known.join(', ') || 'nothing recognized' : `${state}${reason ? `: ${reason}` : ''}`}`,
      );
    },
    estimated: (seconds) => void io.stderr.write(estimateLine(seconds)),
    end({ verdict, title, evidence, remarks }) {
      write(`\n${title}${evidence ? `: ${evidence}` : ''}`);
      if (verdict === 'nothingRecognized')
        write('Or say which number of its output is what: --read "validationLoss=A LINE UP TO THE NUMBER".');
      for (const remark of remarks) write(remark);
    },
  };
}

const placesOf = ({ seedPlaces }: Plan): string =>
  [...new Set(seedPlaces.map((place) => textOf(place)))].join(', ');

function targetLine({ name, places, own, values }: Target): string {
  const where =
    places.length === 0
      ? 'on the command line'
      : `in ${[...new Set(places.map(({ source }) => source.path))].join(', ')}`;
  const written = own === undefined ? '' : `, ${own} as it is`;
  return `${name}: ${values.join(', ')} (${where}${written})`;
}
