import { RATE_PLAN, type RangeStart, rangeSpec, rateAt } from '../core/analysis/range-test';
import {
  type NoSuggestion,
  type RateCurve,
  type RateFindings,
  type RateSuggestion,
  rateFindings,
  suggestedRate,
} from '../core/analysis/rate-findings';
import { spreadOf } from '../core/analysis/spread';
import type { Experiment } from '../experiment/schema';
import type { FromWorker } from '../protocol';
import type { JobHandle } from '../worker/pool';
import { NOTHING, type Starter } from './training';

/** Seeds of a range test unless said otherwise: with fewer, seeds have to lie closer together to agree. */
export const RANGE_SEEDS = 8;

/** The range test of one seed. */
export interface SeedRange extends RateCurve {
  readonly seed: number;
  /** The largest curvature of the start; undefined where it is not positive. */
  readonly lambdaMax: number | undefined;
  readonly rates: readonly number[];
  readonly losses: readonly number[];
}

/** What a range test comes to. */
export interface RangeAnswer {
  readonly seeds: readonly (SeedRange & { readonly findings: RateFindings })[];
  readonly suggestion: RateSuggestion | null;
  /** Why there is none. */
  readonly reason?: NoSuggestion;
  /** The mean of the seeds' λmax; undefined where some have none. */
  readonly lambdaMax: number | undefined;
}

export interface RangePort {
  readonly trainers: Starter;
  /** A seed has begun, or has taken further steps; seeds side by side. */
  moved?(range: SeedRange): void;
  /** The test of a seed has ended; in the order of the seeds. */
  ended?(range: SeedRange, findings: RateFindings): void;
}

/**
 * Runs the range test of an experiment on as many seeds as asked for, from its own on. Rejects with the signal's
 * reason, or an `Error` where the data cannot be used.
 */
export async function findRate(
  experiment: Experiment,
  folder: string | null,
  count: number,
  port: RangePort,
  signal?: AbortSignal,
): Promise<RangeAnswer> {
  const spec = rangeSpec(experiment, RATE_PLAN);
  const running = Array.from({ length: count }, (_, i) =>
    testSeed(spec, folder, (experiment.seed + i) >>> 0, port, signal),
  );
  // Of several that fail one is enough to know of.
  for (const one of running) one.catch(() => {});
  const seeds: RangeAnswer['seeds'][number][] = [];
  for (const one of running) {
    const range = await one;
    const findings = rateFindings(range);
    seeds.push({ ...range, findings });
    port.ended?.(range, findings);
  }
  const factor = rateAt(RATE_PLAN, 1) / RATE_PLAN.from;
  const found = suggestedRate(
    seeds.map(({ findings }) => findings),
    factor,
  );
  const { mean } = spreadOf(seeds.map(({ lambdaMax }) => lambdaMax ?? Number.NaN));
  return {
    seeds,
    lambdaMax: Number.isFinite(mean) ? mean : undefined,
    ...(typeof found === 'string' ? { suggestion: null, reason: found } : { suggestion: found }),
  };
}

async function testSeed(
  experiment: Experiment,
  folder: string | null,
  seed: number,
  { trainers, moved }: RangePort,
  signal: AbortSignal | undefined,
): Promise<SeedRange> {
  signal?.throwIfAborted();
  let range: SeedRange = { seed, start: Number.NaN, lambdaMax: undefined, rates: [], losses: [] };
  const hear = (message: FromWorker) => {
    const next = heard(range, message);
    if (!next) return;
    range = next;
    moved?.(range);
  };
  const own: { job?: JobHandle } = {};
  const stop = () => own.job?.stop();
  signal?.addEventListener('abort', stop, { once: true });
  const request = { experiment, folder, seed, variant: 'dropout', observe: NOTHING, paused: false } as const;
  try {
    const ending = await new Promise<FromWorker>((resolve) => {
      own.job = trainers.start({ ...request, range: RATE_PLAN }, (message) => {
        hear(message);
        if (message.type === 'ended' || message.type === 'failed') resolve(message);
      });
    });
    signal?.throwIfAborted();
    if (ending.type === 'failed') throw new Error(ending.reason);
    return range;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** The range after a message; undefined: as before. */
function heard(range: SeedRange, message: FromWorker): SeedRange | undefined {
  if (message.type === 'rangeStart') return { ...range, ...startOf(message.start) };
  if (message.type !== 'rangeSteps') return undefined;
  const of = (offset: number) => Array.from(message.steps).filter((_, i) => i % 2 === offset);
  return { ...range, rates: [...range.rates, ...of(0)], losses: [...range.losses, ...of(1)] };
}

const startOf = ({ loss, sharpness }: RangeStart) => ({ start: loss, lambdaMax: sharpness?.lambdaMax });
