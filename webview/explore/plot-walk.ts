import type { PlotPlace, PlotSeries } from '../../src/charts/plot-spec';

/** How arrow keys go over the points of a plot: along a series from left to right, and up and down between series. */
export class PlotWalk {
  /** For each series its points that are there, from left to right. */
  readonly #orders: readonly (readonly number[])[];

  readonly #series: readonly PlotSeries[];

  constructor(series: readonly PlotSeries[]) {
    this.#series = series;
    this.#orders = series.map(({ points }) =>
      [...points.keys()]
        .filter((index) => !Number.isNaN(points[index].y))
        .sort((a, b) => points[a].x - points[b].x),
    );
  }

  /** Where a key leads; undefined: it is none of these, or there is no point. */
  step(from: PlotPlace | undefined, key: string): PlotPlace | undefined {
    const along = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[key];
    const across = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (along === undefined && across === undefined) return undefined;
    const first = this.#orders.findIndex((order) => order.length > 0);
    if (first < 0) return undefined;
    if (!from) return { series: first, index: this.#orders[first][0] };
    return along === undefined ? this.#across(from, across!) : this.#along(from, along);
  }

  #along({ series, index }: PlotPlace, by: number): PlotPlace {
    const order = this.#orders[series];
    const to = Math.min(order.length - 1, Math.max(0, order.indexOf(index) + by));
    return { series, index: order[to] };
  }

  /** The nearest point of the next series that has any. */
  #across(from: PlotPlace, by: number): PlotPlace {
    const { x } = this.#series[from.series].points[from.index];
    for (let series = from.series + by; this.#orders[series]; series += by) {
      const order = this.#orders[series];
      if (order.length === 0) continue;
      const distance = (index: number) => Math.abs(this.#series[series].points[index].x - x);
      return { series, index: order.reduce((best, one) => (distance(one) < distance(best) ? one : best)) };
    }
    return from;
  }
}
