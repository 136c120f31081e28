import * as l10n from '@vscode/l10n';
import { defaultExperiment } from '../experiment/defaults';
import { type Figure, type FigureResult, holds, labelOf } from '../experiment/figures/index';
import type { FigureState, FromWorker } from '../protocol';
import { NOTHING } from '../study/training';
import type { JobHandle } from '../worker/pool';
import { DisposableObject } from './disposable';
import type { Trainers } from './runner';
import { Emitter } from './store/emitter';

/** Reproduces published figures. One at a time; another takes its place. */
export class FigureReproducer extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  #state: FigureState | null = null;
  #job: JobHandle | undefined;

  readonly #trainers: Trainers;

  constructor(trainers: Trainers) {
    super();
    this.#trainers = trainers;
    this.register({ dispose: () => this.cancel() });
  }

  /** What views show: the figure that is being reproduced, or the last one. */
  get state(): FigureState | null {
    return this.#state;
  }

  start(figure: Figure): void {
    this.cancel();
    this.#publish(wordsOf(figure));
    // A figure brings experiments of its own: nothing of this one is read.
    const request = { experiment: defaultExperiment(), folder: null, seed: 1, variant: 'dropout' } as const;
    const job = this.#trainers.start(
      { ...request, observe: NOTHING, paused: false, figure: figure.id },
      (message) => {
        if (this.#job === job || this.#job === undefined) this.#hear(message);
      },
    );
    this.#job = job;
  }

  cancel(): void {
    if (this.#state?.status !== 'running') return;
    this.#job?.stop();
    this.#end({ status: 'cancelled' });
  }

  #hear(message: FromWorker): void {
    if (this.#state?.status !== 'running') return;
    if (message.type === 'figure') this.#publish({ ...this.#state, ...measuredOf(message.result) });
    else if (message.type === 'failed') this.#end({ status: 'failed', reason: message.reason });
    else if (message.type === 'ended')
      this.#end({ status: 'completed', holds: holds({ lines: [], checks: this.#state.checks }) });
  }

  #end(more: Pick<FigureState, 'status'> & Partial<FigureState>): void {
    this.#job = undefined;
    this.#publish({ ...this.#state!, ...more });
  }

  #publish(state: FigureState): void {
    this.#state = state;
    this.#changed.fire();
  }
}

const words = (text: string, n: number) => l10n.t(text, n);

function wordsOf({ id, title, claim, source, x, y, logarithmic = {} }: Figure): FigureState {
  return {
    ...{ id, status: 'running', source, logarithmic, lines: [], marks: [], checks: [] },
    ...{ title: l10n.t(title), claim: l10n.t(claim), x: l10n.t(x), y: l10n.t(y) },
  };
}

function measuredOf({
  lines,
  marks = [],
  checks,
}: FigureResult): Pick<FigureState, 'lines' | 'marks' | 'checks'> {
  const named = <T extends { readonly label: string; readonly n?: number | undefined }>(one: T): T => ({
    ...one,
    label: labelOf(one, words),
  });
  return { lines: lines.map(named), marks: marks.map(named), checks: checks.map(named) };
}
