import { greatest, least } from '../../src/core/lists';
import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ChartSpec, Extent } from '../../src/charts/chart-spec';
import { LineCache, lineName } from '../../src/charts/lines';
import { type ChartModel, chartModel, taskOf, wholeAxis } from '../../src/charts/model';
import { epochsOf, nearestIndex, type Reading, readings } from '../../src/charts/readings';
import { runProgress } from '../../src/protocol/run-progress';
import { Announcer } from '../announcer';
import { CanvasChart } from '../charts/canvas-chart';
import type { ChartCursor } from '../charts/cursor';
import { selectionOf, selectionStyles } from '../charts/selection';
import { including, pageZoom } from '../charts/zoom';
import { ZoomGestures } from '../charts/zoom-gestures';
import '../explore/rate-chip';
import { formatCount } from '../format';
import { icon, iconStyles } from '../icon';
import { Painter } from '../painter';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { onThemeChange, theme } from '../theme';
import { setUiState, toggled, uiState } from '../ui-state';
import './chart-readout';
import './chart-table';
import { chartStyles } from './chart-view-styles';
import { comparedNotes } from './keep-run';

/** Milliseconds between two updates of a table or of the picture's description. */
const SLOW = 1_000;

/** A chart with its readout, its cursor and the table behind it. */
@customElement('dp-chart')
export class ChartView extends ViewElement {
  static override styles = [sharedStyles, iconStyles, selectionStyles, chartStyles];

  @property({ attribute: false }) store!: ViewStore;
  @property({ attribute: false }) spec!: ChartSpec;
  @property({ attribute: false }) cursor!: ChartCursor;

  @state() private shown: readonly Reading[] = [];
  @state() private epoch: number | null = null;
  #rest: number | null = null;
  @state() private ui = uiState();
  /** What is being selected, between two places on the screen. */
  @state() private selected: Extent | null = null;
  @state() private slowModel: ChartModel | undefined;
  @query('canvas') private canvas!: HTMLCanvasElement;

