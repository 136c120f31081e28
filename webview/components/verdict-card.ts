import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { VerdictKind } from '../../src/core/analysis/verdict';
import type { ComparisonRow } from '../../src/experiment/comparison-words';
import type { ConfusionTable } from '../../src/experiment/remark-words';
import { type AdviceWords, type VerdictWords, verdictText, verdictWords } from '../../src/experiment/words';
import type { RunState } from '../../src/protocol';
import { neighbourWords } from '../../src/report/neighbours';
import { Announcer } from '../announcer';
import { sameValue, valueAt } from '../edits';
import { askWhy, ideaOfVerdict, whyLink } from '../explore/why';
import { formatCount } from '../format';
import { type IconName, icon, iconStyles } from '../icon';
import { isGoing } from '../run-facts';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';

type Tone = VerdictWords['tone'] | 'failed';
type Said = Pick<VerdictWords, 'title'> &
  Partial<Pick<VerdictWords, 'lead' | 'rows' | 'basis' | 'remarks' | 'confusions'>>;

const ICONS: Readonly<Record<Tone, IconName>> = {
  good: 'pass',
  bad: 'warning',
  neutral: 'info',
  failed: 'error',
};

/** Results whose values a person may want in their code. */
const WORTH_APPLYING: ReadonlySet<VerdictKind> = new Set(['dropoutHelps', 'fine']);
/** Results that leave open whether another drop ratio does better. */
const WORTH_SWEEPING: ReadonlySet<VerdictKind> = new Set([
  'dropoutHelps',
  'heldOff',
  'endsWorse',
  'small',
  'noDifference',
  'overfitting',
]);

/** Claims about dropout, or none of it, at one learning rate: with another the answer may be another. */
const WORTH_TUNING: ReadonlySet<VerdictKind> = new Set([
  ...['dropoutHelps', 'dropoutHurts', 'heldOff', 'endsWorse', 'stopEarly', 'small', 'tooSmall'],
  ...['noDifference', 'notNeeded', 'mixed'],
] as VerdictKind[]);

/** What the run shows, in words with its numbers, and what to try next; or why it failed. */
@customElement('dp-verdict')
export class VerdictCard extends ViewElement {
  static override styles = [
    sharedStyles,
    iconStyles,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      .card {
        display: grid;
        grid-template-columns: 16px minmax(0, 1fr);
        gap: 4px 10px;
        padding: 10px 12px;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-left: 3px solid var(--tone);
        border-radius: 2px;
        background: var(--vscode-textBlockQuote-background, var(--vscode-editorWidget-background));
        --tone: var(--vscode-charts-blue);
      }
      .good {
        --tone: var(--vscode-charts-green);
      }
      .bad {
        --tone: var(--vscode-charts-yellow);
      }
      .failed {
        --tone: var(--vscode-errorForeground);
      }
      .icon {
        margin-top: 1px;
        color: var(--tone);
      }
      .said {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 4px;
        max-width: 110ch;
        overflow-wrap: anywhere;
      }
      h2,
      p,
      ul {
        margin: 0;
      }
      ul {
        padding-left: 18px;
      }
      h2 {
        font-size: inherit;
        font-weight: 600;
      }
      table {
        margin: 2px 0;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
        overflow-wrap: normal;
      }
      th.dropout,
      th.baseline {
        white-space: nowrap;
      }
      th[scope='row'] {
        min-width: 13ch;
      }
      th {
        padding: 1px 12px 1px 0;
        color: var(--dp-muted);
        font-weight: normal;
        text-align: left;
      }
      td {
        padding: 1px 12px 1px 0;
        white-space: nowrap;
      }
      td:last-child {
        padding-right: 0;
        white-space: normal;
      }
      th.dropout {
        border-bottom: 2px solid var(--dp-dropout);
      }
      th.baseline {
        border-bottom: 2px solid var(--dp-baseline);
      }
      .scroller {
        overflow-x: auto;
      }
      .basis {
        color: var(--dp-muted);
        font-size: 12px;
      }
      .advice {
        display: flex;
        flex-wrap: wrap;
        grid-column: 2;
        gap: 4px 8px;
        align-items: center;
      }
      /* Side by side the columns would push all words beyond the edge: title, values and difference have lines of their own. */
      @container (max-width: 520px) {
        .said > table tr {
          display: grid;
          grid-template-columns: repeat(2, minmax(0, 1fr));
          column-gap: 10px;
        }
        .said > table :is(th, td) {
          padding-right: 0;
          white-space: normal;
        }
        .said > table :is(th[scope='row'], td:last-child, th:last-child) {
          grid-column: 1 / -1;
        }
        .said > table th[scope='row'] {
          padding-top: 4px;
        }
        .said > table td:empty {
          display: none;
        }
      }
      @container (min-width: 1100px) {
        .card {
          grid-template-columns: 16px minmax(0, auto) auto 1fr;
          column-gap: 12px;
          align-items: center;
        }
        .advice {
          grid-column: auto;
          flex-wrap: nowrap;
          margin-left: 12px;
        }
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;

  readonly #announcer = new Announcer(this);
  #announced = '';

  constructor() {
    super();
    new StoreController(this, ['run', 'runs', 'code', 'gap']);
  }

  override render() {
    const { run } = this.store;
    if (!run) return nothing;
    const failure = run.members.find((member) => member.failure)?.failure;
    if (failure) return this.#failed(failure);
    if (!run.verdict) return this.#pending(run);
    const words = verdictWords(run.verdict);
    this.#announce(run, words);
    const neighbours = WORTH_TUNING.has(run.verdict.kind) ? neighbourWords(this.store.runs, run.id) : [];
    return this.#card(words.tone, { ...words, remarks: [...words.remarks, ...neighbours] }, [
      ...words.advice.filter((advice) => this.#isNews(advice)).map((advice) => this.#advice(advice)),
      ...this.#next(run, run.verdict.kind),
      ideaOfVerdict[run.verdict.kind] ? whyLink(this, ideaOfVerdict[run.verdict.kind], words.title) : [],
    ]);
  }

  /** Whether the set-up is not like that already: a run over seeds is advised to use some until the second begins. */
  #isNews({ edit }: AdviceWords): boolean {
    const { experiment, gap } = this.store;
    // Advice about the run that is shown is none for other settings.
    if (gap) return false;
    return !edit || !experiment || !sameValue(valueAt(experiment, edit.path), edit.value);
  }

