import type { Stream } from '../../random';
import { countOf, type Dimension, existsAt, type Point, valueAtShare } from '../distribution';
import type { PastTrial } from '../sampler';
import { walkGrid } from './grid-walk';

interface Node extends Map<number, Node> {}

/** The points that a study has: the same point twice would train the same thing twice. */
export class Seen {
  readonly #dimensions: readonly Dimension[];
  readonly #root: Node = new Map();
  readonly #before: Seen | undefined;

  /** @param before what was seen beside what is added here */
  constructor(dimensions: readonly Dimension[], before?: Seen) {
    this.#dimensions = dimensions;
    this.#before = before;
  }

  add(point: Point): void {
    let node = this.#root;
    for (const { name } of this.#dimensions) {
      const value = point[name] ?? Number.NaN;
      let next = node.get(value);
      if (!next) {
        next = new Map();
        node.set(value, next);
      }
      node = next;
    }
  }

  has(point: Point): boolean {
    if (this.#before?.has(point)) return true;
    let node: Node | undefined = this.#root;
    for (const { name } of this.#dimensions) node = node?.get(point[name] ?? Number.NaN);
    return node !== undefined;
  }
}

/** What was seen of a history that grows between two proposals. */
export class SeenHistory {
  #history: readonly PastTrial[] | undefined;
  #count = 0;
  #seen: Seen;
  readonly #dimensions: readonly Dimension[];

  constructor(dimensions: readonly Dimension[]) {
    this.#dimensions = dimensions;
    this.#seen = new Seen(dimensions);
  }

  /** The points of a history; of one that was given before, those that it did not have then are added. */
  of(history: readonly PastTrial[]): Seen {
    if (history !== this.#history || history.length < this.#count) {
      this.#seen = new Seen(this.#dimensions);
      this.#history = history;
      this.#count = 0;
    }
    for (; this.#count < history.length; this.#count++) this.#seen.add(history[this.#count]!.point);
    return new Seen(this.#dimensions, this.#seen);
  }
}

/** A random point. It takes one number a dimension, whether or not that exists there. */
export function randomPoint(dimensions: readonly Dimension[], stream: Stream): Point {
  const point: Record<string, number> = {};
  for (const dimension of dimensions) {
    const u = stream.uniform();
    if (existsAt(dimension, point)) point[dimension.name] = valueAtShare(dimension.distribution, u);
  }
  return point;
}

/** Random points that are tried before all points are walked through. */
const ATTEMPTS = 100;
/** Of a dimension that has more values than these, no more are walked through. */
const COUNTABLE = 10_000;

/** A random point that has not been seen; `undefined` where all have. */
export function unseenPoint(dimensions: readonly Dimension[], seen: Seen, stream: Stream): Point | undefined {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const point = randomPoint(dimensions, stream);
    if (!seen.has(point)) return point;
  }
  const all = dimensions.map(({ levels: _, ...dimension }) =>
    countOf(dimension.distribution) > COUNTABLE ? { ...dimension, levels: COUNTABLE } : dimension,
  );
  for (const point of walkGrid(all, COUNTABLE)) if (!seen.has(point)) return point;
  return undefined;
}
