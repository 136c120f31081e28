import * as l10n from '@vscode/l10n';
import { halfInterval } from '../core/analysis/spread';
import { optimizers } from '../core/optimizers/index';
import type { Distribution } from '../core/search/distribution';
import { samplerEntries } from '../core/search/samplers/entries';
import { sourceName } from '../experiment/label';
import { formatNumber } from '../experiment/number-text';
import type { Experiment } from '../experiment/schema';
import { settingTitle } from '../experiment/setting-words';
import { prunings, type StudyField, type StudySpec } from '../experiment/study';
import type { Json } from './journal/python-json';
import type { Search, SearchAnswer } from './search';

/** What a study comes to: the answer in a sentence or two, and what else there is to know, one sentence each. */
export interface StudyWords {
  readonly sentence: string;
  readonly remarks: readonly string[];
}

/** How trials are proposed, in words: `TPE`. */
export const samplerTitle = ({ sampler }: StudySpec): string =>
  l10n.t(samplerEntries.find(({ id }) => id === sampler.kind)!.title);

export const pruningTitle = ({ prune }: StudySpec): string =>
  l10n.t(prunings.find(({ id }) => id === prune)!.title);

/** `Drop ratio × Learning rate` */
export const spaceTitle = (experiment: Experiment, { space }: StudySpec): string =>
  Object.keys(space)
    .map((path) => settingTitle(path, experiment))
    .join(' × ');

/** A value as a person reads it: `0.003`, `64-64`, `on`. */
export function shownValue(value: Json): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(3)));
  if (typeof value === 'boolean') return value ? l10n.t('on') : l10n.t('off');
  if (Array.isArray(value)) return value.length === 0 ? l10n.t('none') : value.join('-');
  return String(value);
}

/** What is tried of a setting: `0.001 … 0.1`, `64, 128`. */
export function fieldWords({ min, max, values = [] }: StudyField): string {
  if (min !== undefined && max !== undefined) return `${shownValue(min)} … ${shownValue(max)}`;
  return values.map((value) => shownValue(value as Json)).join(', ');
}

/** `Drop ratio 0.32, Learning rate 0.0021` */
export function pointWords(experiment: Experiment, values: Readonly<Record<string, Json>>): string {
  const all = Object.entries(values).map(([name, value]) =>
    l10n.t('{0} {1}', settingTitle(name, experiment), shownValue(value)),
  );
  return all.length > 0 ? all.join(', ') : l10n.t('as it is');
}

/** The answer of a study in words, of the panel and the command line alike. */
export function studyWords(experiment: Experiment, search: Search, answer: SearchAnswer): StudyWords {
  const values = pointWords(experiment, answer.best);
  const { fresh, validationLoss } = answer;
  const sentence = fresh
    ? l10n.t(
        'Best: {0}. On {1} fresh seeds its test loss is {2} (95% interval of the mean {3} … {4}).',
        values,
        fresh.test.count,
        formatNumber(fresh.test.mean),
        ...interval(fresh.test),
      )
    : l10n.t(
        'Best so far: {0}, with a validation loss of {1}. No fresh seed has tested it.',
        values,
        formatNumber(validationLoss),
      );
  return {
    sentence,
    remarks: [
      ...optimismWords(answer),
      ...importanceWords(experiment, answer),
      ...edgeWords(experiment, search, answer),
    ],
  };
}

function interval(spread: { mean: number; deviation: number; count: number }): [string, string] {
  const half = halfInterval(spread);
  return [formatNumber(spread.mean - half), formatNumber(spread.mean + half)];
}

function optimismWords({ fresh, optimism, validationLoss }: SearchAnswer): string[] {
  if (!fresh || optimism === undefined) return [];
  const [chosen, real] = [formatNumber(validationLoss), formatNumber(fresh.validation.mean)];
  if (!Number.isFinite(optimism)) return [];
  return optimism > 0
    ? [
        l10n.t(
          'The search made it look better than it is: validation loss {0} when it was chosen, {1} on fresh seeds.',
          chosen,
          real,
        ),
      ]
    : [l10n.t('It holds up: validation loss {0} when it was chosen, {1} on fresh seeds.', chosen, real)];
}

function importanceWords(experiment: Experiment, { importance }: SearchAnswer): string[] {
  switch (importance.kind) {
    case 'tooFewTrials':
      return [
        l10n.t(
          'Too few trials to say what matters: {0} of the {1} that are needed.',
          importance.trials,
          importance.needed,
        ),
      ];
    case 'allTheSame':
      return [l10n.t('All trials are equally good: nothing that was varied matters.')];
    case 'importance': {
      const idle = importance.settings.filter(({ matters }) => !matters);
      if (idle.length === 0 || importance.settings.length < 2) return [];
      const names = idle.map(({ name }) => settingTitle(name, experiment)).join(', ');
      return [l10n.t('The trials do not show whether it matters: {0}.', names)];
    }
  }
}

/** Better values may lie outside of a range whose end was chosen. */
function edgeWords(experiment: Experiment, { space }: Search, { best }: SearchAnswer): string[] {
  const atEdge = space.parameters.filter(({ name, distribution }) => isAtEdge(distribution, best[name]));
  if (atEdge.length === 0) return [];
  const names = atEdge.map(({ name }) => settingTitle(name, experiment)).join(', ');
  return [l10n.t('At the edge of its range, beyond which better values may lie: {0}.', names)];
}

/** Within a twentieth of the range of one of its ends. */
function isAtEdge(distribution: Distribution, value: Json | undefined): boolean {
  if (distribution.kind === 'choice' || typeof value !== 'number') return false;
  const { low, high, log } = distribution;
  const place = (at: number) => (log ? Math.log(at) : at);
  const share = (place(value) - place(low)) / (place(high) - place(low));
  return share < 0.05 || share > 0.95;
}

/** The settings that all trials share, in words: `Moons · 128-128 · Adam · batches of 32 · 200 epochs`. */
export function sharedWords(experiment: Experiment, { space }: StudySpec): string {
  const { data, network, training, dropout } = experiment;
  const isVaried = (path: string) =>
    Object.keys(space).some((name) => name === path || name.startsWith(`${path}[`));
  const words = (path: string, text: () => string) => (isVaried(path) ? [] : [text()]);
  const optimizer = optimizers.find(({ id }) => id === training.optimizer);
  return [
    ...words('data.source', () => sourceName(data)),
    ...(network.hidden.length > 0 ? words('network.hidden', () => network.hidden.join('-')) : []),
    ...words('dropout.ratio', () => l10n.t('drop {0}', dropout.ratio)),
    ...words('training.optimizer', () => l10n.t(optimizer?.title ?? training.optimizer)),
    ...words('training.learningRate', () => l10n.t('lr {0}', training.learningRate)),
    ...words('training.batchSize', () => l10n.t('batches of {0}', training.batchSize)),
    ...words('training.epochs', () => l10n.t('{0} epochs', training.epochs)),
  ].join(' · ');
}
