import * as l10n from '@vscode/l10n';
import { sameJson } from '../experiment/same-json';
import type { Experiment } from '../experiment/schema';
import { settingTitle } from '../experiment/setting-words';
import type { StudySpec } from '../experiment/study';
import { isProposed } from './search';
import { fieldWords, pruningTitle, samplerTitle } from './study-words';

/** Numbers of a plan, by their titles. */
const NUMBERS = {
  trials: 'Trials',
  seeds: 'Seeds of a trial',
  fresh: 'Fresh seeds',
  round: 'Trials of a round',
  minutes: 'Minutes',
} as const;

/**
 * What a plan says otherwise than the one that a study was begun with, a line each. A study that was handed over to
 * Optuna has a sampler and a number of trials of its own.
 */
export function planDifferences(began: StudySpec, now: StudySpec, experiment: Experiment): string[] {
  const isHandedOver = isProposed(began) && !isProposed(now);
  const instead = (title: string, value: string, before: string) =>
    value === before ? [] : [l10n.t('{0}: {1} instead of {2}', title, value, before)];
  const numbers = Object.entries(NUMBERS).flatMap(([key, title]) => {
    if (isHandedOver && key === 'trials') return [];
    const of = (spec: StudySpec) => String(spec[key as keyof typeof NUMBERS] ?? l10n.t('none'));
    return instead(l10n.t(title), of(now), of(began));
  });
  const samplers = isHandedOver || sameJson(began.sampler, now.sampler) ? [] : samplerWords(began, now);
  return [
    ...spaceWords(began, now, experiment),
    ...samplers,
    ...numbers,
    ...instead(l10n.t('Pruning'), pruningTitle(now), pruningTitle(began)),
  ];
}

function samplerWords(began: StudySpec, now: StudySpec): string[] {
  const [title, before] = [samplerTitle(now), samplerTitle(began)];
  return title === before
    ? [l10n.t('other settings of the sampler')]
    : [l10n.t('{0}: {1} instead of {2}', l10n.t('Sampler'), title, before)];
}

function spaceWords(began: StudySpec, now: StudySpec, experiment: Experiment): string[] {
  const paths = [...new Set([...Object.keys(began.space), ...Object.keys(now.space)])];
  return paths.flatMap((path) => {
    const [before, after] = [began.space[path], now.space[path]];
    if (sameJson(before, after)) return [];
    const title = settingTitle(path, experiment);
    if (!before) return [l10n.t('{0} varies as well', title)];
    if (!after) return [l10n.t('{0} no longer varies', title)];
    const [words, old] = [fieldWords(after), fieldWords(before)];
    return words === old
      ? [l10n.t('{0} varies differently', title)]
      : [l10n.t('{0}: {1} instead of {2}', title, words, old)];
  });
}
