import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import {
  finiteMarks,
  type PlotColor,
  type PlotSeries,
  type PlotSpec,
  type PlotStyle,
  robustAxis,
} from '../../src/charts/plot-spec';
import { formatNumber } from '../../src/experiment/number-text';
import { LOG_ROLES, type LogRole, type LogsState, logChartId, type ViewCommand } from '../../src/protocol';
import { Announcer } from '../announcer';
import '../explore/plot-view';
import { plotSvg } from '../../src/report/plot-svg';
import { formatPlace } from '../format';
import { icon, iconStyles } from '../icon';
import { pictures } from '../pictures';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { fairStyles } from './fair-styles';
import { logsStyles } from './logs-styles';

/** A training log that is open: its curves, what they show, and which curve is which. */
@customElement('dp-logs')
export class LogsView extends ViewElement {
  static override styles = [sharedStyles, iconStyles, fairStyles, logsStyles];

  @property({ attribute: false }) store!: ViewStore;

  readonly #announcer = new Announcer(this);
  #announced = '';
  #drawable: string[] = [];

  constructor() {
    super();
    new StoreController(this, ['logs', 'run', 'trainings']);
  }

  /** What can be taken away as a picture is what is shown. */
  override updated(): void {
    for (const id of this.#drawable) pictures.delete(id);
    this.#drawable = [];
    const { logs } = this.store;
    for (const [i, chart] of logs?.charts.entries() ?? []) {
      pictures.set(logChartId(i), ({ palette, width, height }) =>
        plotSvg(logPlot(chart, logs!), { palette, width, height, caption: logs!.title }),
      );
      this.#drawable.push(logChartId(i));
    }
  }

  override render() {
    const { logs } = this.store;
    if (!logs) return nothing;
    this.#announce(logs);
    const tone = logs.verdict?.tone ?? 'neutral';
    return html`
      <section aria-label=${l10n.t('Training log')}>
        <header>
          <h2 title=${logs.title}>${l10n.t('Training log: {0}', logs.title)}</h2>
          <span class="actions">${logs.charts.length > 0 ? this.#actions(logs) : nothing}<vscode-button
              secondary
              @click=${() => this.store.command('closeTrainingLog')}
              >${l10n.t('Close')}</vscode-button
            ></span
          >
        </header>
        <div class="card ${tone}">
          ${icon(({ good: 'pass', bad: 'warning', neutral: 'info' } as const)[tone])}
          <div class="said">
            ${said(logs)}
            ${
              logs.runs.some(({ isKept, isShown }) => isKept && isShown)
                ? html`<p class="basis">
                  ${l10n.t('The files are gone; these are the curves as they were read last.')}
                </p>`
                : nothing
            }${problems(logs)}
          </div>
        </div>
        ${logs.runs.length > 1 ? this.#runs(logs) : nothing}
        <div class="charts">
          ${logs.charts.map(
            (chart) => html`<dp-plot class=${chart.kind} .spec=${logPlot(chart, logs)}></dp-plot>`,
          )}
        </div>
        ${logs.curves.length > 0 ? this.#roles(logs) : nothing}
      </section>
      ${this.#announcer.region()}
    `;
  }

  #actions({ runs }: LogsState) {
    const { run, trainings } = this.store;
    const button = (command: ViewCommand, words: string) =>
      html`<vscode-button secondary @click=${() => this.store.command(command)}>${words}</vscode-button>`;
    const isBeside = trainings.some(({ id }) => runs.some((one) => one.isShown && one.id === id));
    const compare = isBeside ? l10n.t('Remove from Comparison') : l10n.t('Compare with Run');
    return html`${run ? button('compareTrainingLog', compare) : nothing}
    ${button('exportLogChart', l10n.t('Export Chart'))}${button('exportLogCsv', l10n.t('Export CSV'))}${button('exportLogReport', l10n.t('Export Report'))}`;
  }

