import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type SweepId, sweeps } from '../../src/experiment/sweeps';
import { formatTimeLeft } from '../format';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { tabStyles } from '../tab-styles';
import { setUiState, uiState } from '../ui-state';
import { Watcher } from '../watcher';
import { claimsOf } from './claims';
import { exploreStyles } from './explore-styles';
import type { Idea } from './idea';
import { ideas } from './ideas/index';
import './sweep-view';
import { waitingWords } from './waiting';

/** The lesson: one idea at a time, shown on the run that is on the screen. Closed, it costs nothing. */
@customElement('dp-explore')
export class ExploreView extends ViewElement {
  static override styles = [sharedStyles, tabStyles, exploreStyles];

  @property({ attribute: false }) store!: ViewStore;
  @state() private current = uiState().idea ?? '';

  readonly #watcher = new Watcher((onScreen) => {
    this.#visible = onScreen.has('idea');
    this.#want();
  });
  #visible = false;
  #asked = '';
  #networkWanted = false;

  constructor() {
    super();
    new StoreController(this, ['run', 'analyses', 'sweeps', 'progress', 'experiment', 'gap', 'code']);
  }

  /** Opens an idea and brings it to the top of the screen, where its view has room. */
  open(id: string): void {
    this.#choose(id);
    void this.updateComplete.then(() => this.scrollIntoView({ block: 'start' }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watcher.disconnect();
    this.#visible = false;
    this.#want();
  }

  protected override updated(): void {
    this.#watcher.watch('idea', this.renderRoot.querySelector('.idea'));
    this.#want();
  }

  override render() {
    const idea = ideas.find(({ id }) => id === this.current);
    return html`
      <h2 id="title">${l10n.t('What is going on')}</h2>
      <div class="tabs" role="tablist" aria-labelledby="title" @keydown=${this.#keydown}>
        ${ideas.map((one, index) => this.#tab(one, one === idea || (!idea && index === 0)))}
      </div>
      ${idea ? this.#idea(idea) : nothing}
    `;
  }

  #tab(idea: Idea, focusable: boolean) {
    const selected = idea.id === this.current;
    return html`<button
      role="tab"
      id=${`tab-${idea.id}`}
      aria-selected=${selected ? 'true' : 'false'}
      aria-controls="idea"
      tabindex=${focusable ? 0 : -1}
      @click=${() => (selected ? this.#choose('') : this.open(idea.id))}
    >
      ${idea.title()}
    </button>`;
  }

  #idea(idea: Idea) {
    const shown = this.store.sweeps.filter(
      ({ sweep, count }) => count > 0 && idea.sweeps?.some((id) => id === sweep),
    );
    const view = idea.view?.(this.store);
    const waits = !(view || shown.length > 0) || idea.waits?.(this.store);
    const diverged = idea.analyses && !idea.showsDiverged && this.#diverged;
    return html`<section class="idea" id="idea" role="tabpanel" aria-labelledby=${`tab-${idea.id}`}>
      <div class="words">
        ${claimsOf(idea)}
        <div class="actions">${this.#scenario(idea)}${idea.sweeps?.map((id) => this.#sweep(id))}${
          idea.hasFigure
            ? html`<vscode-button secondary @click=${() => this.store.command('reproduceFigure')}
                >${l10n.t('Reproduce a Published Figure…')}</vscode-button
              >`
            : nothing
        }</div>
      </div>
      <div class="view">
        ${diverged ? html`<p role="note">${this.#divergedText}</p>` : waits ? html`<p class="muted">${waitingWords(idea, this.store.run)}</p>` : nothing}
        ${shown.map((study) => html`<dp-sweep .store=${this.store} .study=${study} .options=${idea.sweepOptions ?? {}}></dp-sweep>`)}
        ${view ?? nothing}</div>
    </section>`;
  }

  #scenario({ scenario }: Idea) {
    if (!scenario) return nothing;
    return html`<vscode-button secondary @click=${() => this.store.openScenario(scenario)}
      >${l10n.t('Load an experiment that shows it')}</vscode-button
    >`;
  }

  #sweep(id: SweepId) {
    const sweep = this.store.sweeps.find((one) => one.sweep === id);
    const { title } = sweeps.find((entry) => entry.id === id)!;
    const name = l10n.t('Sweep: {0}', l10n.t(title));
    if (!sweep) return html`<vscode-button @click=${() => this.store.startSweep(id)}>${name}</vscode-button>`;
    const { status, reason, done, trainings, secondsLeft, differences } = sweep;
    const isGoing = status === 'running';
    const progress = [
      l10n.t('{0} of {1} trainings', done, trainings),
      ...(isGoing && secondsLeft !== undefined ? [formatTimeLeft(secondsLeft)] : []),
    ].join(' · ');
    return html`${
      isGoing
        ? html`<vscode-button secondary @click=${() => this.store.pauseSweep()}>${l10n.t('Pause')}</vscode-button>`
        : html`<vscode-button @click=${() => this.store.startSweep(id)}>${status === 'paused' && !differences ? l10n.t('Continue') : name}</vscode-button>`
    }
      ${status === 'completed' ? nothing : html`<span class="muted" role="status">${progress}</span>`}
      ${reason ? html`<span role=${status === 'failed' ? 'alert' : 'status'}>${reason}</span>` : nothing}`;
  }

  /** One of the networks that an analysis looks at has no finite weights any more. */
  get #diverged(): boolean {
    const { run } = this.store;
    return (['dropout', 'baseline'] as const).some((variant) => {
      const leader = run && this.store.leader(variant);
      return leader?.ending?.kind === 'diverged';
    });
  }

  get #divergedText(): string {
    return l10n.t(
      'A network of this run diverged: its weights are no longer numbers, and there is nothing in it to look at. Lower the learning rate and run again.',
    );
  }

  #choose(id: string): void {
    this.current = id;
    setUiState({ idea: id });
  }

  /** Asks for what the idea on the screen needs, and for nothing when it is not. */
  #want(): void {
    const idea = this.#visible ? ideas.find(({ id }) => id === this.current) : undefined;
    this.#wantNetwork(idea?.network === true);
    const ids = idea?.analyses ?? [];
    const asked = ids.join();
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.store.analyse(ids);
  }

  /** The panel tells the host what is looked at: `dp-network-wanted`. */
  #wantNetwork(wanted: boolean): void {
    if (wanted === this.#networkWanted) return;
    this.#networkWanted = wanted;
    this.dispatchEvent(new CustomEvent<boolean>('dp-network-wanted', { detail: wanted }));
  }

  #keydown(event: KeyboardEvent): void {
    const tabs = [...this.renderRoot.querySelectorAll<HTMLElement>('[role=tab]')];
    const at = tabs.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    tabs[(to + tabs.length) % tabs.length].focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-explore': ExploreView;
  }
}
