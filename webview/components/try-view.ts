import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { colorAt } from '../../src/charts/side-color';
import { tryPlot } from '../../src/charts/try-plot';
import { spreadOf } from '../../src/core/analysis/spread';
import { formatSpread } from '../../src/experiment/number-text';
import { roleWords } from '../../src/experiment/role-words';
import { TRY_ROLES, type TryRole, type TryState, triedId } from '../../src/protocol';
import { Announcer } from '../announcer';
import '../explore/plot-view';
import { type IconName, icon, iconStyles } from '../icon';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { fairStyles } from './fair-styles';

/** Values that are tried in a person's own script: every trial's losses while they come, and what they carry. */
@customElement('dp-try')
export class TryView extends ViewElement {
  static override styles = [sharedStyles, iconStyles, fairStyles];

  @property({ attribute: false }) store!: ViewStore;

  readonly #announcer = new Announcer(this);
  #announced: TryState['status'] | undefined;

  constructor() {
    super();
    new StoreController(this, ['tried', 'run', 'trainings']);
  }

  override render() {
    const { tried } = this.store;
    if (!tried) return nothing;
    this.#announce(tried);
    const { tone, name } = toneOf(tried);
    const plots = (['Loss', 'Score'] as const).flatMap((measure) => tryPlot(tried, measure) ?? []);
    return html`
      <section class="card ${tone}" aria-label=${l10n.t('Values tried in {0}', tried.script)}>
        ${icon(name)}
        <div class="said">
          ${said(tried)} ${this.#table(tried)} ${failures(tried)}
          ${left(tried)}
          <p class="basis">${l10n.t('Run: {0}', tried.command)}</p>
        </div>
        <div class="plot">${plots.map((spec) => html`<dp-plot .spec=${spec}></dp-plot>`)}</div>
        <div class="actions">${this.#actions(tried)}</div>
      </section>
      ${this.#announcer.region()}
    `;
  }

  #announce({ status, answer }: TryState): void {
    if (status === this.#announced) return;
    this.#announced = status;
    if (status === 'running') this.#announcer.say(l10n.t('Trials have begun.'));
    else if (answer) this.#announcer.say(`${answer.title}. ${answer.evidence}`);
  }

  #actions({ status, answer, sides }: TryState) {
    const output = this.#button(l10n.t('Show Output'), 'showTrials');
    if (status === 'running') return [this.#button(l10n.t('Stop'), 'stopTrying'), output];
    const best = answer?.best ?? null;
    return [
      best === null || sides[best]!.isOwn ? nothing : this.#button(l10n.t('Apply to Code'), 'applyTried'),
      status === 'stopped' ? this.#button(l10n.t('Go On'), 'goOnTrying') : nothing,
      this.#button(l10n.t('Try Other Values'), 'tryValues'),
      output,
      this.#button(l10n.t('Export CSV'), 'exportTrials'),
      answer?.verdict === 'nothingRecognized'
        ? this.#button(l10n.t('Copy the Print Line'), 'copyPrint')
        : nothing,
    ];
  }

  /** What each value's trials end with, and what validates against what trains. */
  #table(tried: TryState) {
    const { sides, trials, what } = tried;
    const known = TRY_ROLES.filter((role) => trials.some(({ last }) => last[role] !== undefined));
    if (known.length === 0) return nothing;
    const lasts = (side: number, role: TryRole) =>
      trials
        .filter((trial) => trial.side === side && trial.state === 'complete')
        .flatMap(({ last }) => last[role] ?? []);
    const spread = (side: number, role: TryRole) => {
      const values = lasts(side, role);
      return formatSpread(values.length === 0 ? undefined : spreadOf(values));
    };
    return html`<div class="scroller" role="region" tabindex="0" aria-label=${l10n.t('Each value')}>
      <table>
        <tr>
          <th scope="col">${what}</th>
          ${known.map((role) => html`<th scope="col">${roleWords(role)}</th>`)}
          <th scope="col">${l10n.t('seeds')}</th>
          ${this.store.run ? html`<th scope="col">${l10n.t('beside the run')}</th>` : nothing}
        </tr>
        ${sides.map(
          ({ name, isOwn }, side) =>
            html`<tr>
              <th scope="row" class=${colorAt(side)}>${isOwn ? l10n.t('{0} (now)', name) : name}</th>
              ${known.map((role) => html`<td>${spread(side, role)}</td>`)}
              <td>${trials.filter((trial) => trial.side === side && trial.state === 'complete').length}</td>
              ${this.store.run ? html`<td>${this.#compare(tried, side)}</td>` : nothing}
            </tr>`,
        )}
      </table>
    </div>`;
  }

  /** A value beside the run on the screen: its curves in the same charts and tables. */
  #compare(tried: TryState, side: number) {
    const isBeside = this.store.trainings.some(({ id }) => id === triedId(tried, side));
    const hasCurves = tried.trials.some((trial) => trial.side === side && trial.curves.length > 0);
    const { name } = tried.sides[side]!;
    return html`<vscode-button
      secondary
      ?disabled=${!hasCurves || this.store.isAlone}
      aria-label=${isBeside ? l10n.t('Remove {0} from the comparison', name) : l10n.t('Compare {0} with the run', name)}
      @click=${() => this.store.compareTried(side)}
      >${isBeside ? l10n.t('Remove') : l10n.t('Compare')}</vscode-button
    >`;
  }

  #button(label: string, command: Parameters<ViewStore['command']>[0]) {
    return html`<vscode-button secondary @click=${() => this.store.command(command)}>${label}</vscode-button>`;
  }
}

