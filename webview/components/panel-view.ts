import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { charts } from '../../src/charts/index';
import { ChartCursor } from '../charts/cursor';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import '../explore/explore-view';
import { StoreController } from '../store-controller';
import { Watcher } from '../watcher';
import './banners';
import './boundary-pair';
import './chart-view';
import './data-notes';
import './document-veil';
import './empty-state';
import './hyperparameters';
import { place } from './hyperparameters';
import './network-section';
import { panelStyles } from './panel-styles';
import type { PlacementChange } from './placement-control';
import './run-head';
import './verdict-card';

/** The panel: everything that a person looks at while a run goes on. */
@customElement('dp-panel')
export class PanelView extends LitElement {
  static override styles = [sharedStyles, panelStyles];

  @property({ attribute: false }) store!: ViewStore;

  readonly #cursor = new ChartCursor();
  readonly #watcher = new Watcher((onScreen) => {
    this.#onScreen = onScreen;
    this.#observe();
  });
  #onScreen: ReadonlySet<string> = new Set();
  /** An idea of the lesson shows the network too. */
  #networkWanted = false;

  /** The pictures fill what the controls leave of the first screen. */
  readonly #top = new ResizeObserver(([{ target }]) =>
    this.style.setProperty('--top', `${(target as HTMLElement).offsetHeight}px`),
  );

  constructor() {
    super();
    new StoreController(this, ['run', 'experiment', 'document']);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watcher.disconnect();
    this.#top.disconnect();
  }

  protected override updated(): void {
    const top = this.renderRoot.querySelector('.top');
    this.#top.disconnect();
    if (top) this.#top.observe(top);
    for (const name of ['boundary', 'network']) {
      this.#watcher.watch(name, this.renderRoot.querySelector(`[data-observe=${name}]`));
    }
  }

  override render() {
    const { store } = this;
    const { document } = store;
    if (document?.own && document.state !== 'shown') {
      return html`<dp-document-veil .store=${store} .document=${document}></dp-document-veil>`;
    }
    return html`
      <main @dp-why=${this.#why}>
        <h1 class="visually-hidden">${l10n.t('Dropout Playground')}</h1>
        <div class="top">
          <dp-banners .store=${store}></dp-banners>
          <div class="head"><dp-run-head .store=${store}></dp-run-head></div>
          <section class="controls" aria-label=${l10n.t('Hyperparameters')}>
            <dp-hyperparameters .store=${store}></dp-hyperparameters>
          </section>
        </div>
        ${store.run ? this.body() : html`<dp-empty .store=${store}></dp-empty>`}
      </main>
    `;
  }

  #observe(): void {
    const network = this.#onScreen.has('network') || this.#networkWanted;
    this.store.observe({ boundary: this.#onScreen.has('boundary'), network });
  }

  readonly #why = ({ detail }: CustomEvent<string>) =>
    this.renderRoot.querySelector('dp-explore')?.open(detail);

  private body() {
    const { store } = this;
    // Not known before the data has been read: room is kept only where it will be needed.
    const plane = store.run?.info?.points !== undefined;
    return html`
      <div class="body">
        <div class="charts">
          ${charts.map(
            (spec) =>
              html`<dp-chart class=${spec.id} data-chart=${spec.id} .store=${store} .spec=${spec} .cursor=${this.#cursor}></dp-chart>`,
          )}
        </div>
        <div class="pictures">
          ${
            plane
              ? html`<dp-boundary-pair data-observe="boundary" .store=${store}></dp-boundary-pair>`
              : nothing
          }
          <dp-network-section
            data-observe="network"
            .store=${store}
            @dp-placement=${({ detail }: CustomEvent<PlacementChange>) => place(store, detail)}
          ></dp-network-section>
        </div>
        <div class="words">
          <dp-verdict .store=${store}></dp-verdict>
          <dp-data-notes .store=${store}></dp-data-notes>
        </div>
      </div>
      <dp-explore
        .store=${store}
        @dp-network-wanted=${({ detail }: CustomEvent<boolean>) => {
          this.#networkWanted = detail;
          this.#observe();
        }}
      ></dp-explore>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-panel': PanelView;
  }
}