  /** What a person may want to do with a result, once it is one. */
  #next(run: RunState, kind: VerdictKind) {
    // Both act on the set-up, and the result is another's.
    if (isGoing(run) || this.store.gap) return [];
    const { code } = this.store;
    const actions: unknown[] = [];
    if (code && WORTH_APPLYING.has(kind))
      actions.push(this.#action(l10n.t('Apply to {0}…', code.file), () => this.store.command('applyToCode')));
    if (WORTH_TUNING.has(kind))
      actions.push(this.#action(l10n.t('Compare Fairly'), () => this.store.command('compareFairly')));
    if (WORTH_SWEEPING.has(kind))
      actions.push(this.#action(l10n.t('Compare drop ratios'), () => this.#sweep()));
    return actions;
  }

  #sweep(): void {
    askWhy(this, 'ratio');
    this.store.startSweep('ratio');
  }

  /** Numbers change all the time: a screen reader hears another verdict, and the last one in full. */
  #announce(run: RunState, words: VerdictWords): void {
    const moment = `${run.id} ${words.title} ${isGoing(run)}`;
    if (moment === this.#announced) return;
    this.#announced = moment;
    this.#announcer.say(verdictText(words));
  }

  #card(
    tone: Tone,
    { title, lead = '', rows = [], basis = '', remarks = [], confusions = [] }: Said,
    actions: readonly unknown[],
  ) {
    return html`
      <section class="card ${tone}" aria-label=${l10n.t('Verdict')}>
        ${icon(ICONS[tone])}
        <div class="said">
          <h2>${title}</h2>
          ${lead ? html`<p>${lead}</p>` : nothing} ${rows.length > 0 ? comparisonTable(rows) : nothing}
          ${remarks.length > 0 ? html`<ul>${remarks.map((remark) => html`<li>${remark}</li>`)}</ul>` : nothing}
          ${confusions.map(confusionTable)}
          ${basis ? html`<p class="basis">${basis}</p>` : nothing}
        </div>
        ${actions.length > 0 ? html`<div class="advice">${actions}</div>` : nothing}
      </section>
      ${this.#announcer.region()}
    `;
  }

  #pending(run: RunState) {
    const text =
      run.status === 'stopped'
        ? l10n.t('It was stopped before there was enough to judge.')
        : l10n.t('A verdict follows when there is enough to judge.');
    return this.#card('neutral', { title: l10n.t('No verdict yet.'), lead: text }, []);
  }

  #failed({ step, reason }: { step: number; reason: string }) {
    const title =
      step > 0
        ? l10n.t('The run failed at step {0}.', formatCount(step))
        : l10n.t('The run could not start.');
    this.#announcer.say(`${title} ${reason}`);
    return this.#card('failed', { title, lead: reason }, [
      this.#action(l10n.t('Retry'), () => this.store.command('restart')),
      this.#action(l10n.t('Change the set-up'), () => this.store.command('openSidebar')),
      this.#action(l10n.t('Show the log'), () => this.store.command('showLog')),
    ]);
  }

  #advice({ label, edit }: AdviceWords) {
    return edit
      ? this.#action(label, () => this.store.edit(edit.path, edit.value))
      : this.#action(label, () => this.store.command('openSidebar'));
  }

  #action(label: string, act: () => void) {
    return html`<vscode-button secondary @click=${act}>${label}</vscode-button>`;
  }
}

/** Which classes are taken for which; closed, since the words say the main thing. */
function confusionTable({ title, classes, rows }: ConfusionTable) {
  return html`<details>
    <summary>${title}</summary>
    <div class="scroller" role="region" tabindex="0" aria-label=${title}>
      <table>
        <caption class="visually-hidden">
          ${title}
        </caption>
        <tr>
          <td>${l10n.t('true class ↓, answer →')}</td>
          ${classes.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
        ${rows.map(
          (counts, truth) =>
            html`<tr>
              <th scope="row">${classes[truth]}</th>
              ${counts.map((count) => html`<td>${formatCount(count)}</td>`)}
            </tr>`,
        )}
      </table>
    </div>
  </details>`;
}

/** Dropout against no dropout. */
function comparisonTable(rows: readonly ComparisonRow[]) {
  return html`<table>
    <caption class="visually-hidden">
      ${l10n.t('With dropout and without')}
    </caption>
    <tr>
      <td></td>
      <th class="dropout" scope="col">${l10n.t('dropout')}</th>
      <th class="baseline" scope="col">${l10n.t('baseline')}</th>
      <th scope="col">${l10n.t('Difference (95% interval)')}</th>
    </tr>
    ${rows.map(
      ({ title, dropout, baseline, change }) =>
        html`<tr>
          <th scope="row">${title}</th>
          <td>${dropout}</td>
          <td>${baseline}</td>
          <td>${change}</td>
        </tr>`,
    )}
  </table>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-verdict': VerdictCard;
  }
}
