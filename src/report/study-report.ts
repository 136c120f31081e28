import * as l10n from '@vscode/l10n';
import type { Experiment } from '../experiment/schema';
import { experimentToText } from '../experiment/write';
import type { StudyState } from '../protocol';
import type { DrawnChart } from './charts';
import { code, codeBlock, plain, table } from './markdown';
import type { Report, ReportOptions } from './report';
import { drawStudy, studyParts } from './study-parts';
import { dataUri } from './svg';

type StudyReportOptions = Pick<ReportOptions, 'baseName' | 'single' | 'environment'> & {
  /** With its study, and paths relative to the report's folder. */
  readonly experiment: Experiment;
  readonly version: string;
};

/** The report of a study: what it says, its plots, its best trials, what was pruned, and how to reproduce it. */
export function studyReport(study: StudyState, options: StudyReportOptions): Report {
  const { baseName, single, environment, experiment, version } = options;
  const charts = drawStudy(study);
  const fileOf = ({ id }: DrawnChart) => `${baseName}-${id}.svg`;
  const image = (chart: DrawnChart) =>
    `![${plain(chart.title)}](${single ? dataUri(chart.svg) : encodeURIComponent(fileOf(chart))})`;
  const file = `${baseName}.dropout.json`;
  const parts = [
    `# ${plain(study.name)}`,
    l10n.t('Dropout Playground {0}.', version),
    `## ${l10n.t('Results')}`,
    ...studyParts(study, charts.map(image)),
    `## ${l10n.t('The same again')}`,
    l10n.t(
      'Save this experiment as {0} and open it in VS Code, or search again on the command line.',
      code(file),
    ),
    codeBlock(experimentToText(experiment), 'json'),
    codeBlock(`dropout-playground study "${file.replace(/["\\$`]/g, '\\$&')}"`, 'sh'),
    `## ${l10n.t('Versions')}`,
    table(
      [l10n.t('What'), l10n.t('Version')],
      environment.map((row) => row.map(plain)),
    ),
  ];
  return {
    markdown: `${parts.filter(Boolean).join('\n\n')}\n`,
    files: single ? [] : charts.map((chart) => ({ name: fileOf(chart), text: chart.svg })),
  };
}
