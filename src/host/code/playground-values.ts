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

/**
 * What could be written into the code, once for each literal, in the order of the text. A literal that stands for two
 * hyperparameters is left alone where the set-up has two values for them.
 */
export function proposals(findings: readonly Finding[], experiment: Experiment): Proposal[] {
  const places = new Map<string, Proposal[]>();
  for (const finding of findings) {
    const { edit } = finding;
    if (edit === null || finding.value === null) continue;
    const place = `${edit.cell ?? 0}:${edit.start}`;
    const value = playgroundValue(finding.kind, experiment) ?? finding.value;
    places.set(place, [...(places.get(place) ?? []), { finding, value }]);
  }
  const at = ({ finding: { edit } }: Proposal) => [edit?.cell ?? 0, edit?.start ?? 0] as const;
  return [...places.values()]
    .flatMap((wanted) => agreed(wanted) ?? [])
    .sort((a, b) => at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1]);
}

/** The change of a literal that all its uses agree on. */
function agreed(wanted: readonly Proposal[]): Proposal | undefined {
  const [first] = wanted;
  const written = ({ finding, value }: Proposal) => (finding.edit?.keep ? 1 - value : value);
  if (!first || !wanted.every((one) => sameValue(written(one), written(first)))) return undefined;
  return wanted.find(({ finding, value }) => !sameValue(finding.value ?? value, value));
}
