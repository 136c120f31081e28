import type { Network } from './network';
import type { EvaluatedSet, SetScore } from './network-types';

/** In the order in which they are evaluated. */
const EVALUATED_SETS = ['train', 'validation', 'test'] as const satisfies readonly EvaluatedSet[];

type PerSet<T> = Readonly<Record<EvaluatedSet, T>>;

const total = (counts: PerSet<number>): number => EVALUATED_SETS.reduce((sum, set) => sum + counts[set], 0);

/** One value for each set. */
export function perSet<T>(of: (set: EvaluatedSet) => T): Record<EvaluatedSet, T> {
  return { train: of('train'), validation: of('validation'), test: of('test') };
}

/** An evaluation on all samples that can be shared out among several calls. */
export class Evaluation {
  /** Samples of each set that are still to be evaluated. */
  #left: Record<EvaluatedSet, number>;

  constructor(
    private readonly network: Network,
    private readonly counts: PerSet<number>,
  ) {
    this.#left = { ...counts };
  }

  /** Samples that are still to be evaluated. */
  get left(): number {
    return total(this.#left);
  }

  /** Evaluates about `most` samples, at least a few, and returns how many. */
  run(most: number): number {
    const before = this.left;
    if (before <= most && before === total(this.counts)) return this.#runWhole();
    let budget = Math.max(1, most);
    for (const set of EVALUATED_SETS) {
      if (this.#left[set] === 0 || budget <= 0) continue;
      const done = this.network.evaluatePart(set, this.counts[set] - this.#left[set], budget);
      this.#left[set] -= done;
      budget -= done;
    }
    return before - this.left;
  }

  /** All sets at once: threads that share them wait for each other only at the end. */
  #runWhole(): number {
    const samples = this.left;
    this.network.evaluateAll();
    this.#left = perSet(() => 0);
    return samples;
  }

  /** What came of it, once nothing is left. */
  result(): PerSet<SetScore> {
    return perSet((set) => this.network.evaluated(set));
  }
}
