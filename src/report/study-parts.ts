import * as l10n from '@vscode/l10n';
import { formatCount } from '../charts/format';
import { heatColors } from '../charts/study/heat-colors';
import { curvePlot, historyPlot } from '../charts/study/specs';
import { heatMapOf } from '../charts/study/summaries';
import { ranked } from '../charts/study/table';
import { Trials } from '../charts/study/trials';
import {
  durationText,
  fateText,
  heatTitle,
  quantityText,
  quantityTitle,
  resultText,
  studySentence,
  valueText,
} from '../charts/study/words';
import type { StudyState } from '../protocol';
import type { Frame } from './chart-frame';
import { CHART_SIZE } from './chart-svg';
import type { DrawnChart } from './charts';
import { plain, table } from './markdown';
import { PAPER } from './palette';
import { plotSvg } from './plot-svg';
import { heatSvg } from './study-svg';

/** Trials that are listed: the best ones. */
const BEST = 10;

/** What a study says, as parts of a report; `images` are those of {@link drawStudy}. */
export function studyParts(study: StudyState, images: readonly string[]): string[] {
  const trials = new Trials(study);
  const { answer } = study;
  return [
    `**${plain(studySentence(study, trials))}**`,
    ...(answer && answer.remarks.length > 0
      ? [answer.remarks.map((remark) => `- ${plain(remark)}`).join('\n')]
      : []),
    basisText(study),
    importanceTable(study),
    ...images,
    `### ${l10n.t('The best trials')}`,
    bestTable(study, trials),
    endsText(trials),
  ].filter(Boolean);
}

/** How it was searched. */
function basisText({ of, sampler, pruning, seeds, count, seconds }: StudyState): string {
  return [
    plain(l10n.t('Trained with: {0}', of)),
    plain(l10n.t('Proposed by: {0}', sampler)),
    plain(l10n.t('Pruning: {0}', pruning)),
    l10n.t('{0} trials', formatCount(count)),
    l10n.t('{0} seeds each', seeds),
    durationText(seconds),
  ]
    .filter(Boolean)
    .join(' · ');
}

function importanceTable({ answer, importance, axes }: StudyState): string {
  const shares = (answer ? answer.importance : importance) ?? [];
  if (axes.length < 2 || shares.length === 0) return '';
  const titles = new Map(axes.map(({ name, title }) => [name, title]));
  const rows = shares.map(({ name, share }) => [
    plain(titles.get(name) ?? name),
    share > 0 ? `${(100 * share).toFixed(0)} %` : l10n.t('no more than chance'),
  ]);
  return table(
    [l10n.t('Setting'), l10n.t('What matters for being among the best trials')],
    rows,
    new Set([1]),
  );
}

function bestTable(study: StudyState, trials: Trials): string {
  const { axes, task, seeds } = study;
  const best = [...ranked(trials, 'validationLoss')].slice(0, BEST);
  if (best.length === 0) return '';
  const head = [
    l10n.t('trial'),
    ...axes.map(({ title }) => plain(title)),
    ...(['validationLoss', 'testLoss', 'testScore'] as const).map((id) => quantityTitle(id, task)),
  ];
  const rows = best.map((trial) => [
    formatCount(trial),
    ...axes.map((axis, i) => plain(valueText(axis, trials.value(trial, i)))),
    ...(['validationLoss', 'testLoss', 'testScore'] as const).map((id) =>
      resultText(trials, trial, id, task),
    ),
  ]);
  const text = table(head, rows, new Set(head.map((_, i) => i)));
  return seeds > 1 ? `${text}\n\n${l10n.t('mean of {0} seeds ± 1 sd', seeds)}` : text;
}

/** How many trials ended in which way: `34 complete, 12 pruned: worse than the median at the same epoch`. */
function endsText(trials: Trials): string {
  const counts = new Map<string, number>();
  for (let trial = 0; trial < trials.count; trial++) {
    const fate = fateText(trials, trial);
    counts.set(fate, (counts.get(fate) ?? 0) + 1);
  }
  const rows = [...counts].sort(([, one], [, other]) => other - one);
  return table(
    [l10n.t('How trials ended'), l10n.t('Trials')],
    rows.map(([fate, count]) => [plain(fate), formatCount(count)]),
    new Set([1]),
  );
}

/** The plots of a study, in colours for print: over the settings that matter most, and trial by trial. */
export function drawStudy(study: StudyState): DrawnChart[] {
  const trials = new Trials(study);
  if (trials.counting('validationLoss').length === 0) return [];
  const frame: Frame = { palette: PAPER, caption: study.name, ...CHART_SIZE };
  const [x, y] = byWeight(study);
  const plot = (id: string, { spec }: { readonly spec: Parameters<typeof plotSvg>[0] }) => ({
    ...{ id: `study-${id}`, title: spec.label, svg: plotSvg(spec, frame) },
  });
  return [
    plot('curve', curvePlot(study, trials, x!, 'validationLoss')),
    ...(y === undefined ? [] : [heatOf(study, trials, [x!, y], frame)]),
    plot('history', historyPlot(study, trials, 'validationLoss')),
  ];
}

/** The study's settings, those that matter most first. */
function byWeight({ axes, answer, importance }: StudyState): number[] {
  const shares = new Map(
    ((answer ? answer.importance : importance) ?? []).map((one) => [one.name, one.share]),
  );
  const shareOf = (at: number) => shares.get(axes[at]!.name) ?? 0;
  return [...axes.keys()].sort((one, other) => shareOf(other) - shareOf(one));
}

function heatOf(
  study: StudyState,
  trials: Trials,
  settings: readonly [number, number],
  frame: Frame,
): DrawnChart {
  const map = heatMapOf(trials, study.axes, settings, 'validationLoss');
  const titles = [study.axes[settings[0]]!.title, study.axes[settings[1]]!.title] as const;
  const textOf = (value: number) => quantityText('validationLoss', value, study.task);
  const title = heatTitle(study, settings, 'validationLoss');
  const colors = heatColors(map, 'validationLoss', study, 'light');
  return { id: 'study-heat', title, svg: heatSvg({ map, title, titles, textOf, ...colors }, frame) };
}
