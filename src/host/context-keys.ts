import * as vscode from 'vscode';
import { sameJson } from '../experiment/same-json';
import type { Comparison } from './comparison';
import { DisposableObject } from './disposable';
import type { FairComparer } from './fair-comparer';
import type { FigureReproducer } from './figure-reproducer';
import type { RateFinder } from './rate-finder';
import type { Runner } from './runner';
import type { Setup, SetupChange } from './setup';
import type { SetupHistory } from './setup-history';
import type { RunStore } from './store/run-store';
import type { StudyStore } from './store/study-store';
import type { StudyRunner } from './study-runner';
import type { Sweeps } from './sweeps';
import type { TrainingLogs } from './training-logs';
import type { TryRunner } from './try-runner';

export interface ContextKeySource {
  readonly runner: Runner;
  readonly store: RunStore;
  readonly setup: Setup;
  readonly comparison: Comparison;
  readonly history: SetupHistory;
  readonly sweeps: Sweeps;
  /** Null where there is no disk. */
  readonly studyStore: StudyStore | null;
  readonly fairComparer: FairComparer;
  readonly rateFinder: RateFinder;
  readonly figures: FigureReproducer;
  readonly trainingLogs: TrainingLogs;
  readonly studies: StudyRunner;
  readonly tryRunner: TryRunner;
}

/** Reports the state of runs and set-up to VS Code, which enables commands by it. */
export class ContextKeys extends DisposableObject {
  readonly #known = new Map<string, boolean>();

  constructor(source: ContextKeySource) {
    super();
    const { runner, store, setup, comparison, history } = source;
    const { sweeps, fairComparer, rateFinder, figures, studies, studyStore, trainingLogs, tryRunner } =
      source;
    const update = () => {
      this.#set('running', runner.active !== null && !runner.active.paused);
      this.#set('paused', runner.active?.paused === true);
      this.#set('hasRun', store.current !== null);
      this.#set('comparing', comparison.ids.length > 0);
      this.#set('canUndoDelete', store.canUndoDelete);
      this.#set('canUndo', history.canUndo);
      this.#set('canRedo', history.canRedo);
      this.#set('sweeping', sweeps.runner.going() !== null);
      this.#set('canUndoDeleteStudy', studyStore?.canUndoDelete === true);
      this.#set('comparingFairly', fairComparer.state?.status === 'running');
      this.#set('trainingLogOpen', trainingLogs.state !== null);
      this.#set('findingRate', rateFinder.state?.status === 'running');
      this.#set('reproducingFigure', figures.state?.status === 'running');
      const tried = tryRunner.state;
      this.#set('trying', tried?.status === 'running');
      this.#set('trialsRest', tried?.status === 'stopped');
      this.#set('hasTrials', tried !== null);
      this.#set('triedBetter', typeof tried?.answer?.best === 'number');
      const study = studies.state?.status;
      this.#set('studying', study === 'running');
      this.#set('studyRests', study === 'paused' || study === 'failed');
    };
    this.register(runner.onDidChange(update));
    this.register(store.onDidChangeCurrent(update));
    this.register(store.onDidChangeList(update));
    this.register(comparison.onDidChange(update));
    this.register(history.onDidChange(update));
    this.register(sweeps.onDidChange(update));
    if (studyStore) this.register(studyStore.onDidChange(update));
    this.register(fairComparer.onDidChange(update));
    this.register(rateFinder.onDidChange(update));
    this.register(figures.onDidChange(update));
    this.register(trainingLogs.onDidChange(update));
    this.register(studies.onDidChange(update));
    this.register(tryRunner.onDidChange(update));
    this.register(setup.onDidChange((change) => this.#walk(change)));
    update();
  }

  /** The walkthrough's steps are done when a person has changed what they are about. */
  #walk({ before, after }: SetupChange): void {
    if (before.dropout.ratio !== after.dropout.ratio) this.#set('changedRatio', true);
    if (!sameJson(before.dropout.placement, after.dropout.placement)) this.#set('changedPlacement', true);
    if (before.training.learningRate !== after.training.learningRate) this.#set('changedLearningRate', true);
  }

  #set(key: string, value: boolean): void {
    if (this.#known.get(key) === value) return;
    this.#known.set(key, value);
    void vscode.commands.executeCommand('setContext', `dropoutPlayground.${key}`, value);
  }
}