  readonly #painter = new Painter(
    () => this.#paint(),
    () => this.store.preferences.framesPerSecond,
  );
  readonly #gestures = new ZoomGestures({
    placeAt: (clientX) => (this.#model ? this.#chart?.epochAt(clientX) : undefined),
    extents: () => this.#extents(),
    zoom: (extent) => this.#zoom(extent),
    select: (range) => {
      this.selected = range;
    },
  });
  readonly #announcer = new Announcer(this, 400);
  readonly #cache = new LineCache();
  readonly #ends: (() => void)[] = [];
  #chart: CanvasChart | undefined;
  #model: ChartModel | undefined;
  #slowAt = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    const invalidate = () => this.#painter.invalidate();
    const visibility = new IntersectionObserver((entries) => {
      this.#painter.visible = entries[entries.length - 1].isIntersecting;
    });
    visibility.observe(this);
    this.#ends.push(
      this.store.subscribe(['series', 'run', 'preferences'], invalidate),
      this.store.subscribe(['compared', 'trainings', 'connection'], () => {
        this.requestUpdate();
        invalidate();
      }),
      this.cursor.subscribe(() => this.#moveCursor()),
      pageZoom.subscribe(() => {
        this.requestUpdate();
        invalidate();
      }),
      onThemeChange(invalidate),
      () => visibility.disconnect(),
    );
    invalidate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.#ends.splice(0)) end();
    this.#chart?.destroy();
    this.#chart = undefined;
  }

  override render() {
    const { run } = this.store;
    const task = run ? taskOf(run) : 'classification';
    const table = this.ui.tables.includes(this.spec.id);
    const title = this.spec.title(task);
    const [at = '', seeds = ''] = this.#where();
    return html`
      <div class="head">
        <h2>${title}</h2>
        <span class="at muted">${at}</span>
        <span class="where muted"><span title=${seeds}>${seeds && `· ${seeds}`}</span></span>
        ${this.spec.id === 'loss' ? html`<dp-rate-chip .store=${this.store}></dp-rate-chip>` : nothing}
        ${this.spec.logarithmic ? this.#axisToggle() : nothing}
        ${this.spec.id === 'loss' ? html`<dp-keep-run .store=${this.store}></dp-keep-run>` : nothing}
        ${this.#zoomed ? this.#resetZoom() : nothing}
        <vscode-toolbar-button
          label=${l10n.t('Export the {0} chart', title)}
          title=${l10n.t('Export as PNG or SVG')}
          ?disabled=${this.store.isAlone}
          @click=${() => this.store.exportChart(this.spec.id)}
          >${icon('desktop-download')}</vscode-toolbar-button>
        <vscode-toolbar-button
          toggleable
          label=${l10n.t('Show {0} as table', title)}
          title=${l10n.t('Show as table')}
          .checked=${table}
          @change=${() => this.#setUi({ tables: toggled(uiState().tables, this.spec.id) })}
          >${icon('table')}</vscode-toolbar-button>
      </div>
      <dp-chart-readout
        .spec=${this.spec}
        .task=${task}
        .readings=${this.shown}
        .hiddenLines=${this.#hiddenLines}
        .compared=${comparedNotes(this.store)}
        @dp-stop-comparing=${({ detail }: CustomEvent<string>) => this.store.compareNoLonger(detail)}
        @dp-toggle=${({ detail }: CustomEvent<string>) =>
          this.#setUi({ hiddenLines: toggled(uiState().hiddenLines, detail) })}
      ></dp-chart-readout>
      ${
        table
          ? html`<dp-chart-table tabindex="0" .spec=${this.spec} .model=${this.slowModel}></dp-chart-table>`
          : nothing
      }
      ${this.#plot(title, table)} ${this.#announcer.region()}
    `;
  }

  #plot(title: string, hidden: boolean) {
    const epochs = this.slowModel ? epochsOf(this.slowModel) : new Float64Array(0);
    const last = epochs.length > 0 ? epochs[epochs.length - 1] : 0;
    return html`<div
      class="plot zoomable"
      ?hidden=${hidden}
      tabindex="0"
      role="slider"
      aria-label=${l10n.t('Epoch under the cursor of the {0} chart', title)}
      aria-valuemin="0"
      aria-valuemax=${last}
      aria-valuenow=${this.epoch ?? last}
      aria-valuetext=${this.#description()}
      aria-description=${l10n.t('Plus and minus zoom, 0 shows all epochs.')}
      @pointerdown=${this.#gestures.down}
      @pointermove=${this.#pointAt}
      @pointerup=${this.#gestures.up}
      @pointercancel=${this.#gestures.lost}
      @pointerleave=${() => this.cursor.move(null)}
      @dblclick=${this.#gestures.reset}
      @wheel=${this.#gestures.wheel}
      @keydown=${this.#keydown}
      @blur=${() => this.cursor.move(null)}
    >
      <canvas aria-hidden="true"></canvas>
      ${selectionOf(this.selected, this.canvas)}
    </div>`;
  }

  get #zoomed(): Extent | null {
    const { run } = this.store;
    return run && pageZoom.of(run.id);
  }

  #extents(): { whole: Extent; now: Extent } {
    const { run, series } = this.store;
    const whole = run ? wholeAxis(run, series) : { from: 0, to: 1 };
    return { whole, now: this.#zoomed ?? whole };
  }

  #zoom(extent: Extent | null): void {
    const { run } = this.store;
    if (!run) return;
    pageZoom.set(run.id, extent);
    const { from, to } = this.#extents().now;
    this.#announcer.say(
      l10n.t('Epochs {0} to {1}', formatCount(Math.round(from)), formatCount(Math.round(to))),
    );
  }

  #resetZoom() {
    return html`<vscode-toolbar-button
      class="unzoom"
      label=${l10n.t('Show all epochs')}
      title=${l10n.t('Show all epochs')}
      @click=${this.#gestures.reset}
      >${icon('zoom-out')}</vscode-toolbar-button>`;
  }

  #axisToggle() {
    return html`<vscode-toolbar-button
      toggleable
      title=${l10n.t('Logarithmic axis')}
      label=${l10n.t('Logarithmic axis')}
      .checked=${this.#logarithmic}
      @change=${() => this.#setUi({ lossAxis: this.#logarithmic ? 'linear' : 'logarithmic' })}
      >${l10n.t('log')}</vscode-toolbar-button
    >`;
  }

  get #logarithmic(): boolean {
    return (this.ui.lossAxis ?? this.store.preferences.lossAxis) === 'logarithmic';
  }

  get #hiddenLines(): ReadonlySet<string> {
    return new Set(this.ui.hiddenLines);
  }

  /** What the readout is about: the epoch, and what its numbers are means of. */
  #where(): readonly string[] {
    const epochs = this.#model ? epochsOf(this.#model) : [];
    if (epochs.length === 0) return [];
    const epoch = this.epoch ?? this.#rest ?? epochs[epochs.length - 1];
    const own = this.shown.flatMap(({ line }) => (line.kind === 'compared' ? [] : [line.line.seeds]));
    const most = greatest([0, ...own]);
    const fewest = least([most, ...own]);
    const at = l10n.t('epoch {0}', formatCount(epoch));
    if (most <= 1) return [at];
    const seeds =
      fewest === most
        ? l10n.t('mean of {0} seeds ± 1 sd', most)
        : l10n.t('means of {0} to {1} seeds ± 1 sd', fewest, most);
    return [at, seeds];
  }

  /** The curves at the cursor, or at their ends, in words. */
  #description(): string {
    const model = this.slowModel;
    if (!model) return '';
    const values = this.#readings(model).map(
      ({ line, value }) => `${lineName(line)} ${this.spec.format(value, model.task)}`,
    );
    return `${this.#where().join(', ')}: ${values.join(', ')}`;
  }

  #pointAt(event: PointerEvent): void {
    this.#gestures.move(event);
    if (this.#chart && this.#model) this.#point(this.#chart.epochAt(event.clientX));
  }

  #keydown(event: KeyboardEvent): void {
    const { from, to } = this.#extents().now;
    if (event.key === 'Escape') this.#escape();
    else if (this.#gestures.key(event, this.epoch ?? (from + to) / 2)) event.preventDefault();
    else if (this.#model) this.#moveBy(event, epochsOf(this.#model), this.epoch ?? to);
  }

  /** Moves the cursor on from an epoch, as a slider's keys do. */
  #moveBy(event: KeyboardEvent, epochs: Float64Array, from: number): void {
    const at = nearestIndex(epochs, from);
    const page = Math.max(1, Math.round(epochs.length / 10));
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -page,
      PageUp: page,
      Home: -epochs.length,
      End: epochs.length,
    };
    const by = moves[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const epoch = epochs[Math.min(epochs.length - 1, Math.max(0, at + by))] ?? null;
    this.#follow(epoch);
    this.cursor.move(epoch);
    this.#announcer.say(this.#spoken());
  }

  /** Takes back a selection, else the zoom, else the cursor. */
  #escape(): void {
    if (this.#gestures.isSelecting) this.#gestures.cancel();
    else if (this.#zoomed) this.#zoom(null);
    else this.cursor.move(null);
  }

  /** The view moves with a cursor that leaves it. */
  #follow(epoch: number | null): void {
    const { run } = this.store;
    const { whole, now } = this.#extents();
    if (run && epoch !== null && this.#zoomed) pageZoom.set(run.id, including(now, whole, epoch));
  }

  #spoken(): string {
    const values = this.shown
      .filter(({ value }) => Number.isFinite(value))
      .map(({ line, value }) => `${lineName(line)} ${this.spec.format(value, this.#model!.task)}`);
    return l10n.t('Epoch {0}: {1}', this.epoch ?? 0, values.join(', '));
  }

  #point(epoch: number): void {
    const epochs = epochsOf(this.#model!);
    const index = nearestIndex(epochs, epoch);
    this.cursor.move(index < 0 ? null : epochs[index]);
  }

  #moveCursor(): void {
    if (!this.#model) return;
    this.#read(this.#model);
    this.#drawCursor();
  }

  #read(model: ChartModel): void {
    this.epoch = this.cursor.epoch;
    this.#rest = this.#restingEpoch(model);
    this.shown = this.#readings(model);
  }

  /** At the cursor; without one, at the epoch that the head says, so that no value is of another. */
  #readings(model: ChartModel): readonly Reading[] {
    const last = readings(model, this.epoch);
    if (this.epoch !== null || this.#rest === null) return last;
    const there = readings(model, this.#rest);
    // What came to its end before says how it ended.
    return there.map((reading, index) => (Number.isNaN(reading.value) ? last[index] : reading));
  }

  /** The last epoch that both of a pair in training have come to; null: every line's end is what there is. */
  #restingEpoch(model: ChartModel): number | null {
    const { run, progress } = this.store;
    const known = run && runProgress(run.members, ({ key }) => progress.get(key));
    // Of several seeds the lines are means of those that are over.
    if (!known || known.member.seed !== run.members[0]?.seed || known.member.ending?.kind === 'completed')
      return null;
    const epochs = epochsOf(model);
    let index = epochs.length - 1;
    while (index > 0 && epochs[index] > known.progress.epoch) index--;
    return epochs[index] ?? null;
  }

  #drawCursor(): void {
    const hidden = this.#hiddenLines;
    const dots = this.shown
      .filter(({ line, value }) => Number.isFinite(value) && !hidden.has(line.spec.id))
      .map(({ line: { kind, color }, value }) => ({ kind, y: value, ...(color && { color }) }));
    this.#chart?.setCursor(this.epoch, dots);
  }

  #paint(): void {
    try {
      this.#draw();
    } catch (error) {
      // Nothing is better than the curves of the run before.
      this.#chart?.destroy();
      this.#chart = undefined;
      reportError(error);
    }
  }

  #draw(): void {
    const { run, series } = this.store;
    if (!run || !this.canvas) return;
    if (this.#chart && this.#chart.canvas !== this.canvas) {
      this.#chart.destroy();
      this.#chart = undefined;
    }
    this.#chart ??= new CanvasChart(this.canvas, this.spec, theme());
    const view = {
      logarithmic: this.#logarithmic,
      hidden: this.#hiddenLines,
      cache: this.#cache,
      zoom: pageZoom.of(run.id),
      ...this.#chart.size,
    };
    const model = chartModel(this.spec, run, series, view, this.store.compared, this.store.trainings);
    this.#model = model;
    this.#read(model);
    this.#chart.show(model, view.hidden, theme());
    if (this.epoch !== null) this.#drawCursor();
    this.#slow(model, run.status === 'running');
  }

  /** A table and a spoken description need not keep up with the picture. */
  #slow(model: ChartModel, running: boolean): void {
    const now = performance.now();
    if (running && now - this.#slowAt < SLOW) return;
    this.#slowAt = now;
    this.slowModel = model;
  }

  #setUi(patch: Parameters<typeof setUiState>[0]): void {
    setUiState(patch);
    this.ui = uiState();
    this.#painter.invalidate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-chart': ChartView;
  }
}
