import * as l10n from '@vscode/l10n';
import type { Layer, NormOfLayer } from './finding';

/** The normalization of an experiment's network, as far as code says it. */
export interface NormOfCode {
  kind: 'batch' | 'layer';
  place: NormPlaceId;
  momentum?: number;
  epsilon?: number;
}

type NormPlaceId = 'beforeActivation' | 'afterActivation' | 'afterDropout';

/** The normalization that stands behind a hidden linear layer, which comes first in `layers`. */
function behind(layers: readonly Layer[]): { readonly layer: Layer; readonly said: NormOfCode } | undefined {
  const at = layers.findIndex(({ norm }) => norm !== undefined);
  const layer = layers[at];
  if (!layer?.norm) return undefined;
  const before = layers.slice(0, at);
  const isAfter = (kind: (layer: Layer) => boolean) => before.some(kind);
  const isActivated = isAfter(({ activation }) => activation !== null);
  const hasActivation = layers.some(({ activation }) => activation !== null);
  const isDropped = isAfter(({ kind }) => kind === 'dropout');
  const place =
    isDropped && (isActivated || !hasActivation)
      ? 'afterDropout'
      : isActivated
        ? 'afterActivation'
        : 'beforeActivation';
  return { layer, said: { kind: layer.norm.kind, place, ...numbersOf(layer.norm) } };
}

const isShare = (value: number | null): value is number => value !== null && value > 0 && value <= 1;

/** Only what is allowed; the rest is as usual. */
function numbersOf({ kind, momentum, epsilon }: NormOfLayer): Pick<NormOfCode, 'momentum' | 'epsilon'> {
  return {
    ...(kind === 'batch' && isShare(momentum) ? { momentum } : {}),
    ...(isShare(epsilon) ? { epsilon } : {}),
  };
}

/**
 * The normalization of the hidden layers, whose parts are given layer by layer, the linear one first: what stands there
 * most often. Adds to `notes` what was left out, and to `taken` the layers that were taken over.
 */
export function normalizationOfLayers(
  hidden: readonly (readonly Layer[])[],
  notes: string[],
  taken: Set<Layer>,
): NormOfCode | undefined {
  const found = hidden.map(behind);
  const texts = found.map((one) => one && JSON.stringify(one.said));
  const counts = new Map<string, number>();
  for (const text of texts) if (text) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [usual] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  if (usual === undefined) return undefined;
  const said = JSON.parse(usual) as NormOfCode;
  for (const one of found) if (one) taken.add(one.layer);
  if (texts.some((text) => text !== usual))
    notes.push(
      said.kind === 'batch'
        ? l10n.t('the normalization differs from layer to layer: batch normalization was taken for all')
        : l10n.t('the normalization differs from layer to layer: layer normalization was taken for all'),
    );
  if (found.some((one) => one?.layer.norm && isUnread(one.layer.norm)))
    notes.push(
      l10n.t(
        'momentum or ε of the normalization is not a written number that is allowed: the usual one was taken',
      ),
    );
  return said;
}

const isUnread = ({ kind, momentum, epsilon }: NormOfLayer): boolean =>
  (kind === 'batch' && !isShare(momentum)) || !isShare(epsilon);
