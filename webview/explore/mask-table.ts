import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { dropoutRules } from '../../src/core/dropout/index';
import type { NetworkFrame, NetworkSite } from '../../src/protocol';
import { formatRatio } from '../format';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { type MaskRow, maskRows } from './mask-rows';

/** The mask of the current step, site by site: the numbers drawn, True and False, what goes forward and what comes back. */
@customElement('dp-mask-table')
export class MaskTable extends ViewElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: 8px;
      }
      .scroller {
        overflow: auto;
      }
      table {
        border-collapse: collapse;
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: 2px 6px;
        border: 1px solid var(--dp-border);
        text-align: center;
        font-weight: normal;
        white-space: nowrap;
      }
      [scope='row'] {
        position: sticky;
        left: 0;
        background: var(--vscode-editor-background);
        text-align: left;
      }
      .kept {
        background: color-mix(in srgb, var(--vscode-charts-green) 18%, transparent);
      }
      .silent {
        border-style: dashed;
        color: var(--dp-muted);
      }
      caption {
        padding-bottom: 2px;
        text-align: left;
        font-weight: 600;
      }
      caption .muted {
        font-weight: normal;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 14px;
        margin: 0;
        font-size: 12px;
      }
      .legend span {
        display: inline-flex;
        gap: 6px;
        align-items: center;
      }
      .legend i {
        flex: none;
        width: 12px;
        height: 12px;
        border: 1px solid var(--dp-border);
      }
      .legend .silent {
        border-style: dashed;
      }
      .dropped {
        background: color-mix(in srgb, var(--vscode-charts-red) 28%, transparent);
        font-weight: 600;
      }
      .row {
        display: flex;
        gap: 12px;
        align-items: center;
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;

  constructor() {
    super();
    new StoreController(this, ['network', 'run']);
  }

  override render() {
    const frame = this.store.network;
    return html`
      <div class="row">
        <vscode-button @click=${() => this.store.command('step')}>${l10n.t('Next mask')}</vscode-button>
        ${frame ? html`<span class="muted">${stepText(frame)}</span>` : nothing}
      </div>
      ${frame ? this.#table(frame) : nothing}
      ${frame ? legend() : nothing}
    `;
  }

  #table(frame: NetworkFrame) {
    const sites = frame.sites.flatMap((site, index) => (site.ratio > 0 ? [{ site, index }] : []));
    if (sites.length === 0) return html`<p>${l10n.t('No layer has dropout: every neuron takes part.')}</p>`;
    return sites.map(({ site, index }) => this.#site(site, siteName(index, frame.sites.length)));
  }

  #site(site: NetworkSite, name: string) {
    const rule = dropoutRules.find(({ id }) => id === this.store.run?.experiment.dropout.rule);
    // Every column is a neuron's: by its number it is known in each row.
    const [neurons, ...rows] = maskRows(site, rule?.trainScale(site.ratio) ?? 1);
    return html`<div class="scroller" tabindex="0" role="region" aria-label=${l10n.t('Mask of {0}', name)}>
      <table>
        <caption>
          ${name} <span class="muted">${shownText(site)}</span>
        </caption>
        <thead>
          <tr>
            ${rowHead(neurons)}
            ${neurons.cells.map(({ text }) => html`<th scope="col">${text}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${rowHead(row)}
                ${row.cells.map(({ text, fate }) => html`<td class=${fate ?? ''}>${text}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

const rowHead = ({ title, help }: MaskRow) => html`<th scope="row" title=${help}>${title}</th>`;

const stepText = ({ step, samples }: NetworkFrame): string =>
  samples === undefined
    ? l10n.t('step {0}', step)
    : l10n.t('step {0}: the first of {1} samples, each with a mask of its own', step, samples);

/** The fates, told by words beside the colours. */
const legend = () => html`<p class="muted legend">
  <span><i class="kept"></i>${l10n.t('True: passes')}</span>
  <span><i class="silent"></i>${l10n.t('True, but the activation is 0: nothing to pass')}</span>
  <span><i class="dropped"></i>${l10n.t('False: dropped, blocked both ways')}</span>
</p>`;

function siteName(index: number, count: number): string {
  if (index === 0) return l10n.t('input');
  return index === count - 1 ? l10n.t('output') : l10n.t('hidden {0}', index);
}

/** `drop ratio 0.50, 12 of 128 neurons shown`. */
function shownText({ ratio, indices, width }: NetworkSite): string {
  const drop = l10n.t('drop ratio {0}', formatRatio(ratio));
  return indices.length < width
    ? `${drop}, ${l10n.t('{0} of {1} neurons shown', indices.length, width)}`
    : `${drop}, ${l10n.t('all {0} neurons', width)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-mask-table': MaskTable;
  }
}
