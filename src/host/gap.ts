import * as l10n from '@vscode/l10n';
import { dataFiles } from '../data/move-paths';
import { differences } from '../experiment/differences';
import { sameJson } from '../experiment/same-json';
import type { Experiment } from '../experiment/schema';
import type { SetupGap } from '../protocol';
import { DisposableObject } from './disposable';
import { plainPath } from './places';
import type { Playground } from './playground';
import type { Runner } from './runner';
import type { Setup } from './setup';
import { Emitter } from './store/emitter';
import { fingerprintOf } from './store/fingerprint';
import type { Run } from './store/run';
import type { RunStore } from './store/run-store';
import { settled } from './store/settled';

/** More a hover cannot show. */
const MOST_DIFFERENCES = 12;

export interface GapSource {
  readonly setup: Setup;
  readonly store: RunStore;
  readonly runner: Runner;
  readonly playground: Playground;
}

/** Whether the controls still match the run on the screen, and where they differ. */
export class Gap extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  #state: SetupGap | null = null;

  readonly #source: GapSource;

  constructor(source: GapSource) {
    super();
    this.#source = source;
    const { setup, store, runner, playground } = source;
    const update = () => this.#update();
    this.register(store.onDidChangeCurrent(update));
    this.register(runner.onDidChange(update));
    this.register(playground.onDidChangePlan(update));
    this.register(setup.onDidChange(update));
    this.register(store.onDidChangeRun((run) => run === store.current && update()));
    this.#update();
  }

  /** Null: the run on the screen is one of the set-up, or there is none. */
  get state(): SetupGap | null {
    return this.#state;
  }

  #update(): void {
    const state = this.#look();
    if (sameJson(state, this.#state)) return;
    this.#state = state;
    this.#changed.fire();
  }

  #look(): SetupGap | null {
    const { store, runner, playground } = this.#source;
    const run = store.current;
    // What goes on follows the controls, or makes way in a moment for what they say.
    if (run === null || playground.isPlanned || playground.follows(run)) return null;
    const found = differencesTo(this.#source.setup, run);
    if (found.length === 0) return null;
    return {
      run: run.id,
      differences: found.slice(0, MOST_DIFFERENCES),
      elsewhere: runner.active !== null && playground.follows(runner.active),
      onlyRate: isOnlyRate(this.#source.setup, run),
    };
  }
}

function isOnlyRate({ experiment, folder }: Setup, run: Run): boolean {
  const [one, other] = [settled(experiment), settled(run.experiment)];
  const { learningRate } = one.training;
  const alike = { ...other, training: { ...other.training, learningRate } } as Experiment;
  return fingerprintOf(alike, run.folder) === fingerprintOf(one, folder);
}

/** An experiment, and what its paths are relative to. */
export type SetupPlace = Pick<Setup, 'experiment' | 'folder'>;

/** What the set-up says otherwise than the run, as it was in the end; a line each. */
export function differencesTo({ experiment, folder }: SetupPlace, run: SetupPlace): string[] {
  const [one, other] = [settled(experiment), settled(run.experiment)];
  const words = [...differences(one, other)];
  const files = [dataFiles(one, folder), dataFiles(other, run.folder)];
  if (words.length === 0 && !sameJson(files[0], files[1]))
    words.push(l10n.t('Data: {0} instead of {1}', ...files.map((paths) => paths.map(plainPath).join(', '))));
  return words;
}
