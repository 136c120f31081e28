import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { NetworkFrame, NetworkSite } from '../../src/protocol';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';

/** The mask of the current step as True and False, site by site, with what each neuron put out. */
@customElement('dp-mask-table')
export class MaskTable extends LitElement {
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
      th {
        text-align: left;
      }
      .kept {
        background: color-mix(in srgb, var(--vscode-charts-green) 18%, transparent);
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
        ${frame ? html`<span class="muted">${l10n.t('step {0}', frame.step)}</span>` : nothing}
      </div>
      ${frame ? html`<div class="scroller" tabindex="0">${this.table(frame)}</div>` : nothing}
    `;
  }

  private table(frame: NetworkFrame) {
    const sites = frame.sites.filter(({ ratio }) => ratio > 0);
    if (sites.length === 0) return html`<p>${l10n.t('No layer has dropout: every neuron takes part.')}</p>`;
    return html`<table>
      <caption class="visually-hidden">
        ${l10n.t('Masks of step {0}', frame.step)}
      </caption>
      <tbody>
        ${sites.map((site) => this.rows(site, frame.sites.indexOf(site), frame.sites.length))}
      </tbody>
    </table>`;
  }

  private rows(site: NetworkSite, index: number, count: number) {
    const kept = [...site.kept];
    return html`
      <tr>
        <th scope="row">${siteName(index, count)} · ${l10n.t('mask')}</th>
        ${kept.map((bit) => html`<td class=${bit ? 'kept' : 'dropped'}>${bit ? 'True' : 'False'}</td>`)}
      </tr>
      <tr>
        <th scope="row">${l10n.t('output')}</th>
        ${kept.map((_, i) => html`<td>${site.activations[i].toFixed(2)}</td>`)}
      </tr>
    `;
  }
}

function siteName(index: number, count: number): string {
  if (index === 0) return l10n.t('input');
  return index === count - 1 ? l10n.t('output') : l10n.t('hidden {0}', index);
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-mask-table': MaskTable;
  }
}
