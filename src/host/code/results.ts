import type { FindingKind } from '../../code/finding';
import { baseLabel } from '../../experiment/label';
import type { DataSpec, Experiment } from '../../experiment/schema';
import type { Run } from '../store/run';
import { sameValue, sharedRatio } from './playground-values';
import type { KnownShape } from './stand-in';

/** How a run with one drop ratio and one learning rate ended. Losses are means over the seeds. */
export interface RunResult {
  readonly id: string;
  readonly label: string;
  readonly network: string;
  /** The data's settings, to tell whether two losses can be compared. */
  readonly data: string;
  /** The data, to tell whether they are those of the code that the result is shown beside. */
  readonly source?: DataSpec;
  /** What was found in them. */
  readonly shape?: KnownShape;
  readonly ratio: number | undefined;
  readonly learningRate: number;
  /** All else that a loss depends on, seeds aside. */
  readonly rest: string;
  /** `null`: it diverged. */
  readonly testLoss: number | null;
  /** The last test loss with dropout of each seed that came to its end. */
  readonly seedLosses: ReadonlyMap<number, number>;
  /** How many seeds diverged with dropout. */
  readonly diverged: number;
  /** Without dropout; `null`: there was no comparison, or it diverged. */
  readonly baseline: number | null;
}

/** More than a person compares. */
const MOST = 200;

/** Layers and activation, to tell whether a run was about the same network. */
export function networkKey({ network: { hidden, activation } }: Experiment): string {
  return `${hidden.join('-')} ${activation}`;
}

/** All that an experiment says but its name, its seeds, its learning rate and its drop ratio where there is one. */
function restOf(experiment: Experiment): string {
  const { data, network, dropout, training } = experiment;
  const hasOne = sharedRatio(experiment) !== undefined;
  const ratioOf = (site: number | boolean) => (site === true ? dropout.ratio : Number(site));
  const said = (site: number | boolean) => (hasOne ? ratioOf(site) > 0 : ratioOf(site));
  const { input, hidden, output } = dropout.placement;
  const hiddens = network.hidden.map((_, i) => said(Array.isArray(hidden) ? (hidden[i] ?? false) : hidden));
  return JSON.stringify({
    data,
    network,
    dropout: { ...dropout, ratio: null, placement: [said(input), hiddens, said(output)] },
    training: { ...training, learningRate: null },
  });
}

function bySeed(run: Run): Pick<RunResult, 'seedLosses' | 'diverged'> {
  const members = run.members.filter(({ variant }) => variant === 'dropout');
  const seedLosses = new Map<number, number>();
  for (const { seed, curve, ending } of members) {
    const loss = curve.last('testLoss');
    if (ending?.kind !== 'diverged' && loss !== undefined && Number.isFinite(loss))
      seedLosses.set(seed, loss);
  }
  return { seedLosses, diverged: members.length - seedLosses.size };
}

/** What the runs measured of a value and of the one that it would replace, all else equal. */
export interface Evidence {
  readonly before: RunResult | undefined;
  readonly after: RunResult | undefined;
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
    const { testLoss } = run.summary();
    const result = {
      id: run.id,
      label: baseLabel(experiment),
      network: networkKey(experiment),
      data: JSON.stringify(experiment.data),
      source: experiment.data,
      ...(run.info && { shape: { task: run.info.task, outputs: run.info.outputs } }),
      ratio: sharedRatio(experiment),
      learningRate: experiment.training.learningRate,
      rest: restOf(experiment),
      testLoss: testLoss.dropout,
      ...bySeed(run),
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

  /** The last results of a set-up as it is, and with `before` in the place of what it has for `kind`. */
  evidence(kind: FindingKind, before: number, experiment: Experiment): Evidence {
    if (kind !== 'dropout' && kind !== 'learningRate') return { before: undefined, after: undefined };
    const rest = restOf(experiment);
    const ratio = sharedRatio(experiment);
    const { learningRate } = experiment.training;
    const find = (wantedRatio: number | undefined, rate: number) =>
      this.#results.find(
        (result) =>
          result.rest === rest && same(result.ratio, wantedRatio) && sameValue(result.learningRate, rate),
      );
    return {
      before: kind === 'dropout' ? find(before, learningRate) : find(ratio, before),
      after: find(ratio, learningRate),
    };
  }

  /** The last result of a network. */
  last(network: string): RunResult | undefined {
    return this.#results.find((result) => result.network === network);
  }
}

function same(a: number | undefined, b: number | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameValue(a, b));
}
