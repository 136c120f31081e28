import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { readWhole } from '../../files/read-whole';
import { writeWhole } from '../../files/write-whole';
import { type Corrections, Curve, type LogRun, titleOf } from '../../logs';
import { LOG_ROLES } from '../../protocol';

/** Points of a kept curve at the most; of all curves of a log, so many together; and runs. */
const MOST_POINTS = 1 << 10;
const ALL_POINTS = 200_000;
const MOST_RUNS = 100;
const FEWEST_POINTS = 64;
const MOST_BYTES = 50_000_000;
const HEAD_BYTES = 1 << 16;

/** Python's words, as JSON has none for these. */
const number = v.union([
  v.number(),
  v.pipe(v.picklist(['NaN', 'Infinity', '-Infinity']), v.transform(Number)),
]);

const headSchema = v.object({
  version: v.literal(1),
  title: v.string(),
  paths: v.array(v.string()),
  /** Milliseconds since 1970: when it was opened last, and what it is of. */
  openedAt: v.number(),
  runs: v.number(),
  format: v.string(),
  /** The title of the one run's verdict; null: there are several. */
  said: v.nullable(v.string()),
});

const runSchema = v.object({
  id: v.string(),
  format: v.picklist(['tensorboard', 'csv', 'trainerState', 'mlflow', 'wandb', 'trackio', 'output']),
  settings: v.array(v.tuple([v.string(), v.string()])),
  curves: v.array(
    v.object({
      name: v.string(),
      role: v.nullable(v.picklist(LOG_ROLES)),
      steps: v.array(number),
      /** Null where the log says none. */
      epochs: v.nullable(v.array(number)),
      values: v.array(number),
    }),
  ),
});

/** What a list says of a log that was opened. */
export type KeptHead = v.InferOutput<typeof headSchema>;

/** Writes what a log's curves were, a line for each run after a first one for the list. */
export async function keepLog(
  path: string,
  about: Pick<KeptHead, 'title' | 'paths' | 'openedAt' | 'said'>,
  runs: readonly LogRun[],
): Promise<void> {
  const some = runs.slice(0, MOST_RUNS);
  const count = some.reduce((sum, { curves }) => sum + curves.length, 0);
  const room = 2 ** Math.floor(Math.log2(ALL_POINTS / Math.max(1, count)));
  const most = Math.max(FEWEST_POINTS, Math.min(MOST_POINTS, room));
  const format = [...new Set(some.map(titleOf))].join(', ');
  const head: KeptHead = { version: 1, ...about, runs: runs.length, format };
  const lines = [head, ...some.map((run) => writtenRun(run, most))].map((one) =>
    JSON.stringify(one, (_, value) =>
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    ),
  );
  await mkdir(dirname(path), { recursive: true });
  await writeWhole(path, `${lines.join('\n')}\n`);
}

function writtenRun({ id, format, settings, curves }: LogRun, most: number): v.InferInput<typeof runSchema> {
  return {
    ...{ id, format, settings: [...settings] },
    curves: curves.map(({ name, role, curve }) => {
      const { steps, epochs, values, length } = thinned(curve, most);
      const list = (array: Float64Array) => Array.from(array.subarray(0, length));
      const known = list(epochs);
      return {
        ...{ name, role, steps: list(steps), values: list(values) },
        epochs: known.every(Number.isNaN) ? null : known,
      };
    }),
  };
}

function thinned(curve: Curve, most: number): Curve {
  if (curve.length <= most) return curve;
  const few = new Curve(most);
  few.append(curve);
  return few;
}

/** @returns undefined where nothing that can be used is there. */
export async function keptHead(path: string): Promise<KeptHead | undefined> {
  const file = await open(path).catch(() => undefined);
  try {
    const { buffer, bytesRead } = (await file?.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0)) ?? {};
    const text = new TextDecoder().decode(buffer?.subarray(0, bytesRead));
    return parsed(headSchema, text.slice(0, Math.max(0, text.indexOf('\n'))));
  } catch {
    return undefined;
  } finally {
    await file?.close();
  }
}

/** A run with what a person has said of its curves. */
export const corrected = (run: LogRun, corrections: Corrections): LogRun => ({
  ...run,
  curves: run.curves.map((one) =>
    Object.hasOwn(corrections, one.name) ? { ...one, role: corrections[one.name]! } : one,
  ),
});

/** The runs as they were kept; a line that is damaged is left out. @param corrections what a person has said since. */
export async function keptRuns(path: string, corrections: Corrections): Promise<LogRun[]> {
  const bytes = await readWhole(path, MOST_BYTES).catch(() => undefined);
  const [head, ...lines] = new TextDecoder().decode(bytes).split('\n');
  if (!head || !parsed(headSchema, head)) return [];
  return lines.flatMap((line) => {
    const run = parsed(runSchema, line);
    return run ? [corrected(readRun(run), corrections)] : [];
  });
}

function readRun({ id, format, settings, curves }: v.InferOutput<typeof runSchema>): LogRun {
  return {
    ...{ id, format, settings: new Map(settings) },
    curves: curves.map(({ name, role, steps, epochs, values }) => {
      const curve = new Curve();
      for (const [i, step] of steps.entries())
        curve.add(step, epochs?.[i] ?? Number.NaN, values[i] ?? Number.NaN);
      return { name, role, curve };
    }),
  };
}

function parsed<T extends v.GenericSchema>(schema: T, text: string): v.InferOutput<T> | undefined {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  return result.success ? result.output : undefined;
}
