import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { ColumnFacts } from '../../src/core/column-facts';
import type { DataChoice } from '../../src/core/dataset';
import { pathWords } from '../../src/experiment/allowed';
import { columnEdits, type DataEdit, sameFiles, splitEdits } from '../../src/experiment/data-edits';
import { columnHead, columnWords, countsWords, splitWords } from '../../src/experiment/data-words';
import { sourceName } from '../../src/experiment/label';
import { cautionsBesideNotes } from '../../src/experiment/remark-words';
import type { DataSpec } from '../../src/experiment/schema';
import type { RunInfo } from '../../src/protocol';
import { icon, iconStyles } from '../icon';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import { setUiState, uiState } from '../ui-state';
import { ViewElement } from '../view-element';
import { type DataField, targetField, taskField, validationField } from './data-fields';
import { dataPreviewStyles } from './data-preview-styles';
import { tableStyles } from './table-styles';

/** What was made of the data: counts and division in one line; unfolded, each column, what was noticed, and what can be changed. */
@customElement('dp-data-preview')
export class DataPreview extends ViewElement {
  static override styles = [sharedStyles, iconStyles, tableStyles, dataPreviewStyles];

  @property({ attribute: false }) store!: ViewStore;

  /** What was made of the data that are shown. */
  #info: RunInfo | undefined;
  #shown: DataSpec | undefined;
  /** Something of it was changed here: what is left to look at no longer decides whether it is unfolded. */
  #isUsed = false;

  constructor() {
    super();
    new StoreController(this, ['run', 'experiment']);
  }

  /** While a run reads the same files anew, what the run before made of them stays: with it focus and place. */
  protected override willUpdate(): void {
    const { run } = this.store;
    const data = run?.experiment.data;
    const isSame = data !== undefined && this.#shown !== undefined && sameFiles(this.#shown, data);
    this.#info = run?.info ?? (isSame && run?.status === 'loading' ? this.#info : undefined);
    this.#isUsed &&= isSame;
    this.#shown = data;
  }

  override render() {
    const { run } = this.store;
    const info = this.#info;
    if (!run || !info) return nothing;
    const { columns = [], notes } = info;
    const open = this.#isOpen(info);
    const line = html`<h2>${l10n.t('Data')}</h2>
      <span class="facts">${[sourceName(run.experiment.data), countsWords(info), ...splitWords(info)].join(' · ')}</span>`;
    if (columns.length + notes.length + cautionsBesideNotes(info).length === 0)
      return html`<section class="line" aria-label=${l10n.t('Data')}>${line}</section>`;
    return html`<details ?open=${open} aria-busy=${run.info ? 'false' : 'true'} @toggle=${this.#toggled}>
      <summary class="line">${line}${this.#chip(info)}</summary>
      ${open ? this.#all(info, columns) : nothing}
    </details>`;
  }

