import type { Plan } from './plan';
import { type Writers, written } from './said';
import type { Part } from './text';

export type Normalization = Plan['experiment']['network']['normalization'];
export type BatchSpec = Extract<Normalization, { kind: 'batch' }>;
export type LayerSpec = Extract<Normalization, { kind: 'layer' }>;

/** How a library writes a normalization of `width` neurons. */
export type NormWords = Writers<Normalization, 'kind', NormWriter>;
type NormWriter = (width: number) => string | null;

/** What is behind the weighted sums of a hidden layer, in its order. */
export interface Behind {
  readonly activation: Part;
  readonly dropout: Part;
  /** Width of the layer. */
  readonly width: number;
}

/** The layers behind the weighted sums of a hidden layer. */
export function inOrder(plan: Plan, words: NormWords, { activation, dropout, width }: Behind): Part {
  const { normalization } = plan.experiment.network;
  const writer = written<Normalization, 'kind', NormWriter>(plan, words, normalization, 'kind');
  const norm = typeof writer === 'string' ? `${writer},` : writer(width);
  if (normalization.kind === 'none' || normalization.place === 'beforeActivation')
    return [norm, activation, dropout];
  return normalization.place === 'afterActivation'
    ? [activation, norm, dropout]
    : [activation, dropout, norm];
}
