import type { FindingKind } from '../../code/finding';
import type { Experiment } from '../../experiment/schema';
import type { Run } from '../store/run';
import { sameValue, sharedRatio } from './playground-values';

/** How a run with one drop ratio and one learning rate ended. Losses are means over the seeds. */
export interface RunResult {
  readonly id: string;
  readonly label: string;
  readonly network: string;
  /** The data's settings, to tell whether two losses can be compared. */
  readonly data: string;
  readonly ratio: number | undefined;
  readonly learningRate: number;
  /** `null`: it diverged. */
  readonly testLoss: number | null;
  /** Without dropout; `null`: there was no comparison, or it diverged. */
  readonly baseline: number | null;
}

/** More than a person compares. */
const MOST = 200;

/** Layers and activation, to tell whether a run was about the same network. */
export function networkKey({ network: { hidden, activation } }: Experiment): string {
  return `${hidden.join('-')} ${activation}`;
}

/** What came out of the runs of this window, the last ones first. */
export class Results {
  #results: RunResult[] = [];

  /** True where there is something new to show. */
  record(run: Run): boolean {
    if (run.status !== 'completed' || this.#results.some(({ id }) => id === run.id)) return false;
    const { experiment } = run;
    // What was changed in mid-run is the result of no single value.
    if (experiment.changes.length > 0) return false;
    const { testLoss, label } = run.summary();
    const result = {
      id: run.id,
      label,
      network: networkKey(experiment),
      data: JSON.stringify(experiment.data),
      ratio: sharedRatio(experiment),
      learningRate: experiment.training.learningRate,
      testLoss: testLoss.dropout,
      baseline: testLoss.baseline,
    };
    this.#results = [result, ...this.#results].slice(0, MOST);
    return true;
  }

  /** The last result with this value. `network`: of that network only. */
  withValue(kind: FindingKind, value: number, network?: string): RunResult | undefined {
    return this.#results.find((result) => {
      if (network !== undefined && result.network !== network) return false;
      const own =
        kind === 'dropout' ? result.ratio : kind === 'learningRate' ? result.learningRate : undefined;
      return own !== undefined && sameValue(own, value);
    });
  }

  /** The last result of a network. */
  last(network: string): RunResult | undefined {
    return this.#results.find((result) => result.network === network);
  }
}
