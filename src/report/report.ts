import * as l10n from '@vscode/l10n';
import { others } from '../charts/compared';
import { formatCount, formatLearningRate, formatRatio } from '../charts/format';
import { errorOf, type LossChoice, losses } from '../core/losses';
import type { RecordedChange } from '../core/spec';
import { dataPaths } from '../experiment/data-paths';
import { columnHead, columnWords, splitWords } from '../experiment/data-words';
import { describeExperiment } from '../experiment/label';
import { cautionsBesideNotes } from '../experiment/remark-words';
import type { Experiment } from '../experiment/schema';
import { placementText } from '../experiment/value-text';
import { verdictWords } from '../experiment/words';
import { experimentToText } from '../experiment/write';
import type { FairState, RunState, StudyState } from '../protocol';
import { type DrawnChart, drawCharts } from './charts';
import { comparedTable } from './compared-table';
import { code, codeBlock, plain, table } from './markdown';
import { type RecordedRun, rowsOf } from './recorded-run';
import { regularizersSection } from './regularizers';
import { resultsText, seedsText } from './results';
import { settingsText } from './settings';
import { drawStudy, studyParts } from './study-parts';
import { dataUri } from './svg';

export interface ReportOptions {
  /** Name of the report without extension; used for the names of accompanying files. */
  readonly baseName: string;
  /** Whether charts are embedded in the text instead of separate files. */
  readonly single: boolean;
  /** Whether the loss chart has a logarithmic axis. */
  readonly logarithmic: boolean;
  /** The experiment with paths relative to the report's folder. */
  readonly experiment: Experiment;
  /** Sweeps of the run's set-up; left out: none. */
  readonly sweeps?: readonly DrawnChart[];
  /** Regularizers compared in the run's set-up; left out: they were not. */
  readonly regularizers?: FairState | undefined;
  /** The study of the run's set-up; left out: none. */
  readonly study?: StudyState | undefined;
  /** The environment: names and versions. */
  readonly environment: readonly (readonly [string, string])[];
}

