import * as l10n from '@vscode/l10n';
import type { Takeover } from '../../code/experiment';
import { parseExperiment } from '../../experiment/parse';
import type { Experiment } from '../../experiment/schema';

export interface CompleteTakeover {
  readonly experiment: Experiment;
  /** What could not be taken over, in words. */
  readonly notes: readonly string[];
}

type Json = Record<string, unknown>;

/** Each round lets go of at least one value; code says no more than this many. */
const ROUNDS = 30;

/**
 * Makes a whole experiment of what code says. Data, seeds and comparison stay as they are set: code does not say them.
 * What the playground does not allow is left out and noted.
 */
export function completeTakeover({ experiment, notes }: Takeover, current: Experiment): CompleteTakeover {
  const { data, seed, seeds, baseline } = current;
  const name = experiment.name.slice(0, 200);
  const draft: Json = { ...structuredClone(experiment), name, data, seed, seeds, baseline };
  const all = [...new Set(notes)];
  for (let round = 0; round < ROUNDS; round++) {
    const result = parseExperiment(draft);
    if (result.ok) return { experiment: result.experiment, notes: all };
    const [problem] = result.problems;
    if (problem === undefined || !leaveOut(draft, problem.path)) break;
    all.push(l10n.t('{0}: left out', problem.message));
  }
  throw new Error(l10n.t('These layers do not make a network that can be trained here.'));
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