  #announce({ verdict, isReading }: LogsState): void {
    const words = isReading || !verdict ? '' : `${verdict.title} ${verdict.lead}`;
    if (words === '' || words === this.#announced) return;
    this.#announced = words;
    this.#announcer.say(words);
  }

  #runs({ runs, more }: LogsState) {
    const shown = runs.filter(({ isShown }) => isShown);
    const seedsOf = ({ group }: LogsState['runs'][number]) => {
      const { length } = runs.filter((one) => one.group === group);
      return length > 1 ? [l10n.t('one of {0} seeds', length)] : [];
    };
    return html`<div class="scroller runs" role="region" tabindex="0" aria-label=${l10n.t('Trainings')}>
      <table>
        <tr>
          <th scope="col">${l10n.t('Training')}</th>
          <th scope="col">${l10n.t('Settings')}</th>
          <th scope="col">${l10n.t('Best')}</th>
          <th scope="col">${l10n.t('What it shows')}</th>
        </tr>
        ${runs.map((run) => {
          const place = run.best && placeText(run.unit, run.best.at);
          return html`<tr>
            <th scope="row">
              <label
                ><input
                  type="checkbox"
                  .checked=${live(run.isShown)}
                  @change=${(event: Event) => this.#show(run.id, event)}
                />${run.isShown ? html`<i class=${colorOf(shown.indexOf(run))}></i>` : nothing}<span
                  title=${run.id}
                  >${run.name}</span
                ></label
              >
            </th>
            <td>${[...run.differs, ...seedsOf(run)].join(' · ')}</td>
            <td>${run.best ? `${formatNumber(run.best.value)} · ${place}` : '–'}</td>
            <td class="wide">${run.said}</td>
          </tr>`;
        })}
      </table>
      ${more > 0 ? html`<p class="basis">${l10n.t('{0} more are not listed; open their folder.', more)}</p>` : nothing}
    </div>
    ${shown.length > 1 ? this.#grouping(shown) : nothing}`;
  }

  /** Guessed from settings and names; a person knows better. */
  #grouping(shown: LogsState['runs']) {
    const isTogether = shown.every(({ group }) => group === shown[0]!.group);
    const words = isTogether
      ? l10n.t('These are not seeds of one another')
      : l10n.t('These are seeds of one another');
    return html`<p class="basis">
      ${
        isTogether
          ? l10n.t('The trainings shown count as seeds of one another: beside a run they are one mean.')
          : l10n.t('The trainings shown count each for itself.')
      }
      <vscode-button secondary @click=${() => this.store.groupLogRuns(!isTogether)}>${words}</vscode-button>
    </p>`;
  }

  #show(run: string, event: Event): void {
    this.store.showLogRun(run, (event.target as HTMLInputElement).checked);
    // What the host makes of it is drawn when it answers; until then it stays as it is.
    this.requestUpdate();
  }

  /** Guessed from the names; a person knows better. */
  #roles({ curves }: LogsState) {
    const unknown = curves.every(({ role }) => role === null || role === 'learningRate');
    return html`<details class="roles" ?open=${unknown}>
      <summary>${l10n.t('Which curve is which')}</summary>
      <p class="basis">
        ${l10n.t('Guessed from the names. What you change is remembered for this workspace.')}
      </p>
      <div class="pairs">
        ${curves.map(
          ({ name, role }) => html`<label
            ><span title=${name}>${name}</span
            ><select
              .value=${live(role ?? '')}
              @change=${(event: Event) =>
                this.store.logRole(
                  name,
                  ((event.target as HTMLSelectElement).value || null) as LogRole | null,
                )}
            >
              <option value="" ?selected=${role === null}>${l10n.t('something else')}</option>
              ${LOG_ROLES.map(
                (one) => html`<option value=${one} ?selected=${role === one}>${roleWords[one]()}</option>`,
              )}
            </select></label
          >`,
        )}
      </div>
    </details>`;
  }
}

