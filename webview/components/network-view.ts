import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Placement, Site } from '../../src/core/spec';
import type { NetworkFrame, RunInfo } from '../../src/protocol';
import type { SiteName } from '../placement';
import { sharedStyles } from '../shared-styles';
import { theme } from '../theme';
import { CanvasController } from './canvas-controller';
import { layoutNetwork, MIN_PITCH, type NetworkLayout, neuronAt } from './network-layout';
import {
  describeNetwork,
  describeNeuron,
  frameOf,
  type SiteModel,
  siteModels,
  siteShapes,
  valueText,
} from './network-model';
import { paintNetwork } from './network-paint';
import { networkStyles } from './network-styles';
import './ratio-menu';
import type { RatioMenu } from './ratio-menu';

/** What a person set at one site. */
export interface PlacementDetail {
  readonly site: SiteName;
  readonly value: Site;
}

/** What the signs in the picture mean. */
const legend = () => html`<div class="legend" aria-hidden="true">
  <span><i class="cross"></i>${l10n.t('dropped: no signal either way')}</span>
  <span><i class="positive"></i>${l10n.t('positive weight')}</span>
  <span><i class="negative"></i>${l10n.t('negative weight')}</span>
</div>`;

const NOWHERE: Placement = { input: false, hidden: false, output: false };
/** In less height than this name and value of a switch stand in one line, if there is the width for it. */
const LOW = 180;
const LINE_WIDTH = 72;
/** Columns narrower than this show short names: with name and value below one another, and in one line. */
const ROOMY = { lines: 90, line: 116 } as const;
/** Height of the words beside the pointer. */
const TIP_HEIGHT = 22;

/**
 * The thinned net of the current step, and below each layer a switch for dropout there. Without a frame that fits, the
 * net is drawn idle from what is set up. Fires `dp-placement` (PlacementDetail) when a person places dropout.
 */
@customElement('dp-network')
export class NetworkView extends LitElement {
  static override styles = [sharedStyles, networkStyles];

  @property({ attribute: false }) frame: NetworkFrame | null = null;
  @property({ attribute: false }) placement: Placement = NOWHERE;
  /** The shared drop ratio. */
  @property({ type: Number }) ratio = 0;
  /** Neurons in each hidden layer. */
  @property({ attribute: false }) layers: readonly number[] = [];
  @property({ attribute: false }) info: RunInfo | null = null;

  /** Width of a column. */
  @state() private pitch = 0;
  @state() private low = false;
  @state() private tip: { readonly text: string; readonly x: number; readonly y: number } | null = null;
  @query('.stage') private readonly stage!: HTMLElement;
  @query('dp-ratio-menu') private readonly menu!: RatioMenu;

