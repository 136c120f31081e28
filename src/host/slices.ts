import type { RunSummary, ViewState } from '../protocol';
import type { Setup } from './setup';
import type { Event } from './store/emitter';
import type { RunStore } from './store/run-store';

/** Where a slice of what views show comes from. */
export interface Slice<T> {
  get(): T;
  readonly onDidChange: Event<unknown>;
}

/** Every slice: what {@link ViewState} has more does not compile without its source here. */
export type Slices = { readonly [K in keyof ViewState]: Slice<ViewState[K]> };

/** A part of the host that keeps one slice. */
interface Keeper<T> {
  readonly state: T;
  readonly onDidChange: Event<unknown>;
}

interface Keepers {
  readonly setup: Pick<Setup, 'experiment' | 'onDidChange'>;
  readonly settings: Pick<ViewState, 'preferences'> & { readonly onDidChange: Event<unknown> };
  readonly store: RunStore;
  readonly sweeps: Keeper<ViewState['sweeps']>;
  readonly fairComparer: Keeper<ViewState['fair']>;
  readonly rateFinder: Keeper<ViewState['rateRange']>;
  readonly figures: Keeper<ViewState['figure']>;
  readonly tryRunner: Keeper<ViewState['tried']>;
  readonly studies: Keeper<ViewState['study']>;
  readonly trainingLogs: Keeper<ViewState['logs']>;
  readonly openFile: Keeper<ViewState['code']>;
  readonly documents: Keeper<ViewState['document']>;
  readonly comparison: Keeper<ViewState['compared']>;
  readonly beside: Keeper<ViewState['trainings']>;
  readonly gap: Keeper<ViewState['gap']>;
}

/** Runs whose lines a view gets: there may be thousands. Among them it looks for neighbours of the one that it shows. */
const NEWEST = 100;

const isGoing = ({ status }: RunSummary): boolean =>
  status === 'loading' || status === 'running' || status === 'paused' || status === 'elsewhere';

/** The slices of the parts that keep them. */
export function slicesOf(parts: Keepers): Slices {
  const { setup, settings, store } = parts;
  const kept = <T>(keeper: Keeper<T>): Slice<T> => ({
    get: () => keeper.state,
    onDidChange: keeper.onDidChange,
  });
  return {
    experiment: { get: () => setup.experiment, onDidChange: setup.onDidChange },
    preferences: { get: () => settings.preferences, onDidChange: settings.onDidChange },
    runs: {
      get: () => store.summaries.filter((line, at) => at < NEWEST || isGoing(line)),
      onDidChange: store.onDidChangeList,
    },
    run: { get: () => store.current?.state() ?? null, onDidChange: store.onDidChangeRun },
    sweeps: kept(parts.sweeps),
    fair: kept(parts.fairComparer),
    rateRange: kept(parts.rateFinder),
    figure: kept(parts.figures),
    tried: kept(parts.tryRunner),
    study: kept(parts.studies),
    logs: kept(parts.trainingLogs),
    code: kept(parts.openFile),
    document: kept(parts.documents),
    compared: kept(parts.comparison),
    trainings: kept(parts.beside),
    gap: kept(parts.gap),
  };
}
