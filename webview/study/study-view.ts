import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Extent } from '../../src/charts/chart-spec';
import { type Brushes, parallelAxes, passes } from '../../src/charts/study/parallel';
import { conditionsOf, type Order, ranked, shownTrials, thinned } from '../../src/charts/study/table';
import { QUANTITIES, type Quantity, Trials } from '../../src/charts/study/trials';
import { STUDY_VIEWS, type StudyFleet, type StudyState, type StudyUi } from '../../src/protocol';
import { Announcer } from '../announcer';
import type { ShownAxis } from '../charts/axis-zoom';
import { fairStyles } from '../components/fair-styles';
import { pickStyles } from '../explore/pick-styles';
import '../explore/plot-view';
import { formatCount, formatNumber, formatPlace, formatTimeLeft } from '../format';
import { icon, iconStyles } from '../icon';
import { type Drawn, pictures } from '../pictures';
import { sharedStyles } from '../shared-styles';
import type { StudyAction, ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { tabStyles } from '../tab-styles';
import { setUiState, uiState } from '../ui-state';
import { trialColumns } from './columns';
import './heat-view';
import './parallel-view';
import { curvePlot, historyPlot, type StudyPlot, slicePlot } from '../../src/charts/study/specs';
import { studyPicture } from './study-picture';
import { studyStyles } from './study-styles';
import { narrowed, valuesOf, type ZoomAxis, zoomAxisOf } from './study-zoom';
import './trial-table';
import {
  awaitedWords,
  durationText,
  machineTexts,
  machineTitles,
  parallelTitle,
  quantityTitle,
  statusText,
  studySentence,
  trialText,
} from '../../src/charts/study/words';

type View = (typeof STUDY_VIEWS)[number];

/** Lines of the parallel coordinates, at most. */
const MOST_LINES = 2_000;
/** Machines that are listed. */
const MOST_MACHINES = 12;

/** A study: what it says in a sentence, what matters, and its trials from every side. */
@customElement('dp-study')
export class StudyView extends ViewElement {
  static override styles = [sharedStyles, iconStyles, pickStyles, fairStyles, tabStyles, studyStyles];

  @property({ attribute: false }) store!: ViewStore;
  /** The trial that a person has chosen; undefined: the best is shown. */
  @state() private chosen: number | undefined;
  @state() private filter = '';
  @state() private brushes: Brushes = new Map();
  @state() private order: Order = { column: 'validationLoss', down: false };
  @state() private ui: StudyUi = uiState().study ?? {};
  /** What is looked at more closely, of an axis with this title. */
  @state() private zoom: { readonly of: string; readonly extent: Extent } | undefined;

  #study: StudyState | undefined;
  #trials!: Trials;
  /** What was computed of the trials, with what it was computed from. */
  readonly #kept = new Map<string, { readonly from: readonly unknown[]; readonly value: unknown }>();
  readonly #announcer = new Announcer(this);
  #announced: StudyState['status'] | undefined;

  constructor() {
    super();
    new StoreController(this, ['study', 'code']);
  }

  override render() {
    const { study } = this.store;
    if (!study) return nothing;
    this.#take(study);
    const tone = study.status === 'failed' ? 'failed' : study.answer ? 'good' : 'neutral';
    const name = { failed: 'error', good: 'pass', neutral: 'info' } as const;
    return html`
      <section class="card ${tone}" aria-label=${l10n.t('Study')}>
        ${icon(name[tone])}
        <div class="said">${this.#said(study)}</div>
        <div class="actions">${this.#actions(study)}</div>
        ${study.count > 0 ? this.#views(study) : nothing}
      </section>
      ${this.#announcer.region()}
    `;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#study) pictures.delete(this.#study.id);
    this.#study = undefined;
  }

  /** The view as it is, for who takes it away. */
  readonly #picture = (drawn: Drawn): string => {
    const [study, quantity] = [this.#study!, this.ui.quantity ?? 'validationLoss'];
    const [view, settings] = [this.#viewOf(study), this.#settings(study)];
    const shown = { ...this.#near(study, view, settings[0]), quantity, view, settings };
    const { lines, faint } = this.#lines(study, quantity);
    const axes = this.#parallelAxes(study, quantity);
    const { brushes } = this;
    return studyPicture({ ...shown, axes, lines, faint, brushes, chosen: this.#shownTrial(study) }, drawn);
  };

  #take(study: StudyState): void {
    if (study === this.#study) return;
    if (study.id !== this.#study?.id) {
      if (this.#study) pictures.delete(this.#study.id);
      pictures.set(study.id, this.#picture);
      this.chosen = undefined;
      this.filter = '';
      this.brushes = new Map();
      this.zoom = undefined;
    }
    this.#study = study;
    this.#trials = new Trials(study);
    if (study.status === this.#announced) return;
    this.#announced = study.status;
    this.#announcer.say(study.answer ? study.answer.sentence : `${study.name}: ${statusText(study.status)}`);
  }

  /** What follows from the trials and `from` alone is computed when one of them has changed. */
  #keep<T>(name: string, from: readonly unknown[], compute: () => T): T {
    const inputs = [this.#trials, ...from];
    const known = this.#kept.get(name);
    if (known && inputs.every((input, i) => input === known.from[i])) return known.value as T;
    const value = compute();
    this.#kept.set(name, { from: inputs, value });
    return value;
  }

  #said(study: StudyState) {
    const { status, answer, reason, done, trainings, differences, proposals, count } = study;
    const goes = status === 'running' || status === 'elsewhere';
    return html`
      <p class="status"><b>${study.name}</b>${statusLine(study).map((part) => html`<span>${part}</span>`)}</p>
      ${
        goes
          ? html`<div class="progress" role="progressbar" aria-label=${l10n.t('Trainings')} aria-valuemin="0" aria-valuemax=${trainings} aria-valuenow=${done}>
              <div .style=${`width: ${(100 * done) / Math.max(1, trainings)}%`}></div>
            </div>`
          : nothing
      }
      <h2>${studySentence(study, this.#trials)}</h2>
      ${study.fleet ? this.#fleet(study.fleet) : nothing}
      ${proposals === 'awaited' ? html`<p>${awaitedWords(count)}</p>` : nothing}
      ${reason && status !== 'failed' ? html`<p>${reason}</p>` : nothing}
      ${answer && answer.remarks.length > 0 ? html`<ul>${answer.remarks.map((remark) => html`<li>${remark}</li>`)}</ul>` : nothing}
      ${this.#otherPlan(study)}
      ${this.#matters(study)}
      <p class="basis">
        ${l10n.t('Trained with: {0}', study.of)} · ${l10n.t('Proposed by: {0}', study.sampler)} ·
        ${l10n.t('Pruning: {0}', study.pruning)}
      </p>
      ${differences ? html`<p class="basis">${l10n.t('The set-up now differs: {0}', differences.join('; '))}</p>` : nothing}
    `;
  }

  /** The machines of a queue that train it. */
  #fleet({ machines, trainingsPerSecond, waiting, stalled, failed }: StudyFleet) {
    const rate = formatNumber(trainingsPerSecond);
    const shown = machines.slice(0, MOST_MACHINES);
    return html`<p class="basis">
        ${l10n.t('{0} trainings a second; {1} under way, {2} begun again, {3} failed', rate, waiting, stalled, failed)}
      </p>
      ${
        machines.length === 0
          ? html`<p>${l10n.t('No machine has joined the queue yet.')}</p>`
          : html`<div class="machines"><table>
              <thead><tr>${machineTitles().map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
              <tbody>${shown.map((machine) => html`<tr>${machineTexts(machine).map((text) => html`<td>${text}</td>`)}</tr>`)}</tbody>
            </table></div>`
      }
      ${machines.length > shown.length ? html`<p class="basis">${l10n.t('and {0} more', machines.length - shown.length)}</p>` : nothing}`;
  }

  /** The set-up has another plan by now: the study is never taken for one of that. */
  #otherPlan({ planDifferences, status }: StudyState) {
    if (!planDifferences) return nothing;
    const words = l10n.t('The plan in the set-up has changed: {0}.', planDifferences.join('; '));
    const rests = status === 'paused' || status === 'failed';
    return html`<div class="plan" role="note">
      <p>${words} ${l10n.t('This study follows the plan that it began with.')}</p>
      <div>
        ${this.#button(rests ? l10n.t('Go On with the Old Plan') : l10n.t('Keep the Old Plan'), () =>
          this.store.command('keepStudyPlan'),
        )}
        ${this.#button(l10n.t('Begin a New Study'), () => this.store.command('startStudy'))}
      </div>
    </div>`;
  }

  /** How much each setting decides; of one alone there is nothing to say. */
  #matters({ axes, answer, importance, count }: StudyState) {
    if (axes.length < 2 || count === 0) return nothing;
    const shares = answer ? answer.importance : importance;
    if (!shares)
      return html`<p class="basis">${l10n.t('Too few trials yet to say which settings matter.')}</p>`;
    const titles = new Map(axes.map(({ name, title }) => [name, title]));
    return html`<p class="basis">${l10n.t('What matters for being among the best trials')}</p>
      <ul class="matters">
        ${shares.map(({ name, share }) => {
          const text = share > 0 ? `${(100 * share).toFixed(0)} %` : l10n.t('no more than chance');
          return html`<li>
            <span>${titles.get(name) ?? name}</span><i aria-hidden="true" .style=${`--share: ${100 * share}%`}></i
            ><span>${text}</span>
          </li>`;
        })}
      </ul>`;
  }

  #actions({ status, journal, count, proposals }: StudyState) {
    const goes = status === 'running';
    const rests = status === 'paused' || status === 'failed';
    return [
      goes ? this.#button(l10n.t('Pause'), () => this.store.command('pauseStudy')) : nothing,
      rests ? this.#button(l10n.t('Resume'), () => this.store.command('resumeStudy')) : nothing,
      goes || rests ? this.#button(l10n.t('Stop'), () => this.store.command('stopStudy')) : nothing,
      count > 0 ? this.#button(l10n.t('Export…'), () => this.store.exportStudy(this.#study!)) : nothing,
      journal ? this.#button(l10n.t('Open Journal'), () => this.store.command('openJournal')) : nothing,
      journal && status !== 'elsewhere'
        ? this.#button(proposals ? l10n.t('Copy Python for Optuna') : l10n.t('Let Optuna Propose…'), () =>
            this.store.command('proposeWithOptuna'),
          )
        : nothing,
    ];
  }

  #button(label: string, act: () => void) {
    return html`<vscode-button secondary @click=${act}>${label}</vscode-button>`;
  }

  #views(study: StudyState) {
    const view = this.#viewOf(study);
    return html`<details
      class="views"
      ?open=${this.ui.folded !== true}
      @toggle=${(event: Event) => {
        if (event.target === event.currentTarget)
          this.#look({ folded: !(event.target as HTMLDetailsElement).open });
      }}
    >
      <summary>${l10n.t('Trials')}</summary>
      ${
        this.ui.folded
          ? nothing
          : html`${this.#tabs(study, view)}
        <div id="view" role="tabpanel" aria-labelledby=${`tab-${view}`}>${this.#view(study, view)}</div>
        ${this.#trial(study)}`
      }
    </details>`;
  }

  /** What the person has chosen, where the study has it; else what shows most of so many settings. */
  #viewOf(study: StudyState): View {
    const { view } = this.ui;
    if (view && viewsOf(study).includes(view)) return view;
    return study.axes.length < 2 ? 'curve' : study.axes.length === 2 ? 'heat' : 'parallel';
  }

  #look(patch: StudyUi): void {
    this.ui = { ...this.ui, ...patch };
    setUiState({ study: this.ui });
  }

  #tabs(study: StudyState, selected: View) {
    const views = viewsOf(study);
    return html`<div role="tablist" aria-label=${l10n.t('Views of the study')} @keydown=${(event: KeyboardEvent) => this.#tabKey(event, views, selected)}>
      ${views.map(
        (view) => html`<button
          role="tab"
          id=${`tab-${view}`}
          aria-selected=${view === selected ? 'true' : 'false'}
          aria-controls="view"
          tabindex=${view === selected ? 0 : -1}
          @click=${() => this.#look({ view })}
        >
          ${viewTitle(view)}
        </button>`,
      )}
    </div>`;
  }

  async #tabKey(event: KeyboardEvent, views: readonly View[], selected: View): Promise<void> {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const view = views[(views.indexOf(selected) + by + views.length) % views.length]!;
    this.#look({ view });
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`#tab-${view}`)?.focus();
  }

  #view(study: StudyState, view: View) {
    const [x, y] = this.#settings(study);
    const quantity = this.ui.quantity ?? 'validationLoss';
    const near = this.#near(study, view, x);
    const plot = (compute: () => StudyPlot) =>
      this.#plot(study, this.#keep(view, [x, quantity, near.zoom], compute), quantity, near.axis);
    switch (view) {
      case 'curve':
        return [
          this.#picks(study, 'x', 'quantity'),
          plot(() => curvePlot(near.study, near.trials, x, quantity)),
        ];
      case 'slice':
        return [
          this.#picks(study, 'x', 'quantity'),
          plot(() => slicePlot(near.study, near.trials, x, quantity)),
        ];
      case 'history':
        return [
          this.#picks(study, 'quantity'),
          plot(() => historyPlot(study, near.trials, quantity, near.zoom)),
        ];
      case 'heat':
        return [this.#picks(study, 'x', 'y', 'quantity'), this.#heat(near, [x, y], quantity)];
      case 'parallel':
        return [this.#picks(study, 'quantity', 'filter'), this.#parallel(study, quantity)];
      case 'table':
        return [this.#picks(study, 'filter'), this.#table(study)];
    }
  }

  /** What a view shows: all trials, or a part of the axis that it is zoomed along. */
  #near(study: StudyState, view: View, x: number): Near {
    const trials = this.#trials;
    const axis = this.#keep('axis', [view, x], () => zoomAxisOf(study, trials, view, x));
    const extent = axis && this.zoom?.of === axis.title ? this.zoom.extent : undefined;
    if (!axis || !extent) return { study, trials, axis, zoom: undefined };
    return this.#keep('near', [view, x, extent], () => {
      const zoom = valuesOf(axis, extent);
      return { ...(view === 'history' ? { study, trials } : narrowed(study, x, zoom)), axis, zoom };
    });
  }

  /** What dp-plot and dp-study-heat know of the axis. */
  #shownAxis(axis: ZoomAxis | undefined): ShownAxis | undefined {
    return axis && { ...axis, zoom: this.zoom?.of === axis.title ? this.zoom.extent : null };
  }

  #zoomed(axis: ZoomAxis, extent: Extent | null): void {
    this.zoom = extent ? { of: axis.title, extent } : undefined;
    const { from, to } = valuesOf(axis, extent ?? axis.whole);
    this.#announcer.say(l10n.t('{0} from {1} to {2}', axis.title, formatPlace(from), formatPlace(to)));
  }

  /** The settings that are drawn: the chosen ones, where the study has them; those that matter most else. */
  #settings({ axes, answer, importance }: StudyState): [x: number, y: number] {
    const shares = (answer ? answer.importance : importance) ?? [];
    const byWeight = [...shares.map(({ name }) => name), ...axes.map(({ name }) => name)];
    const known = (name: string | undefined) => axes.findIndex((axis) => axis.name === name);
    const first = (not: number) => byWeight.map(known).find((at) => at >= 0 && at !== not) ?? 0;
    const [x, y] = [known(this.ui.x), known(this.ui.y)];
    const across = x >= 0 ? x : first(y);
    return [across, y >= 0 && y !== across ? y : first(across)];
  }

  #picks(study: StudyState, ...picks: readonly ('x' | 'y' | 'quantity' | 'filter')[]) {
    const { axes, task } = study;
    const [x, y] = this.#settings(study);
    const settings = (not = -1) =>
      axes.flatMap(({ name, title }, i) => (i === not ? [] : [{ id: name, title }]));
    const quantities = QUANTITIES.map((id) => ({ id, title: quantityTitle(id, task) }));
    const heat = picks.includes('y');
    const all = {
      x: () =>
        axes.length > 1
          ? select(heat ? l10n.t('Across') : l10n.t('Setting'), settings(), axes[x]!.name, (id) =>
              this.#across(axes, id, y),
            )
          : nothing,
      y: () => select(l10n.t('Up'), settings(x), axes[y]!.name, (id) => this.#look({ y: id })),
      quantity: () =>
        select(l10n.t('Show'), quantities, this.ui.quantity ?? 'validationLoss', (id) =>
          this.#look({ quantity: id as Quantity }),
        ),
      filter: () => this.#filter(study),
    };
    return html`<div class="pick">${picks.map((pick) => all[pick]())}${this.#unzoom(study)}</div>`;
  }

  #unzoom(study: StudyState) {
    const { axis, zoom } = this.#near(study, this.#viewOf(study), this.#settings(study)[0]);
    if (!axis || !zoom) return nothing;
    const range = `${axis.title} ${formatPlace(zoom.from)} – ${formatPlace(zoom.to)}`;
    return html`<span>${range}</span
      ><vscode-toolbar-button
        label=${l10n.t('Show the whole axis')}
        title=${l10n.t('Show the whole axis')}
        @click=${() => this.#zoomed(axis, null)}
        >${icon('zoom-out')}</vscode-toolbar-button
      >`;
  }

  /** The setting that was across goes up, where it would be the same. */
  #across(axes: StudyState['axes'], x: string, y: number): void {
    const [before] = this.#settings(this.#study!);
    this.#look({ x, ...(axes[y]?.name === x && { y: axes[before]!.name }) });
  }

  #filter(study: StudyState) {
    const isFiltered = this.filter !== '' || this.brushes.size > 0;
    return html`<label
        >${l10n.t('Filter')}
        <input
          type="text"
          .value=${this.filter}
          placeholder=${l10n.t('for example: {0} < 0.3, complete', study.axes[0]?.title ?? '')}
          @input=${(event: Event) => (this.filter = (event.target as HTMLInputElement).value)}
      /></label>
      ${
        isFiltered
          ? html`<span role="status">${l10n.t('{0} of {1} trials', formatCount(this.#shown(study).length), formatCount(this.#trials.count))}</span>
              <button class="why" @click=${() => {
                this.filter = '';
                this.brushes = new Map();
              }}>${l10n.t('Show all')}</button>`
          : nothing
      }`;
  }

  /** The trials that pass filter and brushes, in the order of the table. */
  #shown(study: StudyState): Int32Array {
    const quantity = this.ui.quantity ?? 'validationLoss';
    return this.#keep('shown', [this.filter, this.order, this.brushes, quantity], () => {
      const trials = shownTrials(this.#trials.count, this.#columns(study), this.filter, this.order);
      if (this.brushes.size === 0) return trials;
      const axes = this.#parallelAxes(study, quantity);
      return trials.filter((trial) => passes(trial, axes, this.brushes));
    });
  }

  #parallelAxes(study: StudyState, quantity: Quantity) {
    const title = quantityTitle(quantity, study.task);
    return this.#keep('axes', [quantity], () => parallelAxes(this.#trials, study.axes, quantity, title));
  }

  #columns(study: StudyState) {
    return this.#keep('columns', [], () => trialColumns(study, this.#trials));
  }

  #plot(study: StudyState, { spec, note }: StudyPlot, quantity: Quantity, axis: ZoomAxis | undefined) {
    return html`<dp-plot
        .spec=${spec}
        .zoom=${this.#shownAxis(axis)}
        .chosen=${this.#shownTrial(study)}
        .tell=${({ id }: { id?: number }) => (id === undefined ? '' : trialText(study, this.#trials, id, quantity))}
        @dp-pick=${this.#pick}
        @dp-zoom=${({ detail }: CustomEvent<Extent | null>) => axis && this.#zoomed(axis, detail)}
        noTable
      ></dp-plot>
      ${note ? html`<p class="note">${note}</p>` : nothing}`;
  }

  #heat({ study, trials, axis }: Near, [x, y]: readonly [number, number], quantity: Quantity) {
    return html`<dp-study-heat
        .study=${study}
        .trials=${trials}
        .zoom=${this.#shownAxis(axis)}
        .x=${x}
        .y=${y}
        .quantity=${quantity}
        .chosen=${this.#shownTrial(study)}
        @dp-pick=${this.#pick}
        @dp-zoom=${({ detail }: CustomEvent<Extent | null>) => axis && this.#zoomed(axis, detail)}
      ></dp-study-heat>
      ${study.axes.length > 2 ? html`<p class="note">${l10n.t('Other settings vary too: a cell shows the median of its trials.')}</p>` : nothing}`;
  }

  #parallel(study: StudyState, quantity: Quantity) {
    const axes = this.#parallelAxes(study, quantity);
    const { lines, faint, left } = this.#keep('lines', [quantity, this.filter, this.brushes], () =>
      this.#lines(study, quantity),
    );
    const notes = [
      lines.length === MOST_LINES &&
        l10n.t('The best half and a sample of the others are drawn: {0} lines.', formatCount(MOST_LINES)),
      left > 0 && l10n.t('Running, pruned, failed and diverged trials are left out: {0}.', formatCount(left)),
    ].filter(Boolean);
    return html`<dp-study-parallel
        .axes=${axes}
        .lines=${lines}
        .faint=${faint}
        .brushes=${this.brushes}
        .chosen=${this.#shownTrial(study)}
        .ariaLabel=${parallelTitle(study, quantity)}
        .tell=${(trial: number) => trialText(study, this.#trials, trial, quantity)}
        @dp-pick=${this.#pick}
        @dp-brush=${({ detail: [id, range] }: CustomEvent<[string, [number, number] | undefined]>) => {
          const brushes = new Map(this.brushes);
          if (range) brushes.set(id, range);
          else brushes.delete(id);
          this.brushes = brushes;
        }}
      ></dp-study-parallel>
      ${notes.length > 0 ? html`<p class="note">${notes.join(' ')}</p>` : nothing}`;
  }

  /** The trials that are lines, the best first: those that pass, and some of those that do not. */
  #lines(study: StudyState, quantity: Quantity) {
    const axes = this.#parallelAxes(study, quantity);
    const conditions = conditionsOf(this.filter, this.#columns(study));
    const passing: number[] = [];
    const others: number[] = [];
    const all = ranked(this.#trials, quantity);
    for (const trial of all) {
      const isIn = passes(trial, axes, this.brushes) && conditions.every((holds) => holds(trial));
      (isIn ? passing : others).push(trial);
    }
    const left = this.#trials.count - all.length;
    return { lines: thinned(passing, MOST_LINES), faint: thinned(others, MOST_LINES / 4), left };
  }

  #table(study: StudyState) {
    return html`<dp-trial-table
      .columns=${this.#columns(study)}
      .rows=${this.#shown(study)}
      .order=${this.order}
      .chosen=${this.#shownTrial(study)}
      @dp-pick=${this.#pick}
      @dp-order=${({ detail }: CustomEvent<Order>) => (this.order = detail)}
    ></dp-trial-table>`;
  }

  readonly #pick = ({ detail: { id } }: CustomEvent<{ readonly id?: number }>) => {
    if (id !== undefined) this.chosen = id;
  };

  /** The chosen trial; else that of the answer, else the best so far. */
  #shownTrial({ answer }: StudyState): number | undefined {
    return this.chosen ?? answer?.trial ?? this.#trials.best();
  }

  /** The chosen trial in words, and what can be done with it. */
  #trial(study: StudyState) {
    const trial = this.#shownTrial(study);
    if (trial === undefined) return nothing;
    const isBest = trial === (study.answer?.trial ?? this.#trials.best());
    const act = (action: StudyAction) => () => this.store.actOnTrial(trial, action);
    return html`<div class="trial">
      <span>${isBest ? `${l10n.t('Best')}: ` : ''}${trialText(study, this.#trials, trial, 'validationLoss')}</span>
      <div>
        ${this.#button(l10n.t('Use These Values'), act('takeValues'))}
        ${this.#button(l10n.t('Open Its Runs'), act('openRuns'))}
        ${this.store.code ? this.#button(l10n.t('Apply to Code'), act('apply')) : nothing}
      </div>
    </div>`;
  }
}

