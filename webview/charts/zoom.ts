import type { Extent } from '../../src/charts/chart-spec';

/** Epochs that a view shows at the least; along another axis it says itself how little of it. */
const LEAST = 2;

/** The epochs that a person looks at more closely, the same in all charts of a page; of one run, and of no other. */
export class ChartZoom {
  #run = '';
  #extent: Extent | null = null;
  readonly #listeners = new Set<() => void>();

  /** Null: all epochs. */
  of(run: string): Extent | null {
    return run === this.#run ? this.#extent : null;
  }

  set(run: string, extent: Extent | null): void {
    const now = this.of(run);
    if (now === extent || (now && extent && now.from === extent.from && now.to === extent.to)) return;
    this.#run = run;
    this.#extent = extent;
    for (const listener of this.#listeners) listener();
  }

  /** @returns a function that ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** That of the page: its charts show it, and so does what is exported of them. */
export const pageZoom = new ChartZoom();

const spanOf = ({ from, to }: Extent): number => to - from;

/** The epochs between two, in any order, kept within `whole`; null: that is all of it. */
export function between(one: number, other: number, whole: Extent, least = LEAST): Extent | null {
  const span = Math.min(spanOf(whole), Math.max(least, Math.abs(one - other)));
  return placed(Math.min(one, other) + (Math.abs(one - other) - span) / 2, span, whole);
}

/** A view of `span` epochs from `from` on, moved into `whole`. */
function placed(from: number, span: number, whole: Extent): Extent | null {
  if (span >= spanOf(whole) * (1 - 1e-9)) return null;
  const start = Math.min(Math.max(from, whole.from), whole.to - span);
  return { from: start, to: start + span };
}

/** Shows `factor` times as many epochs; the one `at` stays where it is on the screen. */
export function scaled(now: Extent, whole: Extent, at: number, factor: number, least = LEAST): Extent | null {
  const inside = Math.min(now.to, Math.max(now.from, at));
  const span = Math.max(Math.min(least, spanOf(whole)), spanOf(now) * factor);
  const part = (inside - now.from) / spanOf(now);
  return placed(inside - part * span, span, whole);
}

/** Moves the view by some epochs, as far as there are any. */
export const moved = (now: Extent, whole: Extent, by: number): Extent | null =>
  placed(now.from + by, spanOf(now), whole);

/** The view, moved just so far that an epoch lies in it. */
export function including(now: Extent, whole: Extent, epoch: number): Extent | null {
  if (epoch < now.from) return moved(now, whole, epoch - now.from);
  return epoch > now.to ? moved(now, whole, epoch - now.to) : now;
}
