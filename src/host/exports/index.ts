import * as vscode from 'vscode';
import type { FairState, StudyState } from '../../protocol';
import type { RecordedRun } from '../../report/recorded-run';
import type { Setup } from '../setup';
import type { Run } from '../store/run';
import type { ChartExports } from './charts';
import { type CodeSource, insertAsCode, openAsCode } from './code';
import { saveReport } from './report';
import { newExperiment, saveCsv, saveExperiment, saveJson } from './run-files';

type Handler = (...args: unknown[]) => unknown;

export interface ExportContext {
  readonly setup: Setup;
  readonly charts: ChartExports;
  /** The runs that a run on the screen is compared with; of another run: none. */
  comparedWith(run: Run): Pick<RecordedRun, 'compared' | 'trainings'>;
  /** Sweeps of a run's set-up. */
  sweepsOf(run: Run): readonly StudyState[];
  /** The comparison of regularizers in a run's set-up, if there is one. */
  regularizersOf(run: Run): FairState | undefined;
  /** The study on the screen, where it is of a run's set-up. */
  studyOf(run: Run): StudyState | undefined;
  /** Whether the controls say otherwise than the run on the screen. */
  isApart(): boolean;
  /** The run that a command is about: the one it was called with, or the one on the screen; undefined: none. */
  runOf(target: unknown): Promise<Run | undefined>;
}

/** Every command that takes something away, by its name. */
export function exportCommands({
  setup,
  charts,
  comparedWith,
  sweepsOf,
  regularizersOf,
  studyOf,
  isApart,
  runOf,
}: ExportContext): Record<string, Handler> {
  const ofRun = (save: (run: Run) => Promise<void>) => async (target: unknown) => {
    const run = await runOf(target);
    if (run !== undefined) await save(run);
    // What cannot be read has been said already.
    else if (!isRun(target)) sayNone();
  };
  /**
   * Where run and controls say the same there is nothing to choose; undefined: a person chose nothing, or a run of the
   * list cannot be read.
   */
  const runOrSet = async (target: unknown) => {
    const run = await runOf(target);
    if (isRun(target)) return run;
    if (run === undefined) return set();
    return isApart() ? chooseSource(run, set()) : run;
  };
  const set = () => ({ experiment: setup.experiment, folder: setup.folder });
  return {
    newExperiment: () => newExperiment(),
    exportCsv: ofRun(saveCsv),
    exportJson: ofRun(saveJson),
    exportReport: ofRun((run) =>
      saveReport(run, {
        ...comparedWith(run),
        ...{ sweeps: sweepsOf(run), study: studyOf(run), regularizers: regularizersOf(run) },
      }),
    ),
    exportExperiment: async (target) => {
      const source = await runOrSet(target);
      if (source !== undefined) await saveExperiment(source);
    },
    // What is written as code is what the controls show; from the list, what that run was.
    exportCode: async (target) => {
      const source = isRun(target) ? await runOf(target) : set();
      if (source !== undefined) await openAsCode(source);
    },
    insertCode: () => insertAsCode(set()),
    exportChart: (target) => charts.export({ chart: chartOf(target) }),
    exportChartPng: (target) => charts.export({ chart: chartOf(target), format: 'png' }),
    exportChartSvg: (target) => charts.export({ chart: chartOf(target), format: 'svg' }),
  };
}

/** The run that is looked at, or what the controls show, where these are two things. */
async function chooseSource(run: Run, set: CodeSource): Promise<CodeSource | undefined> {
  const items = [
    { label: vscode.l10n.t('The run that is shown'), description: run.name, source: run as CodeSource },
    {
      label: vscode.l10n.t('The current set-up'),
      description: vscode.l10n.t('what the controls show'),
      source: set,
    },
  ];
  const title = vscode.l10n.t('Export as Experiment File');
  return (await vscode.window.showQuickPick(items, { title }))?.source;
}

function sayNone(): void {
  const words = vscode.l10n.t('There is no run to export yet. Run an experiment first.');
  void vscode.window.showInformationMessage(words);
}

const isRun = (target: unknown): boolean =>
  typeof target === 'object' && target !== null && typeof (target as { id?: unknown }).id === 'string';

/** The chart that a menu was opened on. */
function chartOf(target: unknown): string | undefined {
  const chart = (target as { chart?: unknown } | undefined)?.chart;
  return typeof chart === 'string' ? chart : undefined;
}
