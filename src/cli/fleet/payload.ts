import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { EPOCH_COLUMNS, type EpochRecord } from '../../core/trainer-types';
import { parseExperiment } from '../../experiment/parse';
import { type Experiment, MAX_FILE_BYTES } from '../../experiment/schema';
import type { RunInfo } from '../../protocol';
import { COLUMNS, recordOf } from '../../report/curve';
import { type Checkpoint, Watch } from '../../study/pruning';
import { Course, type TrainingRequest, type TrainingResult } from '../../study/training';

/** A training as it travels: what it trains from and nothing else, so that the same training is the same text. */
export interface Payload {
  /** The program that asks for it: see `answers.ts`. */
  readonly program: string;
  /** Without its study. */
  readonly experiment: Experiment;
  readonly variant: TrainingRequest['variant'];
  readonly seed: number;
  /** Epoch and greatest loss of each; null: any. */
  readonly checkpoints: readonly (readonly [epoch: number, most: number | null])[];
  /** Machines that have been put aside: their answers are not taken. */
  readonly without?: readonly string[] | undefined;
  /** Machines where it has failed: another one is to try it. */
  readonly tried?: readonly string[] | undefined;
}

const seedSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1));

const envelopeSchema = v.strictObject({
  program: v.pipe(v.string(), v.maxLength(200)),
  experiment: v.unknown(),
  variant: v.picklist(['dropout', 'baseline']),
  seed: seedSchema,
  checkpoints: v.pipe(
    v.array(v.strictTuple([v.pipe(v.number(), v.minValue(0)), v.nullable(v.number())])),
    v.maxLength(100),
  ),
  without: v.optional(v.pipe(v.array(v.string()), v.maxLength(10_000))),
  tried: v.optional(v.pipe(v.array(v.string()), v.maxLength(10))),
});

export function payloadOf(
  program: string,
  { experiment, variant, seed, checkpoints = [] }: TrainingRequest,
): Payload {
  const { study: _study, ...trained } = experiment;
  return {
    ...{ program, experiment: trained, variant, seed },
    checkpoints: checkpoints.map(({ epoch, most }) => [epoch, Number.isFinite(most) ? most : null]),
  };
}

/** The same for the same training, on every machine. */
export const idOf = (payload: Payload): string =>
  `t-${createHash('sha256').update(JSON.stringify(payload)).digest('hex')}`;

/** Why a training ends that nobody waits for any more. */
export const CANCELLED = 'Nobody waits for it any more.';

/** A job that cannot be trained here; the message says why. */
export class PayloadError extends Error {}

/** Checks what came through a queue. @throws PayloadError */
export function readPayload(data: unknown): Payload {
  const { length } = JSON.stringify(data) ?? '';
  if (length > 2 * MAX_FILE_BYTES)
    throw new PayloadError(`The job has ${length} characters; at most ${2 * MAX_FILE_BYTES} are taken.`);
  const envelope = v.safeParse(envelopeSchema, data);
  if (!envelope.success) {
    const [{ message, path }] = envelope.issues;
    const where = (path ?? []).map(({ key }) => String(key)).join('.');
    throw new PayloadError(`The job is none of this program: ${where ? `${where}: ` : ''}${message}`);
  }
  const parsed = parseExperiment(envelope.output.experiment);
  if (!parsed.ok) throw new PayloadError(parsed.problems.map(({ message }) => message).join('\n'));
  return { ...envelope.output, experiment: parsed.experiment };
}

/**
 * Collects, of a training, the epochs by which everything that a study asks of it is decided: the best one, each at a
 * checkpoint, and the best until then. However long the training, they are few.
 */
export class Milestones {
  readonly #kept = new Map<number, EpochRecord>();
  readonly #watch: Watch;
  readonly checkpoints: readonly Checkpoint[];

  constructor(checkpoints: Payload['checkpoints']) {
    this.checkpoints = checkpoints.map(checkpointOf);
    this.#watch = new Watch(this.checkpoints);
  }

  /** For `isEnough`. */
  see(record: EpochRecord): boolean {
    const before = this.#watch.course.length;
    const isEnough = this.#watch.see(record);
    if (this.#watch.course.length > before)
      for (const one of [this.#watch.least, record]) if (one) this.#kept.set(one.epoch, one);
    return isEnough;
  }

  /** Row-major, ascending epochs. */
  rows(best: EpochRecord): Float64Array {
    const records = [...this.#kept.set(best.epoch, best).values()].sort((a, b) => a.epoch - b.epoch);
    return Float64Array.from(records.flatMap((record) => EPOCH_COLUMNS.map((column) => record[column])));
  }
}

const checkpointOf = ([epoch, most]: Payload['checkpoints'][number]): Checkpoint => ({
  epoch,
  most: most ?? Number.POSITIVE_INFINITY,
});

/** What a training came to, as it travels. */
export interface Answer {
  /** Its milestones, as base64 of little-endian 64-bit floats: JSON has no NaN. */
  readonly rows: string;
  readonly diverged: boolean;
  readonly seconds: number;
  readonly info: Omit<RunInfo, 'points'>;
}

const MOST_ROWS = 300;
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const texts = v.pipe(v.array(v.string()), v.maxLength(100_000));

const answerSchema = v.strictObject({
  rows: v.pipe(v.string(), v.base64(), v.maxLength(Math.ceil((MOST_ROWS * COLUMNS * 8) / 3) * 4)),
  diverged: v.boolean(),
  seconds: v.pipe(v.number(), v.minValue(0)),
  info: v.looseObject({
    task: v.picklist(['classification', 'regression']),
    ...{ features: count, outputs: count, trainCount: count, testCount: count },
    ...{ parameterCount: count, stepsPerEpoch: count, widths: v.array(count) },
    ...{ featureNames: texts, outputNames: texts, notes: texts },
  }),
});

export function answerOf({ best, diverged, seconds, info }: TrainingResult, milestones: Milestones): Answer {
  const rows = milestones.rows(best);
  const { points: _drawn, ...facts } = info;
  return {
    rows: Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength).toString('base64'),
    ...{ diverged, seconds, info: facts },
  };
}

/** Checks what came through a queue; undefined: it is no answer. */
export function readAnswer(value: unknown): Answer | undefined {
  const answer = v.safeParse(answerSchema, value);
  if (!answer.success) return undefined;
  const rows = rowsOf(answer.output as unknown as Answer);
  const isWhole = rows !== undefined && rows.length > 0 && rows.length % COLUMNS === 0;
  return isWhole && ascends(rows) ? (answer.output as unknown as Answer) : undefined;
}

function rowsOf({ rows }: Pick<Answer, 'rows'>): Float64Array | undefined {
  const bytes = Buffer.from(rows, 'base64');
  if (bytes.length % Float64Array.BYTES_PER_ELEMENT !== 0) return undefined;
  return new Float64Array(Uint8Array.from(bytes).buffer);
}

function ascends(rows: Float64Array): boolean {
  const epochs = Array.from({ length: rows.length / COLUMNS }, (_, i) => recordOf(rows, i * COLUMNS).epoch);
  return epochs.every((epoch, i) => epoch >= 0 && (i === 0 || epoch > epochs[i - 1]!));
}

/** The result that the same training has where it is asked for. */
export function resultOf(answer: Answer, { seed, isEnough }: TrainingRequest): TrainingResult {
  const course = new Course(seed, isEnough);
  course.begin(answer.info);
  course.add(rowsOf(answer)!);
  return { ...course.result(answer.diverged, undefined), seconds: answer.seconds };
}
