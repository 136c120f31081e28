import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { formatScore } from '../../src/charts/format';
import { greatest } from '../../src/core/lists';
import { formatSpread, rateText } from '../../src/experiment/number-text';
import type { FairDifference, FairState } from '../../src/protocol';
import { formatNumber } from '../format';

type Answer = NonNullable<FairState['answer']>;

/** What each regularizer changes, with its interval, and what it costs; below it what is said of each. */
export function regularizersTable({ sides, pairs, remarks }: Answer, task: NonNullable<FairState['task']>) {
  const score = task === 'classification' ? l10n.t('test accuracy') : l10n.t('test R²');
  const differences = pairs.map(({ difference }) => difference);
  const bounds = differences.flatMap(({ mean, low, high }) => [mean, low, high]).filter(Number.isFinite);
  const widest = greatest([0, ...bounds.map(Math.abs)]);
  const [{ level, seeds }] = differences as [FairDifference, ...FairDifference[]];
  const title = l10n.t('Regularizers against none, on {0} fresh seeds', seeds);
  return html`<h2>${title}</h2>
    <div class="scroller" role="region" tabindex="0" aria-label=${title}>
      <table>
        <caption class="visually-hidden">
          ${title}
        </caption>
        <tr>
          <td></td>
          <th scope="col" class="difference">
            ${l10n.t('test loss − that of none ({0}% interval)', formatNumber(100 * level))}
          </th>
          <th scope="col">${l10n.t('test loss')}</th>
          <th scope="col">${score}</th>
          <th scope="col">${l10n.t('strength')}</th>
          <th scope="col">${l10n.t('learning rate')}</th>
          <th scope="col">${l10n.t('time')}</th>
        </tr>
        ${sides.map(
          (side, i) =>
            html`<tr>
              <th scope="row">${side.name}</th>
              <td>${i === 0 ? nothing : intervalOf(differences[i - 1]!, widest)}</td>
              <td>${formatSpread(side.test)}</td>
              <td>${formatScore(side.score.mean, task)}</td>
              <td>${side.strength === undefined ? nothing : rateText(side.strength)}</td>
              <td>${rateText(side.learningRate)}</td>
              <td>× ${side.cost?.toFixed(2)}</td>
            </tr>`,
        )}
      </table>
    </div>
    <ul>
      ${pairs.map((pair) => html`<li>${pair.title}</li>`)} ${remarks.map((remark) => html`<li>${remark}</li>`)}
    </ul>`;
}

/** An interval on an axis with 0 in its middle, and its numbers. */
function intervalOf({ mean, low, high }: FairDifference, widest: number) {
  const at = (value: number) => 50 + (50 * value) / (widest || 1);
  const isKnown = Number.isFinite(low) && Number.isFinite(high);
  const tone = !isKnown || (low <= 0 && high >= 0) ? 'open' : high < 0 ? 'less' : 'more';
  const words = isKnown ? ` (${signed(low)} … ${signed(high)})` : '';
  return html`<div class="interval ${tone}" aria-hidden="true">
      <i class="zero"></i>
      ${isKnown ? html`<i class="range" .style=${`left: ${at(low)}%; width: ${at(high) - at(low)}%`}></i>` : nothing}
      <i class="mean" .style=${`left: ${at(mean)}%`}></i>
    </div>
    ${signed(mean)}${words}`;
}

const signed = (value: number): string =>
  `${value < 0 ? '−' : value > 0 ? '+' : ''}${formatNumber(Math.abs(value))}`;
