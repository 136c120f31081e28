import { ViewElement } from '../view-element';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import * as l10n from '@vscode/l10n';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RunState, ViewCommand } from '../../src/protocol';
import { formatThroughput, formatTimeLeft } from '../format';
import { type IconName, icon, iconStyles } from '../icon';
import { isGoing, isOpen, type RunFacts, runFacts } from '../run-facts';
import { sharedStyles } from '../shared-styles';
import type { ViewStore } from '../store';
import { StoreController } from '../store-controller';

/** Run, pause, step, restart and stop; how far the run is and how fast. */
@customElement('dp-run-head')
export class RunHead extends ViewElement {
  static override styles = [
    sharedStyles,
    iconStyles,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      .buttons {
        display: flex;
        gap: 4px;
      }
      .main {
        min-width: 92px;
      }
      .state {
        display: flex;
        flex: 1 1 280px;
        align-items: center;
        gap: 12px;
        min-width: 0;
      }
      .file {
        display: flex;
        flex: 0 1 auto;
        align-items: center;
        gap: 4px;
        min-width: 0;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .buttons .icon,
      .label {
        margin: 0;
      }
      @container (max-width: 780px) {
        .label {
          display: none;
        }
        /* The button's own gap between icon and words. */
        [secondary] .icon {
          margin-right: -4px;
        }
      }
      @container (max-width: 680px) {
        .state {
          flex-basis: 100%;
        }
      }
      vscode-progress-bar::part(track) {
        background: var(--vscode-descriptionForeground);
        opacity: 0.25;
      }
      vscode-progress-bar {
        flex: 1 1 48px;
      }
      @container (max-width: 380px) {
        .state {
          flex-wrap: wrap;
          gap: 6px 12px;
        }
        vscode-progress-bar {
          flex-basis: 100%;
        }
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        color: var(--dp-muted);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .facts b {
        color: var(--vscode-foreground);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) store!: ViewStore;

  constructor() {
    super();
    new StoreController(this, ['run', 'progress', 'connection', 'document', 'gap']);
  }

  override render() {
    const { run, progress } = this.store;
    const facts = run && runFacts(run, progress);
    const going = run?.status === 'running' || run?.status === 'loading';
    return html`<div class="bar">
      <div class="buttons" role="group" aria-label=${l10n.t('Run')}>
        ${this.#mainButton(run)}
        ${this.#button('step', 'debug-step-over', l10n.t('Step'), l10n.t('Take one step'), !going)}
        ${this.#button('restart', 'debug-restart', l10n.t('Restart'), restartTitle(this.store), run !== null)}
        ${this.#button('stop', 'debug-stop', l10n.t('Stop'), l10n.t('End this run'), isOpen(run))}
      </div>
      ${this.#file()} ${run && facts ? this.#state(run, facts) : nothing}
    </div>`;
  }

  /** The file that edits are written into. */
  #file() {
    const { document } = this.store;
    if (!document || document.state === 'elsewhere') return nothing;
    const title =
      document.state === 'invalid'
        ? l10n.t('{0} has errors: nothing is written to it', document.name)
        : document.dirty
          ? l10n.t('Edits are written into {0}, which is not saved', document.name)
          : l10n.t('Edits are written into {0}', document.name);
    return html`<span class="file" title=${title}>
      ${icon(document.state === 'invalid' ? 'warning' : 'json')}<span class="name">${document.name.replace(/\.dropout\.json$/, '')}</span
      >${document.dirty ? html`<span aria-label=${l10n.t('not saved')}>●</span>` : nothing}
    </span>`;
  }

  #mainButton(run: RunState | null) {
    const [command, glyph, label]: [ViewCommand, IconName, string] =
      run?.status === 'running' || run?.status === 'loading'
        ? ['pause', 'debug-pause', l10n.t('Pause')]
        : run?.status === 'paused'
          ? ['resume', 'debug-continue', l10n.t('Resume')]
          : ['run', 'play', l10n.t('Run')];
    return html`<vscode-button class="main" @click=${() => this.store.command(command)}
      >${icon(glyph, 'content-before')}${label}</vscode-button
    >`;
  }

  #button(command: ViewCommand, glyph: IconName, label: string, title: string, enabled: boolean) {
    return html`<vscode-button
      secondary
      title=${title}
      aria-label=${label}
      aria-disabled=${enabled ? 'false' : 'true'}
      ?disabled=${!enabled}
      @click=${() => enabled && this.store.command(command)}
      >${icon(glyph, 'content-before')}<span class="label">${label}</span></vscode-button
    >`;
  }

  #state(run: RunState, facts: RunFacts) {
    const loading = run.status === 'loading';
    return html`<div class="state">
      <vscode-progress-bar
        ?hidden=${run.status === 'failed'}
        aria-label=${l10n.t('Progress of the run')}
        ?indeterminate=${loading}
        .value=${facts.fraction * 100}
      ></vscode-progress-bar>
      <div class="facts">${factsOf(run, facts).map((fact) => html`<span>${fact}</span>`)}</div>
    </div>`;
  }
}

const STATUS: Readonly<Record<RunState['status'], () => string>> = {
  loading: () => l10n.t('Loading…'),
  running: () => '',
  paused: () => l10n.t('Paused'),
  elsewhere: () => l10n.t('Running in another window'),
  completed: () => l10n.t('Completed'),
  stopped: () => l10n.t('Stopped'),
  failed: () => l10n.t('Failed'),
};

/** How a run that is over ended, where that is more than "completed". */
function endOf({ status, members }: RunState): string | undefined {
  if (status !== 'completed') return undefined;
  const kinds = members.map(({ ending }) => ending?.kind);
  if (kinds.includes('diverged')) return l10n.t('Diverged');
  return kinds.includes('stoppedEarly') ? l10n.t('Stopped early') : undefined;
}

function factsOf(run: RunState, facts: RunFacts) {
  const running = run.status === 'running';
  const status = endOf(run) ?? STATUS[run.status]();
  return [
    status && html`<b>${status}</b>`,
    l10n.t('epoch {0} / {1}', facts.epoch, facts.totalEpochs),
    run.status === 'paused' && l10n.t('step {0}', facts.step),
    facts.seeds > 1 &&
      (isGoing(run)
        ? l10n.t('seed {0} / {1}', facts.seedNow, facts.seeds)
        : l10n.t('seeds {0} / {1}', facts.seedsDone, facts.seeds)),
    running && formatThroughput(facts.samplesPerSecond),
    running && formatTimeLeft(facts.secondsLeft),
  ].filter(Boolean);
}

function restartTitle({ gap }: ViewStore): string {
  return gap
    ? l10n.t('Run the current set-up from its first step')
    : l10n.t('Start again from the same weights');
}

declare global {
  interface HTMLElementTagNameMap {
    'dp-run-head': RunHead;
  }
}
