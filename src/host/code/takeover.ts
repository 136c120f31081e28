import * as l10n from '@vscode/l10n';
import type { Takeover } from '../../code/experiment';
import { nearestData } from '../../code/nearest-data';
import { parseExperiment } from '../../experiment/parse';
import type { Experiment } from '../../experiment/schema';
import { type StandIn, standInOf } from './stand-in';
import { type Sayings, type TakenWords, takenWords } from './taken-words';

export interface CompleteTakeover extends TakenWords {
  readonly experiment: Experiment;
  /** What could not be taken over, in words. */
  readonly notes: readonly string[];
  /** What stands in for the code's data; `null`: it is the code's own. */
  readonly standIn: StandIn | null;
}

type Json = Record<string, unknown>;

/** Each round lets go of at least one value; code says no more than this many. */
const ROUNDS = 30;

/** Characters that a name may have. */
const NAME = 200;

/**
 * Makes a whole experiment of what code says. Seeds and comparison stay as they are set: code does not say them. Data
 * are of the code's kind as far as the playground has any. What the playground does not allow is left out and noted.
 */
export function completeTakeover(takeover: Takeover, current: Experiment): CompleteTakeover {
  const { experiment, notes, problem } = takeover;
  const { seed, seeds, baseline } = current;
  const nearest = problem ? nearestData(problem, current.data) : current.data;
  const data = { ...nearest, ...experiment.data };
  const name = experiment.name.slice(0, NAME);
  const draft: Json = { ...structuredClone(experiment), name, data, seed, seeds, baseline };
  const all = [...new Set(notes)];
  for (let round = 0; round < ROUNDS; round++) {
    const result = parseExperiment(draft);
    if (result.ok) {
      const standIn = problem ? standInOf(problem, result.experiment.data) : null;
      const words = takenWords(sayings(draft, takeover), result.experiment);
      const named = { ...result.experiment, name: runName(name, standIn) };
      return { experiment: named, notes: all, ...words, standIn };
    }
    const [wrong] = result.problems;
    if (wrong === undefined || !leaveOut(draft, wrong.path)) break;
    all.push(l10n.t('{0}: left out', wrong.message));
  }
  throw new Error(l10n.t('These layers do not make a network that can be trained here.'));
}

/** A run on other data than the code's says so wherever its name stands: in the tree of runs, in reports. */
function runName(name: string, standIn: StandIn | null): string {
  if (standIn?.kind !== 'other') return name;
  const title = l10n.t('stand-in data');
  return name === '' ? title : `${name.slice(0, NAME - title.length - 3)} · ${title}`;
}

/** What an experiment, changed since or not, has from code. */
export function takenFrom(takeover: Takeover, experiment: Experiment): TakenWords {
  return takenWords(sayings({ ...takeover.experiment }, takeover), experiment);
}

/** What code says and was not left out. */
function sayings(
  { network = {}, training = {}, data }: Json,
  { experiment, byDefault = [] }: Takeover,
): Sayings {
  const isHeldBack = experiment.data !== undefined && (data as Json).validation !== undefined;
  return {
    hidden: (network as Json).hidden !== undefined,
    training: Object.keys(training as Json),
    byDefault,
    validation: isHeldBack ? experiment.data!.validation : null,
  };
}

/** Deletes what stands at a path, or else the nearest thing above it; false where there is nothing left to delete. */
function leaveOut(root: Json, path: readonly (string | number)[]): boolean {
  for (let length = path.length; length > 0; length--) {
    const parent = path.slice(0, length - 1).reduce<unknown>((node, key) => (node as Json)?.[key], root);
    const key = String(path[length - 1]);
    if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, key)) continue;
    if (Array.isArray(parent) || key === 'version') continue;
    delete (parent as Json)[key];
    return true;
  }
  return false;
}
