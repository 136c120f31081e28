/** Change per unit of x, with an interval of about 95 %. */
export interface Slope {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A point: when, and what was seen. */
export type Point = readonly [x: number, y: number];

/**
 * Theil–Sen: the median of the slopes of all pairs of points, which a few samples that stand out do not move. The
 * interval is Sen's (1968): the ranks that Kendall's statistic leaves open. Undefined below four points.
 */
export function slopeOf(points: readonly Point[]): Slope | undefined {
  const n = points.length;
  if (n < 4) return undefined;
  const slopes: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const dx = points[j][0] - points[i][0];
      if (dx !== 0) slopes.push((points[j][1] - points[i][1]) / dx);
    }
  }
  slopes.sort((a, b) => a - b);
  const spread = 1.96 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const at = (rank: number) => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(rank)))];
  return {
    value: median(slopes),
    low: at((slopes.length - spread) / 2 - 1),
    high: at((slopes.length + spread) / 2),
  };
}

/** Of sorted or unsorted numbers; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of the values lies; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at - Math.floor(at));
}