  readonly #canvas = new CanvasController(this, (context, width, height) =>
    this.#paint(context, width, height),
  );
  #models: readonly SiteModel[] = [];
  #fitting: NetworkFrame | null = null;
  #layout: NetworkLayout | null = null;
  /** The site that the pop-up is about. */
  #menuSite: SiteName = 'input';
  /** Ratios of their own that were switched off: switching on again brings them back. */
  readonly #ownRatios = new Map<SiteName, number>();

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('layers')) this.#ownRatios.clear();
    this.#models = siteModels(this);
    this.#fitting = frameOf(this.frame, this.#models);
  }

  protected override updated(changed: PropertyValues): void {
    this.stage.style.setProperty('--sites', String(this.#models.length));
    this.stage.style.setProperty('--least', `${this.#models.length * MIN_PITCH}px`);
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    if (tip && this.tip) {
      tip.style.setProperty('left', `${this.tip.x}px`);
      tip.style.setProperty('top', `${this.tip.y}px`);
    }
    if (['frame', 'layers', 'info'].some((name) => changed.has(name))) this.#canvas.invalidate();
  }

  override render() {
    const inLine = this.low && this.pitch >= LINE_WIDTH;
    const compact = this.pitch > 0 && this.pitch < (inLine ? ROOMY.line : ROOMY.lines);
    return html`
      <div class="scroller">
        <div class="stage">
          ${legend()}
          <div class="picture">
            <canvas
              role="img"
              aria-label=${describeNetwork(this.#models, this.#fitting)}
              @pointermove=${this.#point}
              @pointerleave=${() => {
                this.tip = null;
              }}
            ></canvas>
            ${this.tip ? html`<div class="tip" aria-hidden="true">${this.tip.text}</div>` : nothing}
          </div>
          <div
            class="chips ${compact ? 'compact' : ''} ${inLine ? 'line' : ''}"
            role="toolbar"
            aria-label=${l10n.t('Placement of dropout')}
            @keydown=${this.#moveFocus}
          >
            ${this.#models.map((model, index) => this.#chip(model, index, compact))}
          </div>
        </div>
      </div>
      <dp-ratio-menu .shared=${this.ratio} @dp-site=${this.#menuChanged}></dp-ratio-menu>
    `;
  }

  #chip(model: SiteModel, index: number, compact: boolean) {
    const on = model.value !== false;
    const value = valueText(model);
    return html`<div class="chip ${on ? 'on' : ''}">
      <button
        class="toggle"
        tabindex=${index === 0 ? 0 : -1}
        aria-pressed=${on ? 'true' : 'false'}
        title=${this.#tooltip(model, index)}
        @click=${() => this.#toggle(model)}
        @contextmenu=${(event: Event) => this.#openMenu(event, model)}
      >
        <span class="name">${compact ? model.short : model.name}</span>
        <span class="value"><span class="light" aria-hidden="true"></span>${value}</span>
        ${compact ? html`<span class="visually-hidden">${model.name}</span>` : nothing}
      </button>
      <button
        class="more"
        tabindex="-1"
        aria-haspopup="dialog"
        aria-label=${l10n.t('Drop ratio of {0}', model.name)}
        title=${l10n.t('Drop ratio of {0}', model.name)}
        @click=${(event: Event) => this.#openMenu(event, model)}
      >
        <vscode-icon name="chevron-down" size="12"></vscode-icon>
      </button>
    </div>`;
  }

  #tooltip(model: SiteModel, index: number): string {
    const act =
      model.value === false
        ? l10n.t('Click to place dropout at {0}.', model.name)
        : l10n.t('Click to take dropout away from {0}.', model.name);
    const inForce = this.#fitting?.sites[index].ratio ?? model.ratio;
    const scheduled = Math.abs(inForce - model.ratio) > 1e-6;
    return scheduled ? `${act} ${l10n.t('In force at this step: {0}.', Number(inForce.toFixed(3)))}` : act;
  }

  #toggle({ site, value }: SiteModel): void {
    if (typeof value === 'number') this.#ownRatios.set(site, value);
    this.#place(site, value === false ? (this.#ownRatios.get(site) ?? true) : false);
  }

  #openMenu(event: Event, { site, name, value }: SiteModel): void {
    event.preventDefault();
    this.#menuSite = site;
    Object.assign(this.menu, { name, value });
    this.menu.open(event.currentTarget as HTMLElement);
  }

  #menuChanged(event: CustomEvent<Site>): void {
    this.#ownRatios.delete(this.#menuSite);
    this.#place(this.#menuSite, event.detail);
  }

  #place(site: SiteName, value: Site): void {
    const detail: PlacementDetail = { site, value };
    this.dispatchEvent(new CustomEvent('dp-placement', { detail, bubbles: true, composed: true }));
  }

  /** One stop for the Tab key; arrow keys go on from button to button, Alt+Down opens the ratio. */
  #moveFocus(event: KeyboardEvent): void {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLButtonElement>('.chips button')];
    const index = buttons.indexOf(event.target as HTMLButtonElement);
    if (index < 0) return;
    if (event.key === 'ArrowDown' && event.altKey) {
      event.preventDefault();
      buttons[index | 1].click();
      return;
    }
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }

  #point(event: PointerEvent): void {
    const hit = this.#layout && neuronAt(this.#layout, event.offsetX, event.offsetY);
    if (!hit || !this.#layout) {
      this.tip = null;
      return;
    }
    const column = this.#layout.columns[hit.site];
    const y = column.ys[hit.neuron];
    const isLow = y > this.#layout.height / 2;
    this.tip = {
      text: describeNeuron(this.#models, this.#fitting, hit.site, hit.neuron),
      x: Math.min(Math.max(column.xs[hit.neuron], 80), this.#layout.width - 80),
      y: isLow ? y - column.radius - 4 - TIP_HEIGHT : y + column.radius + 4,
    };
  }

  #paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    this.#layout = layoutNetwork(siteShapes(this.#models, this.#fitting), width, height);
    this.pitch = width / this.#models.length;
    this.low = this.clientHeight < LOW;
    paintNetwork(context, this.#layout, this.#fitting, theme());
  }
}
