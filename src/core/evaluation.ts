import type { Network } from './network';
import type { EvaluatedSet, SetScore } from './network-types';

const SETS: readonly EvaluatedSet[] = ['train', 'test'];

/** An evaluation on all samples, training samples first, that can be shared out among several calls. */
export class Evaluation {
  /** Samples of each set that are still to be evaluated. */
  readonly #left: Record<EvaluatedSet, number>;

  constructor(
    private readonly network: Network,
    private readonly counts: Readonly<Record<EvaluatedSet, number>>,
  ) {
    this.#left = { ...counts };
  }

  /** Samples that are still to be evaluated. */
  get left(): number {
    return this.#left.train + this.#left.test;
  }

  /** Evaluates about `most` samples, at least a few, and returns how many. */
  run(most: number): number {
    const before = this.left;
    if (before <= most && before === this.counts.train + this.counts.test) return this.#runWhole();
    let budget = Math.max(1, most);
    for (const set of SETS) {
      if (this.#left[set] === 0 || budget <= 0) continue;
      const done = this.network.evaluatePart(set, this.counts[set] - this.#left[set], budget);
      this.#left[set] -= done;
      budget -= done;
    }
    return before - this.left;
  }

  /** Both sets at once: threads that share them wait for each other only at the end. */
  #runWhole(): number {
    const samples = this.left;
    this.network.evaluateAll();
    this.#left.train = 0;
    this.#left.test = 0;
    return samples;
  }

  /** What came of it, once nothing is left. */
  result(): Readonly<Record<EvaluatedSet, SetScore>> {
    return { train: this.network.evaluated('train'), test: this.network.evaluated('test') };
  }
}
