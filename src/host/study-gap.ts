import * as l10n from '@vscode/l10n';
import { editExperiment } from '../experiment/edit';
import { sameJson } from '../experiment/same-json';
import type { Experiment } from '../experiment/schema';
import { settingTitle } from '../experiment/setting-words';
import { keysOf, valueAtPath } from '../experiment/study-rules';
import { type SweepId, sweepOf } from '../experiment/sweeps';
import type { Search } from '../study/search';
import { fieldWords } from '../study/study-words';
import { differencesTo, type SetupPlace } from './gap';
import { settled } from './store/settled';

/** A study, as far as it was decided when it was begun. */
interface Begun extends SetupPlace {
  readonly sweep?: SweepId | undefined;
  readonly search: Search;
}

/**
 * What the set-up says otherwise than the one that a study was begun with, a line each. What the study varies, and how
 * many seeds a run has, is no difference; of a sweep it is one where it would vary something else by now.
 */
export function differencesToStudy(study: Begun, setup: SetupPlace): readonly string[] {
  const { sweep, search, folder } = study;
  const own = settled(setup.experiment);
  const experiment = sweep ? sweepOf(sweep, own) : own;
  const alike = { ...withValuesOf(experiment, study.experiment, search.spec.space), seeds: own.seeds };
  const words = differencesTo(
    { experiment: { ...experiment, seeds: own.seeds }, folder: setup.folder },
    { experiment: alike, folder },
  );
  return sweep ? [...words, ...otherValues(experiment, study.experiment)] : words;
}

/** An experiment with the values that another has of what is varied. */
function withValuesOf(from: Experiment, to: Experiment, space: object): Experiment {
  let copied = to;
  for (const path of Object.keys(space)) {
    const edited = editExperiment(copied, keysOf(path)!, valueAtPath(from, path));
    if (edited.ok) copied = edited.experiment;
  }
  return copied;
}

/** The settings of which a sweep would try other values now. */
function otherValues(now: Experiment, before: Experiment): string[] {
  const { space: earlier = {} } = before.study ?? {};
  return Object.entries(now.study?.space ?? {}).flatMap(([path, field]) => {
    const known = earlier[path];
    if (!known || sameJson(field, known)) return [];
    const title = settingTitle(path, now);
    return [l10n.t('{0}: {1} instead of {2}', title, fieldWords(field), fieldWords(known))];
  });
}
