import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ChartSpec } from '../../src/charts/chart-spec';
import { others } from '../../src/charts/compared';
import { charts } from '../../src/charts/index';
import { ChartCursor } from '../charts/cursor';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { ViewElement } from '../view-element';
import '../explore/explore-view';
import { StoreController } from '../store-controller';
import { Watcher } from '../watcher';
import './banners';
import './boundary-pair';
import './chart-view';
import './compared-runs';
import './data-preview';
import './document-veil';
import './empty-state';
import './hyperparameters';
import { place } from './hyperparameters';
import './network-section';
import { panelStyles } from './panel-styles';
import type { PlacementChange } from './placement-control';
import './run-head';
import './run-title';
import './fair-view';
import './logs-view';
import './figure-view';
import './rate-range-view';
import '../study/study-view';
import './try-view';
import './verdict-card';

/** Up to this width, in pixels, the styles put everything into one column. */
const NARROW = 700;
const [first, ...rest] = charts.map(({ id }) => id);
/** The Tab key and screen readers go down the panel as eyes do. */
const ORDER: Readonly<Record<'wide' | 'narrow', readonly (string | undefined)[]>> = {
  wide: [first, ...rest, 'pictures', 'words'],
  narrow: [first, 'words', 'pictures', ...rest],
};

/** The panel: everything that a person looks at while a run goes on. */
@customElement('dp-panel')
export class PanelView extends ViewElement {
  static override styles = [sharedStyles, panelStyles];

  @property({ attribute: false }) store!: ViewStore;

  readonly #cursor = new ChartCursor();
  readonly #watcher = new Watcher((onScreen) => {
    this.#onScreen = onScreen;
    this.#observe();
  });
  #onScreen: ReadonlySet<string> = new Set();
  @state() private width: keyof typeof ORDER = 'narrow';
  /** An idea of the lesson shows the network too. */
  #networkWanted = false;

  /** The pictures fill what the controls leave of the first screen. */
  readonly #top = new ResizeObserver(([{ target }]) => {
    const { offsetHeight, offsetWidth } = target as HTMLElement;
    this.style.setProperty('--top', `${offsetHeight}px`);
    this.width = offsetWidth > NARROW ? 'wide' : 'narrow';
  });

  constructor() {
    super();
    new StoreController(this, [
      'logs',
      'run',
      'compared',
      'trainings',
      'experiment',
      'document',
      'connection',
    ]);
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
    const beside = document?.own === true && document.state === 'elsewhere' && store.run !== null;
    if (document?.own && document.state !== 'shown' && !beside) {
      return html`<dp-banners .store=${store}></dp-banners>
        <dp-document-veil ?inert=${store.isAlone} .store=${store} .document=${document}></dp-document-veil>`;
    }
    const inert = beside || store.isAlone;
    return html`
      <main @dp-why=${this.#why}>
        <h1 class="visually-hidden">${l10n.t('Dropout Playground')}</h1>
        <div class=${store.isAlone ? 'top alone' : 'top'}>
          <dp-banners .store=${store}></dp-banners>
          <div class="head" ?inert=${inert}><dp-run-head .store=${store}></dp-run-head></div>
          <section class="controls" ?inert=${inert} aria-label=${l10n.t('Hyperparameters')}>
            <dp-hyperparameters .store=${store}></dp-hyperparameters>
          </section>
          <dp-run-title ?inert=${store.isAlone} .store=${store}></dp-run-title>
        </div>
        <dp-try ?inert=${store.isAlone} .store=${store}></dp-try>
        <dp-fair ?inert=${store.isAlone} .store=${store}></dp-fair>
        <dp-study ?inert=${store.isAlone} .store=${store}></dp-study>
        <dp-logs ?inert=${store.isAlone} .store=${store}></dp-logs>
        <dp-figure ?inert=${store.isAlone} .store=${store}></dp-figure>
        <dp-rate-range ?inert=${store.isAlone} .store=${store}></dp-rate-range>
        ${store.run ? this.#body() : store.logs ? nothing : html`<dp-empty ?inert=${store.isAlone} .store=${store}></dp-empty>`}
      </main>
    `;
  }

  #observe(): void {
    const network = this.#onScreen.has('network') || this.#networkWanted;
    this.store.observe({ boundary: this.#onScreen.has('boundary'), network });
  }

  /** Opens an idea of the lesson, where there is a run to show it on. */
  async openIdea(id: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector('dp-explore')?.open(id);
  }

  readonly #why = ({ detail }: CustomEvent<string>) => void this.openIdea(detail);

  #body() {
    const { store } = this;
    const isComparing =
      store.run !== null && others(store.run, store.compared).length + store.trainings.length > 0;
    const parts: Readonly<Record<string, unknown>> = {
      ...Object.fromEntries(charts.map((spec) => [spec.id, this.#chart(spec)])),
      pictures: this.#pictures(),
      words: html`<div class="words" ?inert=${store.isAlone}>
        <dp-verdict .store=${store}></dp-verdict>
      </div>`,
    };
    return html`
      <div class=${isComparing ? 'body comparing' : 'body'}>
        ${repeat(
          ORDER[this.width],
          (name) => name,
          (name) => parts[name ?? ''],
        )}
      </div>
      <dp-compared-runs ?inert=${store.isAlone} .store=${store}></dp-compared-runs>
      <dp-data-preview ?inert=${store.isAlone} .store=${store}></dp-data-preview>
      <dp-explore
        ?inert=${store.isAlone}
        .store=${store}
        @dp-network-wanted=${({ detail }: CustomEvent<boolean>) => {
          this.#networkWanted = detail;
          this.#observe();
        }}
      ></dp-explore>
    `;
  }

  #chart(spec: ChartSpec) {
    return html`<dp-chart class=${spec.id} data-chart=${spec.id} .store=${this.store} .spec=${spec} .cursor=${this.#cursor}></dp-chart>`;
  }

  #pictures() {
    const { store } = this;
    // Not known before the data has been read: room is kept only where it will be needed.
    const plane = store.run?.info?.points !== undefined;
    return html`<div class="pictures">
      ${plane ? html`<dp-boundary-pair data-observe="boundary" .store=${store}></dp-boundary-pair>` : nothing}
      <dp-network-section
        ?inert=${store.isAlone}
        data-observe="network"
        .store=${store}
        @dp-placement=${({ detail }: CustomEvent<PlacementChange>) => place(store, detail)}
      ></dp-network-section>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-panel': PanelView;
  }
}