  #all(info: RunInfo, columns: readonly ColumnFacts[]) {
    return html`<div class="all">
      ${this.#division(info)}
      ${columns.length > 0 ? this.#table(columns, info.moreColumns ?? 0) : nothing}
      ${this.#remarks(info)}
    </div>`;
  }

  #isOpen(info: RunInfo): boolean {
    return uiState().data ?? (this.#isUsed || toDecide(info) > 0);
  }

  readonly #toggled = ({ target }: Event): void => {
    const { open } = target as HTMLDetailsElement;
    // The event comes for what was rendered, too.
    if (!this.#info || open === this.#isOpen(this.#info)) return;
    setUiState({ data: open });
    this.requestUpdate();
  };

  #chip(info: RunInfo) {
    const count = toDecide(info);
    if (count === 0) return nothing;
    // A space parts it from the line for who hears both.
    return html` <span class="chip">${count === 1 ? l10n.t('1 thing to look at') : l10n.t('{0} things to look at', count)}</span>`;
  }

  /** The set-up's data, where it is of the files that the run on the screen read: else an edit would go astray. */
  get #data(): DataSpec | undefined {
    const { run, experiment } = this.store;
    return run && experiment && sameFiles(run.experiment.data, experiment.data) ? experiment.data : undefined;
  }

  #division(info: RunInfo) {
    const { split, columns = [] } = info;
    const data = this.#data;
    if (!split || !data) return nothing;
    return html`<div class="division">
      ${[targetField(columns, data), taskField(columns, data), validationField(data)].map((one) => one && this.#choice(one))}
      <span class="acts">${splitEdits(data, split).map((edit) => this.#button(edit, splitWords(info).join(', ')))}</span>
    </div>`;
  }

  #choice({ title, value, options, edit }: DataField) {
    return html`<label class="choice">
      ${title}
      <select
        .value=${live(value)}
        @change=${({ target }: Event) => {
          this.#change(edit((target as HTMLSelectElement).value));
        }}
      >
        ${options.map(({ id, title: words }) => html`<option value=${id} ?selected=${id === value}>${words}</option>`)}
      </select>
    </label>`;
  }

  #change({ path, value }: DataEdit['edit']): void {
    this.#isUsed = true;
    this.store.edit(path, value);
  }

  #table(columns: readonly ColumnFacts[], more: number) {
    return html`<div class="scroll" role="region" tabindex="0" aria-label=${l10n.t('Columns')}>
        <table>
          <caption class="visually-hidden">
            ${l10n.t('How the columns were read')}
          </caption>
          <thead>
            <tr>
              ${columnHead().map((name) => html`<th scope="col">${name}</th>`)}
              <th scope="col">${l10n.t('Change')}</th>
            </tr>
          </thead>
          <tbody>
            ${columns.map((column) => this.#row(column, columns))}
          </tbody>
        </table>
      </div>
      ${more > 0 ? html`<p class="muted">${l10n.t('and {0} more columns', more)}</p>` : nothing}`;
  }

  #row(column: ColumnFacts, columns: readonly ColumnFacts[]): TemplateResult {
    const { name, role, kind, scaling, missing } = columnWords(column);
    const data = this.#data;
    return html`<tr class=${column.role}>
      <th scope="row">${name}</th>
      <td>${role}</td>
      <td>${kind}</td>
      <td>${scaling}</td>
      <td data-head=${columnHead().at(-1)!}>${missing}</td>
      <td class="acts">${data && columnEdits(column, data, columns).map((edit) => this.#button(edit, name))}</td>
    </tr>`;
  }

  #remarks(info: RunInfo) {
    const { notes, choices = [] } = info;
    const cautions = cautionsBesideNotes(info);
    if (notes.length + cautions.length === 0) return nothing;
    const choiceOf = (note: string) => choices.find(({ message }) => message === note);
    // What asks for a decision comes first.
    const sorted = [...notes.filter(choiceOf), ...notes.filter((note) => !choiceOf(note))];
    return html`<ul aria-label=${l10n.t('What was noticed')}>
      ${cautions.map((words) => html`<li class="caution">${icon('warning')} ${words}</li>`)}
      ${sorted.map((note) => html`<li>${note} ${this.#offer(choiceOf(note))}</li>`)}
    </ul>`;
  }

  #offer(choice: DataChoice | undefined) {
    return choice && this.#data ? this.#button(choice, choice.message) : nothing;
  }

  /** `about`: what the edit is about, for who does not see what stands beside it. */
  #button({ label, edit }: DataEdit, about: string) {
    const { path, value } = edit;
    return html`<button
      type="button"
      class="why"
      title=${path.length > 1 ? `${pathWords(path)}: ${JSON.stringify(value) ?? l10n.t('Automatic')}` : label}
      aria-description=${about}
      @click=${() => this.#change(edit)}
    >
      ${label}
    </button>`;
  }
}

/** Cautions, and notes that leave a person a choice. */
const toDecide = (info: RunInfo): number => (info.choices ?? []).length + cautionsBesideNotes(info).length;

declare global {
  interface HTMLElementTagNameMap {
    'dp-data-preview': DataPreview;
  }
}