/** A study as a view shows it. */
interface Near {
  readonly study: StudyState;
  readonly trials: Trials;
  /** Undefined: the view has none that can be zoomed. */
  readonly axis: ZoomAxis | undefined;
  /** Undefined: all of it is shown. */
  readonly zoom: Extent | undefined;
}

/** The views that say something of so many settings. */
const viewsOf = ({ axes }: StudyState): readonly View[] =>
  axes.length > 1 ? STUDY_VIEWS : STUDY_VIEWS.filter((view) => view !== 'heat' && view !== 'parallel');

function viewTitle(view: View): string {
  const titles: Readonly<Record<View, string>> = {
    curve: l10n.t('Curve'),
    heat: l10n.t('Heat map'),
    parallel: l10n.t('Parallel'),
    slice: l10n.t('Slice'),
    history: l10n.t('History'),
    table: l10n.t('Table'),
  };
  return titles[view];
}

/** `running` · `34 of 100 trials` · `3 seeds each` · `2 min left` */
function statusLine({ status, count, total, seeds, seconds, secondsLeft, others = 0 }: StudyState): string[] {
  const goes = status === 'running' || status === 'elsewhere';
  return [
    statusText(status),
    l10n.t('{0} of {1} trials', formatCount(count), formatCount(total)),
    ...(others > 0 ? [l10n.t('{0} of them added by other programs', formatCount(others))] : []),
    ...(seeds > 1 ? [l10n.t('{0} seeds each', seeds)] : []),
    ...(goes && secondsLeft !== undefined ? [formatTimeLeft(secondsLeft)] : []),
    ...(goes ? [] : [durationText(seconds)]),
  ].filter((part) => part !== '');
}

function select(
  label: string,
  options: readonly { readonly id: string; readonly title: string }[],
  value: string,
  choose: (id: string) => void,
) {
  return html`<label
    >${label}
    <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${options.map(({ id, title }) => html`<option value=${id} ?selected=${id === value}>${title}</option>`)}
    </select></label
  >`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-study': StudyView;
  }
}
