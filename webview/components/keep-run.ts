import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { incomparable, others } from '../../src/charts/compared';
import { trainingWords } from '../../src/charts/training';
import { differences } from '../../src/experiment/differences';
import { icon, iconStyles } from '../icon';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';
import type { ComparedNote } from './chart-readout';

/** Keeps the run on the screen: the next ones are drawn together with its test curve. */
@customElement('dp-keep-run')
export class KeepRun extends ViewElement {
  static override styles = [sharedStyles, iconStyles];

  @property({ attribute: false }) store!: ViewStore;

  constructor() {
    super();
    new StoreController(this, ['run', 'compared', 'connection']);
  }

  override render() {
    const { run, compared } = this.store;
    const kept = run !== null && compared.some((one) => one.run.id === run.id);
    const label = l10n.t('Keep this run to compare the next ones with it');
    return html`<vscode-toolbar-button
      toggleable
      title=${label}
      label=${label}
      .checked=${kept}
      ?disabled=${run === null || this.store.isAlone}
      @change=${() => (kept ? this.store.compareNoLonger(run.id) : this.store.compare())}
      >${icon('pin')}</vscode-toolbar-button
    >`;
  }
}

/** What a chart says of the runs that the one on the screen is compared with. */
export function comparedNotes({ run, compared, trainings, isAlone }: ViewStore): readonly ComparedNote[] {
  if (!run) return [];
  const outside = trainings.map((training, i) => ({
    ...{ run: training.id, place: compared.length + i, name: training.name },
    ...{ details: trainingWords(training), problem: undefined, isFixed: isAlone },
  }));
  const runs = others(run, compared).map((other) => {
    const different = differences(other.run.experiment, run.experiment);
    return {
      run: other.run.id,
      place: other.place,
      name: other.run.name,
      details: different.length > 0 ? different.join('\n') : l10n.t('The same settings.'),
      problem: incomparable(run, other.run),
      isFixed: isAlone,
    };
  });
  return [...runs, ...outside];
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-keep-run': KeepRun;
  }
}
