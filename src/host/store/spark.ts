import { greatest, least } from '../../core/lists';
import type { EpochRecord } from '../../core/trainer-types';
import type { Curve } from '../../report/curve';

const POINTS = 10;
/** Records of a seed that are looked at. */
const RECORDS = 64;

/**
 * The mean test loss over seeds at evenly spaced epochs, from the first to the last that all of them have; empty where
 * there are fewer than two.
 */
export function sparkOf(curves: readonly Curve[]): number[] {
  const seeds = curves.map((curve) => curve.records(RECORDS)).filter(({ length }) => length > 1);
  if (seeds.length === 0) return [];
  const from = greatest(seeds.map((records) => records[0]!.epoch));
  const to = least(seeds.map((records) => records.at(-1)!.epoch));
  if (to <= from) return [];
  const means = Array.from({ length: POINTS }, (_, i) => {
    const epoch = from + ((to - from) * i) / (POINTS - 1);
    return seeds.reduce((sum, records) => sum + lossAt(records, epoch), 0) / seeds.length;
  });
  // A list of runs is no place for more digits. One that diverged ends where its numbers do.
  const end = means.findIndex((mean) => !Number.isFinite(mean));
  return means.slice(0, end < 0 ? POINTS : end).map((mean) => Number(mean.toPrecision(4)));
}

/** Between two records the straight line. */
function lossAt(records: readonly EpochRecord[], epoch: number): number {
  const after = records.findIndex((record) => record.epoch >= epoch);
  const b = records[after < 0 ? records.length - 1 : after]!;
  const a = records[after - 1];
  if (a === undefined || b.epoch === epoch) return b.testLoss;
  const part = (epoch - a.epoch) / (b.epoch - a.epoch);
  return a.testLoss * (1 - part) + b.testLoss * part;
}

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** What stands above the top of the scale is drawn at the top. */
export const sparkTop = (values: readonly number[]): number =>
  Math.min(greatest([0, ...values]), 2 * Math.max(0, values[0] ?? 0) || Number.POSITIVE_INFINITY);

/** A curve as a line of block characters, on a linear scale from zero: half as high is half the loss. */
export function sparkText(values: readonly number[]): string {
  const top = sparkTop(values);
  if (values.length < 2 || !(top > 0)) return '';
  return values
    .map(
      (value) => BLOCKS[Math.max(0, Math.min(BLOCKS.length, Math.round((BLOCKS.length * value) / top)) - 1)],
    )
    .join('');
}
