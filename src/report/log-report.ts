import * as l10n from '@vscode/l10n';
import type { ChartSpec, Stroke } from '../charts/chart-spec';
import { formatCount, formatNumber } from '../charts/format';
import { comparedColor } from '../charts/line-color';
import type { DrawnLine } from '../charts/lines';
import { loss } from '../charts/loss';
import { axisOf, type ChartModel } from '../charts/model';
import { greatest, least } from '../core/lists';
import type { LogsState } from '../protocol';
import { CHART_SIZE, chartSvg } from './chart-svg';
import { plain, table } from './markdown';
import { PAPER } from './palette';
import type { Report } from './report';
import { dataUri } from './svg';

type LogChart = LogsState['charts'][number];

/**
 * The report of a training log: what each training shows, the charts of those that are shown, their settings.
 * @param baseName of the report, without extension.
 * @param single whether the charts stand in the text itself.
 */
export function logReport(logs: LogsState, baseName: string, version: string, single = false): Report {
  const charts = logs.charts.map((chart, i) => ({
    title: chart.title,
    name: `${baseName}-${i + 1}.svg`,
    text: logChartSvg(chart, logs),
  }));
  const { verdict } = logs;
  const parts = [
    `# ${plain(logs.title)}`,
    l10n.t('Dropout Playground {0}, {1}.', version, new Date().toISOString()),
    ...(verdict
      ? [
          `**${plain(verdict.title)}** ${plain(verdict.lead)}`,
          verdict.remarks.map((one) => `- ${plain(one)}`).join('\n'),
        ]
      : []),
    `## ${l10n.t('Trainings')}`,
    trainings(logs),
    ...charts.map(
      ({ title, name, text }) => `![${plain(title)}](${single ? dataUri(text) : encodeURIComponent(name)})`,
    ),
    logs.problems.map(({ file, words }) => `- ${plain(`${file}: ${words}`)}`).join('\n'),
  ];
  return { markdown: `${parts.filter(Boolean).join('\n\n')}\n`, files: single ? [] : charts };
}

function trainings({ runs }: LogsState): string {
  const rows = runs.map((run) => [
    run.name,
    run.format,
    run.best ? `${formatNumber(run.best.value)} · ${placeWords(run.unit, run.best.at)}` : '–',
    run.said,
    run.settings.join(' ') || '–',
  ]);
  const head = [
    l10n.t('Training'),
    l10n.t('Format'),
    l10n.t('Best'),
    l10n.t('What it shows'),
    l10n.t('Settings'),
  ];
  return table(
    head,
    rows.map((row) => row.map(plain)),
  );
}

const placeWords = (unit: 'epoch' | 'step', at: number): string => {
  const place = Number.isInteger(at) ? formatCount(at) : formatNumber(at);
  return unit === 'epoch' ? l10n.t('epoch {0}', place) : l10n.t('step {0}', place);
};

/** A chart of a log as a standalone SVG, in colours for print: by the drawing of a run's charts. */
export function logChartSvg(chart: LogChart, logs: LogsState): string {
  const spec: ChartSpec = {
    ...loss,
    id: 'log',
    title: () => chart.title,
    ...(chart.kind !== 'loss' && { axis: (extent) => extent }),
  };
  const shown = logs.runs.filter(({ isShown }) => isShown);
  const lines = chart.lines
    .filter(({ x }) => x.length > 0)
    .map((line, i) => lineFor(line, i, shown.length > 1 ? (shown[line.run]?.name ?? '') : ''));
  const ends = lines.flatMap(({ line: { x } }) => [x[0]!, x[x.length - 1]!]);
  const view = {
    ...{ logarithmic: false, hidden: new Set<string>(), width: CHART_SIZE.width - 80 },
    height: CHART_SIZE.height - 140,
  };
  const model: ChartModel = {
    ...{ task: 'regression', lines, logarithmic: false, marks: [], ends: [], unit: chart.unit },
    x: { from: least([...ends, Number.POSITIVE_INFINITY]), to: greatest([0, ...ends]) },
    y: axisOf(spec, lines, [], view, 'regression'),
  };
  const { hidden } = view;
  return chartSvg({ spec, model, hidden, palette: PAPER, caption: logs.title, ...CHART_SIZE });
}

/** Training is dashed and validation is whole, as on the screen. */
function lineFor(line: LogChart['lines'][number], index: number, owner: string): DrawnLine {
  const stroke: Stroke = line.role?.startsWith('train')
    ? 'dashed'
    : line.role?.startsWith('test')
      ? 'dotted'
      : 'solid';
  const { x, y } = line;
  return {
    spec: {
      ...{ id: String(index), variant: 'dropout', column: 'testLoss' },
      ...{ title: line.name, stroke, width: 1.5 },
    },
    kind: 'dropout',
    color: comparedColor(owner === '' ? index : line.run),
    owner,
    line: { x, y, seeds: 1 },
    points: Array.from(x, (at, i) => ({ x: at, y: y[i]! })),
    others: [],
  };
}
