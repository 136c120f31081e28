import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Placement, Site } from '../../src/core/spec';
import type { NetworkFrame, RunInfo } from '../../src/protocol';
import { inside } from '../inside';
import type { SiteName } from '../placement';
import { sharedStyles } from '../shared-styles';
import { theme } from '../theme';
import { CanvasController } from './canvas-controller';
import { layoutNetwork, MIN_PITCH, type NetworkLayout, neuronAt } from './network-layout';
import {
  describeNetwork,
  describeNeuron,
  evaluationOf,
  evaluationScale,
  frameOf,
  type Phase,
  type SiteModel,
  scaleText,
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
const legend = (phase: Phase) => html`<div class="legend" aria-hidden="true">
  ${phase === 'training' ? html`<span><i class="cross"></i>${l10n.t('dropped: no signal either way')}</span>` : nothing}
  <span><i class="silent"></i>${l10n.t('takes part, puts out 0')}</span>
  <span><i class="positive"></i>${l10n.t('positive weight')}</span>
  <span><i class="negative"></i>${l10n.t('negative weight')}</span>
</div>`;

/** Words about a neuron, its middle, and how far from there they stand. */
interface Tip {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly reach: number;
}

const NOWHERE: Placement = { input: false, hidden: false, output: false };
/** From a neuron to the words about it. */
const TIP_GAP = 4;

/**
 * The thinned net of the current step, and below each layer a switch for dropout there. Without a frame that fits, the
 * net is drawn idle from what is set up. Fires `dp-placement` (PlacementDetail) when a person places dropout.
 */
@customElement('dp-network')
export class NetworkView extends ViewElement {
  static override styles = [sharedStyles, networkStyles];

  @property({ attribute: false }) frame: NetworkFrame | null = null;
  @property({ attribute: false }) placement: Placement = NOWHERE;
  /** The shared drop ratio. */
  @property({ type: Number }) ratio = 0;
  /** Neurons in each hidden layer. */
  @property({ attribute: false }) layers: readonly number[] = [];
  @property({ attribute: false }) info: RunInfo | null = null;
  /** A step of training, or the same sample in evaluation. */
  @property() phase: Phase = 'training';
  /** The dropout rule of the run. */
  @property() rule = '';

  @state() private tip: Tip | null = null;
  @query('.scroller') private readonly scroller!: HTMLElement;
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
    const frame = frameOf(this.frame, this.#models);
    this.#fitting = frame && this.phase === 'evaluation' ? evaluationOf(frame) : frame;
  }

  protected override updated(changed: PropertyValues): void {
    this.stage.style.setProperty('--sites', String(this.#models.length));
    this.stage.style.setProperty('--least', `${this.#models.length * MIN_PITCH}px`);
    this.#placeTip();
    if (['frame', 'layers', 'info', 'phase'].some((name) => changed.has(name))) this.#canvas.invalidate();
  }

  override render() {
    return html`
      <div class="scroller">
        <div class="stage">
          ${legend(this.phase)}
          <div class="picture">
            <canvas
              role="img"
              aria-label=${describeNetwork(this.#models, this.#fitting, this.phase)}
              @pointermove=${this.#point}
              @pointerleave=${() => {
                this.tip = null;
              }}
            ></canvas>
            ${this.tip ? html`<div class="tip" aria-hidden="true">${this.tip.text}</div>` : nothing}
          </div>
          <div
            class="chips"
            role="toolbar"
            aria-label=${l10n.t('Placement of dropout')}
            @keydown=${this.#moveFocus}
          >
            ${this.#models.map((model, index) => this.#chip(model, index))}
          </div>
        </div>
      </div>
      <dp-ratio-menu .shared=${this.ratio} @dp-site=${this.#menuChanged}></dp-ratio-menu>
    `;
  }

  /** Where the whole name has no room, style sheets show the short one: what is read out is the whole one always. */
  #chip(model: SiteModel, index: number) {
    const on = model.value !== false;
    const value = this.phase === 'evaluation' ? this.#scaleText(model, index) : valueText(model);
    return html`<div class="cell"><div class="chip ${on ? 'on' : ''}">
      <button
        class="toggle"
        tabindex=${index === 0 ? 0 : -1}
        aria-pressed=${on ? 'true' : 'false'}
        title=${this.#tooltip(model, index)}
        @click=${() => this.#toggle(model)}
        @contextmenu=${(event: Event) => this.#openMenu(event, model)}
      >
        <span class="name"><span class="long">${model.name}</span><span class="short" aria-hidden="true">${model.short}</span></span>
        <span class="value"><span class="light" aria-hidden="true"></span>${value}</span>
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
    </div></div>`;
  }

  /** What evaluation multiplies by at a site, with the ratio of the step that is shown. */
  #scaleText(model: SiteModel, index: number): string {
    return scaleText(evaluationScale(this.rule, this.#fitting?.sites[index].ratio ?? model.ratio));
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
    const { xs, ys, radius } = this.#layout.columns[hit.site];
    const text = describeNeuron(this.#models, this.#fitting, hit.site, hit.neuron);
    this.tip = { text, x: xs[hit.neuron], y: ys[hit.neuron], reach: radius + TIP_GAP };
  }

  /** Below the neuron, or above it in the lower half; nothing of it beyond what is seen of the picture. */
  #placeTip(): void {
    const element = this.renderRoot.querySelector<HTMLElement>('.tip');
    if (!element || !this.tip) return;
    const { x, y, reach } = this.tip;
    const { offsetWidth: width, offsetHeight: height } = element;
    const { scrollLeft: from, clientWidth: seen } = this.scroller;
    const room = this.#canvas.size.height;
    const top = y > room / 2 ? y - reach - height : y + reach;
    element.style.setProperty('left', `${from + inside(x - width / 2 - from, width, seen, 0)}px`);
    element.style.setProperty('top', `${inside(top, height, room, 0)}px`);
  }

  #paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    this.#layout = layoutNetwork(siteShapes(this.#models, this.#fitting), width, height);
    paintNetwork(context, this.#layout, this.#fitting, theme());
  }
}
