import type { Network } from './network';
import type { EvaluatedSet, SetScore } from './network-types';

/** The sets in order of evaluation. */
const EVALUATED_SETS = ['train', 'validation', 'test'] as const satisfies readonly EvaluatedSet[];

type PerSet<T> = Readonly<Record<EvaluatedSet, T>>;

const total = (counts: PerSet<number>): number => EVALUATED_SETS.reduce((sum, set) => sum + counts[set], 0);

/** Maps each set to a value. */
export function perSet<T>(of: (set: EvaluatedSet) => T): Record<EvaluatedSet, T> {
  return { train: of('train'), validation: of('validation'), test: of('test') };
}

/** An evaluation on all samples of some sets that can be split over several calls. */
export class Evaluation {
  /** Number of samples left to evaluate in each set. */
  #left: Record<EvaluatedSet, number>;
  #sets: readonly EvaluatedSet[];

  readonly #network: Network;
  readonly #counts: PerSet<number>;

  /** @param sets those to evaluate, unless {@link complete} adds the others. */
  constructor(network: Network, counts: PerSet<number>, sets: readonly EvaluatedSet[] = EVALUATED_SETS) {
    this.#network = network;
    this.#counts = counts;
    this.#sets = sets;
    this.#left = perSet((set) => (sets.includes(set) ? counts[set] : 0));
  }

  /** Number of samples of all sets. */
  get total(): number {
    return total(this.#counts);
  }

  /** Whether no set is left out. */
  get whole(): boolean {
    return this.#sets === EVALUATED_SETS;
  }

  /** Adds the sets that were left out. */
  complete(): void {
    const known = this.#sets;
    this.#sets = EVALUATED_SETS;
    this.#left = perSet((set) => (known.includes(set) ? this.#left[set] : this.#counts[set]));
  }

  /** Number of samples left to evaluate. */
  get left(): number {
    return total(this.#left);
  }

  /** Evaluates about `most` samples, at least one chunk; returns how many. */
  run(most: number): number {
    const before = this.left;
    if (before <= most && before === this.total) return this.#runWhole();
    let budget = Math.max(1, most);
    for (const set of EVALUATED_SETS) {
      if (this.#left[set] === 0 || budget <= 0) continue;
      const done = this.#network.evaluatePart(set, this.#counts[set] - this.#left[set], budget);
      this.#left[set] -= done;
      budget -= done;
    }
    return before - this.left;
  }

  /** All sets in one call, so that threads synchronize only once. */
  #runWhole(): number {
    const samples = this.left;
    this.#network.evaluateAll();
    this.#left = perSet(() => 0);
    return samples;
  }

  /** The result, NaN for sets that are left out; valid once `left` is 0. */
  result(): PerSet<SetScore> {
    return perSet((set) =>
      this.#sets.includes(set) ? this.#network.evaluated(set) : { loss: Number.NaN, hits: Number.NaN },
    );
  }
}