function toneOf({ answer }: TryState): { readonly tone: string; readonly name: IconName } {
  if (answer?.verdict === 'better') return { tone: 'good', name: 'pass' };
  if (answer?.verdict === 'failed') return { tone: 'failed', name: 'error' };
  if (answer?.verdict === 'nothingRecognized' || answer?.verdict === 'diverged')
    return { tone: 'bad', name: 'warning' };
  return { tone: 'neutral', name: 'info' };
}

function said(tried: TryState) {
  const { answer, status, script, what, trials, secondsLeft, isHeld } = tried;
  if (answer)
    return html`<h2>${answer.title}</h2>
      <p>${answer.evidence}</p>
      ${answer.verdict === 'nothingRecognized' ? html`<p>${POINT()}</p>` : nothing}
      <ul>
        ${answer.remarks.map((remark) => html`<li>${remark}</li>`)}
      </ul>`;
  const done = trials.filter(({ state }) => state === 'complete' || state === 'failed').length;
  const total = trials.length;
  const left = secondsLeft === null || status !== 'running' ? nothing : html` · ${leftWords(secondsLeft)}`;
  return html`<h2>${l10n.t('Trying values in {0}: {1}', script, what)}</h2>
    <p>${l10n.t('Your script runs once for each value and seed. No file is changed.')}</p>
    <div class="progress" role="progressbar" aria-valuemin="0" aria-valuemax=${total} aria-valuenow=${done}>
      <div .style=${`width: ${(100 * done) / total}%`}></div>
    </div>
    <p class="basis">${l10n.t('{0} of {1} trials', done, total)}${left}</p>
    ${
      isHeld
        ? html`<p>${l10n.t('The next trial starts when what else runs in this window has ended.')}</p>`
        : nothing
    }
    ${
      secondsLeft !== null && secondsLeft > 3600
        ? html`<p>${l10n.t('Fewer values or seeds, or shorter trainings, would take less.')}</p>`
        : nothing
    }`;
}

const POINT = () =>
  l10n.t('Or show the output, point at the number that is the loss or the score, and choose what it is.');

function leftWords(seconds: number): string {
  if (seconds < 90) return l10n.t('about {0} s left', Math.max(1, Math.round(seconds)));
  return seconds < 5400
    ? l10n.t('about {0} min left', Math.round(seconds / 60))
    : l10n.t('about {0} h left', (seconds / 3600).toFixed(1));
}

/** What has not run: the window was reloaded, a person has stopped it, or something went wrong. */
function left({ status, trials, answer, problem }: TryState) {
  const waiting = trials.filter(({ state }) => state === 'waiting' || state === 'stopped').length;
  if (status === 'running' || waiting === 0 || answer?.verdict === 'failed') return nothing;
  return html`${problem === undefined ? nothing : html`<p>${problem}</p>`}
    <p>${l10n.t('{0} of {1} trials have not run to their end. “Go On” runs them.', waiting, trials.length)}</p>`;
}

/** The first reason of each kind. */
function failures({ trials, sides, answer }: TryState) {
  // Then the answer says it.
  if (answer?.verdict === 'failed') return nothing;
  const reasons = new Map<string, string>();
  for (const { reason, side } of trials)
    if (reason !== undefined && !reasons.has(reason)) reasons.set(reason, sides[side]!.name);
  return [...reasons]
    .slice(0, 3)
    .map(([reason, side]) => html`<p>${l10n.t('{0} failed: {1}', side, reason)}</p>`);
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-try': TryView;
  }
}
