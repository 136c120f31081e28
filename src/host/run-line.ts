import * as l10n from '@vscode/l10n';
import { otherSettings } from '../experiment/label';
import { formatCount } from '../experiment/number-text';
import { formatNumber } from '../experiment/words';
import type { RunStatus, RunSummary } from '../protocol';
import { sparkText, sparkTop } from './store/spark';

/** Settings that a line names; a tooltip has the others. */
const MOST_DIFFERENCES = 3;

export const isGoing = (status: RunStatus): boolean =>
  status === 'loading' || status === 'running' || status === 'paused' || status === 'elsewhere';

/**
 * What a line of the list says behind a run's name: the final test loss with dropout / without, its course, seeds, what it
 * does otherwise than the run below, tags.
 */
export function lineOf(run: RunSummary, below: RunSummary | undefined): string {
  const { status, spark = [], tags = [] } = run;
  const result = isGoing(status) ? statusWords(status) : (troubleWords(run) ?? lossesOf(run));
  const n = seedsOf(run);
  return [
    [result, sparkText(spark)].filter(Boolean).join(' '),
    n > 1 ? l10n.t('n = {0}', n) : '',
    shortened(differencesOf(run, below)),
    tags.map((tag) => `#${tag}`).join(' '),
  ]
    .filter(Boolean)
    .join(' · ');
}

function shortened(differences: readonly string[]): string {
  const more =
    differences.length > MOST_DIFFERENCES ? [...differences.slice(0, MOST_DIFFERENCES), '…'] : differences;
  return more.join(', ');
}

/** What a run does otherwise than the one below it and its name does not say: `epochs 400`. */
export function differencesOf(
  { name, named, settings }: RunSummary,
  below: RunSummary | undefined,
): readonly string[] {
  if (settings === undefined || below?.settings === undefined) return [];
  const said = name.split(' · ');
  return otherSettings(settings, below.settings).filter(
    (one) => !said.includes(one) && (named === true || !IN_NAMES.test(one)),
  );
}

/** What stands in the name of a run that nobody has named, in other words. */
const IN_NAMES = /^(?:default )?(?:learning rate|ratio)\b/;

const lossesOf = ({ testLoss }: RunSummary): string =>
  [testLoss.dropout, testLoss.baseline]
    .filter((loss) => loss !== null)
    .map(formatNumber)
    .join(' / ');

const seedsOf = ({ seeds }: RunSummary): number => Math.max(seeds?.dropout ?? 0, seeds?.baseline ?? 0);

/** Why a run that has come to its end is no success. */
export function troubleWords({ diverged, blownUp }: RunSummary): string | undefined {
  if (diverged !== null) return l10n.t('diverged at step {0}', formatCount(diverged));
  return blownUp ? l10n.t('the loss has blown up') : undefined;
}

/** The final losses, each with its standard error and seeds. */
export function resultWords(run: RunSummary): string {
  const { dropout, baseline } = run.testLoss;
  const parts = [
    troubleWords(run) ?? [],
    ...(dropout === null ? [] : [l10n.t('test loss {0}', meanWords(run, 'dropout', dropout))]),
    ...(baseline === null ? [] : [l10n.t('without dropout {0}', meanWords(run, 'baseline', baseline))]),
  ];
  return parts.flat().join(', ');
}

function meanWords({ errors, seeds }: RunSummary, side: 'dropout' | 'baseline', mean: number): string {
  const [error, n] = [errors?.[side] ?? null, seeds?.[side] ?? 1];
  return error === null
    ? formatNumber(mean)
    : l10n.t('{0} ± {1} (standard error, n = {2})', formatNumber(mean), formatNumber(error), n);
}

/** The course of the test loss as a tooltip says it: the picture with its scale. */
export function courseText({ spark = [] }: RunSummary): string {
  const picture = sparkText(spark);
  return picture === ''
    ? ''
    : l10n.t('Test loss by epoch, 0 to {1}: {0}', picture, formatNumber(sparkTop(spark)));
}

/** The same for an ear. */
export function courseWords({ spark = [] }: RunSummary): string {
  if (spark.length < 2) return '';
  const lowest = spark.reduce((least, value) => Math.min(least, value));
  return l10n.t(
    'test loss goes from {0} to {1}, at its lowest {2}',
    formatNumber(spark[0]!),
    formatNumber(spark.at(-1)!),
    formatNumber(lowest),
  );
}

export function statusWords(status: RunStatus): string {
  const words: Record<RunStatus, string> = {
    loading: l10n.t('loading'),
    running: l10n.t('running'),
    paused: l10n.t('paused'),
    elsewhere: l10n.t('running in another window'),
    completed: l10n.t('completed'),
    stopped: l10n.t('stopped'),
    failed: l10n.t('failed'),
  };
  return words[status];
}