/** The text of a report, and its accompanying files. */
export interface Report {
  readonly markdown: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

/** Maximum number of changes listed; dragging a slider may record thousands. */
const MOST_CHANGES = 100;

/** The report of a run: settings, data, results, verdict, charts, and how to reproduce it. */
export function reportOf(recorded: RecordedRun, options: ReportOptions): Report {
  const { run } = recorded;
  const charts = drawCharts(recorded, options.logarithmic);
  const { sweeps = [], study } = options;
  const ofStudy = study ? drawStudy(study) : [];
  const fileOf = ({ id }: DrawnChart) => `${options.baseName}-${id}.svg`;
  const image = (chart: DrawnChart) =>
    `![${plain(chart.title)}](${options.single ? dataUri(chart.svg) : encodeURIComponent(fileOf(chart))})`;
  const settings = settingsText(run.experiment);
  const section = (title: string, ...parts: readonly string[]) => [`## ${title}`, ...parts.filter(Boolean)];
  const parts = [
    `# ${plain(run.name)}`,
    l10n.t('Dropout Playground {0}, {1}.', recorded.version, new Date(run.startedAt).toISOString()),
    code(describeExperiment(run.experiment)),
    ...section(
      l10n.t('Results'),
      verdictText(run),
      resultsText(recorded),
      ...confusionsText(run),
      scaleText(run),
    ),
    ...charts.map(image),
    ...(run.members.length > 1 ? [`### ${l10n.t('Every training')}`, seedsText(recorded)] : []),
    ...comparedSection(recorded),
    ...(sweeps.length > 0 ? section(l10n.t('Sweeps of this set-up'), ...sweeps.map(image)) : []),
    ...regularizersSection(options.regularizers),
    ...(study
      ? section(l10n.t('The study “{0}”', plain(study.name)), ...studyParts(study, ofStudy.map(image)))
      : []),
    ...section(l10n.t('Settings that differ from the default'), settings.changed),
    ...changesSection(run),
    ...section(l10n.t('Data'), dataText(run), columnsText(run)),
    ...section(l10n.t('All settings'), settings.all),
    ...section(l10n.t('The same again'), ...againText(options)),
    ...section(
      l10n.t('Versions'),
      table(
        [l10n.t('What'), l10n.t('Version')],
        options.environment.map((row) => row.map(plain)),
      ),
    ),
  ];
  return {
    markdown: `${parts.filter(Boolean).join('\n\n')}\n`,
    files: options.single
      ? []
      : [...charts, ...sweeps, ...ofStudy].map((chart) => ({ name: fileOf(chart), text: chart.svg })),
  };
}

/** What the run and those that it is compared with differ in, and what they came to. */
function comparedSection(recorded: RecordedRun): string[] {
  const { run, compared = [], trainings } = recorded;
  const own = { run, series: rowsOf(recorded) };
  const { runs, settings, results } = comparedTable([own, ...others(run, compared)], trainings);
  if (runs.length === 0) return [];
  const rows = [...settings, ...results].map(({ title, values }) => [title, ...values].map(plain));
  return [
    `## ${l10n.t('Compared runs')}`,
    table(['', ...runs.map(plain)], rows),
    l10n.t('Final values: mean over seeds ± standard error of the mean, n seeds.'),
  ];
}

function verdictText({ verdict }: RunState): string {
  if (!verdict) return '';
  const { title, text, remarks, basis, advice } = verdictWords(verdict);
  const next = advice.map(({ label }) => plain(label)).join('; ');
  return `**${plain(title)}** ${plain([text, ...remarks, basis].filter(Boolean).join(' '))}${next === '' ? '' : `\n\n${l10n.t('Next: {0}.', next)}`}`;
}

/** Confusion matrices, if the verdict reports imbalanced classes. */
function confusionsText({ verdict }: RunState): string[] {
  if (!verdict) return [];
  return verdictWords(verdict).confusions.map(({ title, classes, rows }) => {
    const head = [l10n.t('true class ↓, answer →'), ...classes.map(plain)];
    const lines = rows.map((counts, truth) => [plain(classes[truth]), ...counts.map(formatCount)]);
    return `${plain(title)}:\n\n${table(head, lines, new Set(classes.map((_, i) => i + 1)))}`;
  });
}

/** What the numbers of the losses are. */
function lossWords({ loss, huberDelta }: LossChoice, info: RunState['info']): string {
  const task = info?.task ?? 'classification';
  if (!errorOf({ loss, huberDelta }, task)) return l10n.t('Losses are mean cross-entropies in nats.');
  const isScaled = task === 'regression' && info?.split !== undefined;
  if (loss === 'meanAbsoluteError' || loss === 'huber') {
    const title = l10n.t(losses.find(({ id }) => id === loss)!.title);
    return isScaled
      ? l10n.t('Losses: {0}, in units of the standardized target.', title)
      : l10n.t('Losses: {0}.', title);
  }
  return isScaled
    ? l10n.t('Losses are mean squared errors, in units of the standardized target.')
    : l10n.t('Losses are mean squared errors.');
}

/** Explains the numbers in the table. */
function scaleText({ info, experiment, members }: RunState): string {
  const loss = lossWords(experiment.training, info);
  const spread =
    members.some(({ seed }) => seed !== members[0].seed) &&
    l10n.t('±: sample standard deviation over the seeds that finished.');
  const basis = experiment.training.restoreBest
    ? l10n.t('The table and the verdict are of the weights that were put back: those of the best epoch.')
    : l10n.t('The table shows the last values; the verdict rests on means of the last few.');
  const choice =
    !info?.validationCount &&
    l10n.t(
      'Nothing validates: the best epoch is the one with the lowest test loss, so that loss is optimistic.',
    );
  return [loss, l10n.t('All are measured with dropout off.'), basis, choice, spread]
    .filter(Boolean)
    .join(' ');
}

function changesSection({ experiment, members, info }: RunState): string[] {
  const member = members.find(({ variant }) => variant === 'dropout') ?? members[0];
  const changes = member?.changes.length ? member.changes : experiment.changes;
  if (changes.length === 0) return [];
  const layers = experiment.network.hidden.length;
  const rows = changes
    .slice(0, MOST_CHANGES)
    .map((change) => [
      formatCount(change.step),
      info ? ((change.step - 1) / info.stepsPerEpoch).toFixed(2) : '',
      changeText(change, layers),
    ]);
  const more = changes.length - MOST_CHANGES;
  return [
    `## ${l10n.t('Changes in mid-run')}`,
    table([l10n.t('Before step'), l10n.t('Epoch'), l10n.t('Change')], rows, new Set([0, 1])),
    ...(more > 0 ? [l10n.t('{0} more are in the experiment below.', more)] : []),
  ];
}

function changeText({ ratio, learningRate, placement }: RecordedChange, layers: number): string {
  return [
    ratio !== undefined && l10n.t('drop ratio {0}', formatRatio(ratio)),
    learningRate !== undefined && l10n.t('learning rate {0}', formatLearningRate(learningRate)),
    placement !== undefined && l10n.t('placement: {0}', placementText(placement, layers)),
  ]
    .filter(Boolean)
    .join('; ');
}

function dataText({ info, experiment }: RunState): string {
  if (!info) return l10n.t('The data was not read.');
  const facts = [
    l10n.t('Task: {0}', info.task === 'classification' ? l10n.t('classification') : l10n.t('regression')),
    info.validationCount
      ? l10n.t(
          'Training samples: {0}, validation samples: {1}, test samples: {2}',
          formatCount(info.trainCount),
          formatCount(info.validationCount),
          formatCount(info.testCount),
        )
      : l10n.t(
          'Training samples: {0}, test samples: {1}',
          formatCount(info.trainCount),
          formatCount(info.testCount),
        ),
    l10n.t('Features: {0}, outputs: {1}', formatCount(info.features), info.outputs),
    l10n.t('Weights and biases: {0}', formatCount(info.parameterCount)),
    l10n.t('Steps per epoch: {0}', formatCount(info.stepsPerEpoch)),
    ...dataPaths(experiment.data).map((file) => l10n.t('File: {0}', code(file))),
    ...splitWords(info).map((words) => l10n.t('Split: {0}', words)),
    ...cautionsBesideNotes(info).map(plain),
    ...info.notes.map(plain),
  ];
  return facts.map((fact) => `- ${fact}`).join('\n');
}

/** How each column was read. */
function columnsText({ info }: RunState): string {
  const { columns = [], moreColumns = 0 } = info ?? {};
  if (columns.length === 0) return '';
  const rows = columns
    .map(columnWords)
    .map(({ name, role, kind, scaling, missing }) => [name, role, kind, scaling, missing].map(plain));
  const text = table(columnHead(), rows);
  return moreColumns > 0 ? `${text}\n\n${l10n.t('and {0} more columns', moreColumns)}` : text;
}

function againText({ experiment, baseName }: ReportOptions): string[] {
  const file = `${baseName}.dropout.json`;
  const quoted = /^[\w.-]+$/.test(file) ? file : `"${file.replace(/["\\$`]/g, '\\$&')}"`;
  return [
    l10n.t(
      'Save this experiment as {0} and open it in VS Code, or train it on the command line. The same experiment and seed give the same numbers to the last bit.',
      code(file),
    ),
    codeBlock(experimentToText(experiment), 'json'),
    codeBlock(`dropout-playground run ${quoted}`, 'sh'),
  ];
}