const roleWords: Readonly<Record<LogRole, () => string>> = {
  trainLoss: () => l10n.t('training loss (lower is better)'),
  validationLoss: () => l10n.t('validation loss (lower is better)'),
  testLoss: () => l10n.t('test loss (lower is better)'),
  trainScore: () => l10n.t('training score (higher is better)'),
  validationScore: () => l10n.t('validation score (higher is better)'),
  testScore: () => l10n.t('test score (higher is better)'),
  learningRate: () => l10n.t('learning rate'),
};

function said({ verdict, isReading, read, size, runs }: LogsState) {
  if (isReading)
    return html`<h3>${l10n.t('Reading')}</h3>
      <p class="basis">${l10n.t('{0} of {1} MB', megabytes(read), megabytes(size))}</p>
      <div class="progress"><div style="width: ${size > 0 ? (100 * read) / size : 0}%"></div></div>`;
  if (runs.length === 0)
    return html`<h3>${l10n.t('No training log was found there.')}</h3>
      <p>
        ${l10n.t('TensorBoard, CSV with a row for each epoch, Hugging Face, MLflow, W&B offline files, Trackio and saved output are read.')}
      </p>`;
  if (!verdict)
    return html`<h3>${l10n.t('{0} trainings', runs.length)}</h3>
      <p>${l10n.t('Show one alone to read what its curves say.')}</p>`;
  return html`<h3>${verdict.title}</h3>
    <p>${verdict.lead}</p>
    <ul>
      ${verdict.remarks.map((remark) => html`<li>${remark}</li>`)}
    </ul>`;
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

const problems = ({ problems: some }: LogsState) =>
  some.length === 0
    ? nothing
    : html`<ul class="problems">
        ${some.map(({ file, words }) => html`<li>${file}: ${words}</li>`)}
      </ul>`;

const placeText = (unit: 'epoch' | 'step', at: number): string =>
  unit === 'epoch' ? l10n.t('epoch {0}', formatPlace(at)) : l10n.t('step {0}', formatPlace(at));

const COLORS: readonly PlotColor[] = [
  'compared',
  'compared2',
  'compared3',
  'compared4',
  'compared5',
  'foreground',
];
const colorOf = (run: number): PlotColor => COLORS[run % COLORS.length]!;

/** Training is dashed and validation is whole, in the charts of a run too; the colour is the training's. */
function styleOf(role: LogRole | null): PlotStyle {
  if (role?.startsWith('train')) return 'dashed';
  return role?.startsWith('test') ? 'dotted' : 'solid';
}

/** A chart of a log: a line for each curve of each training, and the best epoch. */
export function logPlot(chart: LogsState['charts'][number], logs: LogsState): PlotSpec {
  const shown = logs.runs.filter(({ isShown }) => isShown);
  const isOne = shown.length === 1;
  const series = chart.lines.map(({ name, role, run, x, y }): PlotSeries => {
    const label = isOne ? name : `${shown[run]?.name ?? ''} ${name}`;
    const points = Array.from(x, (at, i) => ({ x: at, y: y[i]! }));
    return { label, color: isOne ? oneColor(role) : colorOf(run), style: styleOf(role), points };
  });
  const values = chart.lines.flatMap(({ y }) => Array.from(y));
  const good = chart.kind === 'loss' ? 'low' : chart.kind === 'score' ? 'high' : 'none';
  const x = chart.unit === 'epoch' ? l10n.t('epoch') : l10n.t('step');
  const isJudged = chart === logs.charts[0] && logs.bestAt !== null;
  return {
    label: l10n.t('{0} against {1}', chart.title, x),
    x: { title: x },
    y: robustAxis(chart.title, values, good),
    series,
    marks: isJudged ? finiteMarks([{ x: logs.bestAt!, label: l10n.t('best'), color: 'good' }]) : [],
  };
}

/** Of one training its curves have colours of their own. */
const oneColor = (role: LogRole | null): PlotColor =>
  role?.startsWith('train') ? 'compared2' : role?.startsWith('test') ? 'compared3' : 'compared';

declare global {
  interface HTMLElementTagNameMap {
    'dp-logs': LogsView;
  }
}
