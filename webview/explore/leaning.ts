import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { variantTitle } from '../../src/charts/variant';
import { type RelianceResult, shareOf } from '../../src/core/analysis/reliance';
import { greatest } from '../../src/core/lists';
import type { Variant } from '../../src/core/trainer-types';
import { formatNumber } from '../../src/experiment/words';
import { percent } from './neuron-spec';
import type { Pair } from './reliance-spec';

/** What each network on the screen leans on, in numbers: of the feature that either of them leans on most. */
export interface Leaning {
  readonly feature: number;
  readonly networks: readonly Leaner[];
  /** Who leans on it more, by more than the shuffles vary. Absent where they cannot tell, or with one network alone. */
  readonly more?: Variant;
}

/** One network and the feature. */
export interface Leaner {
  readonly variant: Variant;
  /** Rise of the test loss when it is shuffled. */
  readonly rise: number;
  /** Part of what all features together bring when shuffled, and its standard error. */
  readonly share: number;
  readonly error: number;
  /** Part of the sum of the norms of the features' outgoing weights. */
  readonly weightShare: number;
  /** Test loss and accuracy (NaN for regression) with it held at its mean. */
  readonly lossWithout: number;
  readonly accuracyWithout: number;
}

/** Two standard errors: about 95 %. */
const CLEAR = 2;

/** Undefined as long as features are still being measured, or where none of them matters. */
export function leaningOf(pair: Pair<RelianceResult>): Leaning | undefined {
  const shares = pair.map(({ result }) =>
    Array.from(result.weightNorm, (_, feature) => shareOf(result, feature)?.share ?? Number.NaN),
  );
  const tops = shares.map((of) => greatest(of.map((share) => (Number.isFinite(share) ? share : 0))));
  if (pair.length === 0 || tops.some((top) => top === 0)) return undefined;
  const feature = shares[tops.indexOf(greatest(tops))].indexOf(greatest(tops));
  const networks = pair.map((one) => leanerOf(one, feature));
  return { feature, networks, ...moreOf(networks) };
}

function leanerOf({ variant, result }: Pair<RelianceResult>[number], feature: number): Leaner {
  return {
    variant,
    rise: result.permutation[feature],
    ...shareOf(result, feature)!,
    weightShare: result.weightNorm[feature] / result.weightNorm.reduce((sum, norm) => sum + norm, 0),
    lossWithout: result.lossWithout[feature],
    accuracyWithout: 1 - result.errorWithout[feature],
  };
}

function moreOf([one, other]: readonly Leaner[]): { more?: Variant } {
  if (!one || !other) return {};
  const difference = one.share - other.share;
  if (!(Math.abs(difference) > CLEAR * Math.hypot(one.error, other.error))) return {};
  return { more: difference > 0 ? one.variant : other.variant };
}

/** What the numbers come to, with the side that the measurement is on. */
export function leaningWords({ feature, networks, more }: Leaning, names: readonly string[]): string {
  const name = names[feature] ?? `x${feature + 1}`;
  const shares = networks
    .map(({ variant, share }) => `${variantTitle(variant)} ${percent(share)}`)
    .join(', ');
  const measured = l10n.t(
    '“{0}” brings this part of what all features bring together when shuffled: {1}.',
    name,
    shares,
  );
  return networks.length < 2 ? measured : `${measured} ${sideWords(more)}`;
}

function sideWords(more: Variant | undefined): string {
  if (more === 'baseline') return l10n.t('Here the network without dropout leans on it more.');
  if (more === 'dropout') return l10n.t('Here the network with dropout leans on it more.');
  return l10n.t('The shuffles do not tell which of the two leans on it more.');
}

/** The numbers, and below them what they come to. */
export function leaningTable(leaning: Leaning, names: readonly string[]): TemplateResult {
  const classes = leaning.networks.some(({ accuracyWithout }) => Number.isFinite(accuracyWithout));
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${l10n.t('What each network leans on')}>
      <table>
        <thead>
          <tr>
            <td></td>
            <th scope="col">${l10n.t('part of the rise')}</th>
            <th scope="col">${l10n.t('rise of the loss')}</th>
            <th scope="col">${l10n.t('part of the weights')}</th>
            <th scope="col">${l10n.t('loss without it')}</th>
            ${classes ? html`<th scope="col">${l10n.t('accuracy without it')}</th>` : ''}
          </tr>
        </thead>
        <tbody>
          ${leaning.networks.map((network) => row(network, classes))}
        </tbody>
      </table>
    </div>
    <p>${leaningWords(leaning, names)}</p>
    <p class="muted">
      ${l10n.t(
        '“Without it”: the feature is held at its training mean, so this is what the network has learned from the others. The weights also hold what they began with. All of it is of one seed; ± is the standard error over five shuffles.',
      )}
    </p>`;
}

function row(leaner: Leaner, classes: boolean) {
  const { variant, share, error, rise, weightShare, lossWithout, accuracyWithout } = leaner;
  return html`<tr>
    <th scope="row"><i class="key ${variant}"></i>${variantTitle(variant)}</th>
    <td class="figure">${percent(share)} ± ${percent(error)}</td>
    <td>${formatNumber(rise)}</td>
    <td>${percent(weightShare)}</td>
    <td>${formatNumber(lossWithout)}</td>
    ${classes ? html`<td>${formatNumber(accuracyWithout)}</td>` : ''}
  </tr>`;
}
