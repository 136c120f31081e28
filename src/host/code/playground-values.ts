import type { Finding, FindingKind } from '../../code/finding';
import type { Experiment } from '../../experiment/schema';

/** The one drop ratio of an experiment; undefined: none, or several. */
export function sharedRatio({ network, dropout }: Experiment): number | undefined {
  const { ratio, placement } = dropout;
  const hidden = network.hidden.length > 0 ? placement.hidden : false;
  const sites = [placement.input, hidden, placement.output].flat();
  const ratios = new Set(sites.flatMap((site) => (site === true ? [ratio] : site === false ? [] : [site])));
  return ratios.size === 1 ? [...ratios][0] : undefined;
}

/** What the set-up has for a kind of hyperparameter; undefined: it has none, or more than one. */
export function playgroundValue(kind: FindingKind, experiment: Experiment): number | undefined {
  const { training } = experiment;
  switch (kind) {
    case 'dropout':
      return sharedRatio(experiment);
    case 'learningRate':
      return training.learningRate;
    case 'batchSize':
      return training.batchSize;
    case 'momentum':
      return 'momentum' in training ? training.momentum : undefined;
    case 'weightDecay':
      return training.weightDecay > 0 ? training.weightDecay : undefined;
    default:
      return undefined;
  }
}

/** Whether two hyperparameters are the same number, rounding of binary fractions aside. */
export function sameValue(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

/** A literal that the set-up has another value for. */
export interface Proposal {
  readonly finding: Finding;
  readonly value: number;
}

/** What could be written into the code, once for each literal, in the order of the text. */
export function proposals(findings: readonly Finding[], experiment: Experiment): Proposal[] {
  const places = new Map<string, Proposal>();
  for (const finding of findings) {
    const value = playgroundValue(finding.kind, experiment);
    const { edit } = finding;
    if (edit === null || value === undefined || finding.value === null) continue;
    const place = `${edit.cell ?? 0}:${edit.start}`;
    if (!sameValue(finding.value, value) && !places.has(place)) places.set(place, { finding, value });
  }
  const at = ({ finding: { edit } }: Proposal) => [edit?.cell ?? 0, edit?.start ?? 0] as const;
  return [...places.values()].sort((a, b) => at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1]);
}
