import * as vscode from 'vscode';
import { editExperiment } from '../experiment/edit';
import { sameJson } from '../experiment/same-json';
import type { Experiment } from '../experiment/schema';
import { keysOf, studyProblems } from '../experiment/study-rules';
import { type SweepId, sweepOf } from '../experiment/sweeps';
import { askName } from './ask-name';
import { askWhere, fileNameOf, writeFile } from './exports/save';
import { studyCsv } from './exports/study-csv';
import type { Panel } from './panel';
import type { Playground } from './playground';
import type { Runner } from './runner';
import type { Setup } from './setup';
import { fingerprintOf } from './store/fingerprint';
import type { RunStore } from './store/run-store';
import type { StudyStore, StudySummary } from './store/study-store';
import { chooseStudy } from './study-choice';
import type { Study, StudyRunner } from './study-runner';

export interface StudyContext {
  readonly studies: StudyRunner;
  /** Those of the lesson. */
  readonly sweeps: StudyRunner;
  /** Null where there is no disk. */
  readonly studyStore: StudyStore | null;
  readonly setup: Setup;
  readonly playground: Playground;
  readonly runner: Runner;
  readonly store: RunStore;
  readonly panel: Panel;
}

/** What a person does with studies. */
export class StudyActions {
  readonly #context: StudyContext;

  constructor(context: StudyContext) {
    this.#context = context;
  }

  /** Commands by name. */
  all(): Record<string, (target?: unknown) => unknown> {
    const { studies } = this.#context;
    return {
      startStudy: () => this.#start(),
      setUpStudy: () => this.#setUp(),
      pauseStudy: () => studies.pause(),
      resumeStudy: () => studies.resume(),
      stopStudy: () => studies.stop(),
      openStudy: (target) => this.#choose(target),
      openJournal: () => this.#openJournal(),
      exportStudyCsv: () => this.#saveCsv(),
      renameStudy: (target) => this.#rename(target),
      deleteStudy: (target) => this.#delete(target),
    };
  }

  /**
   * Starts a sweep of the set-up, or goes on with it where it rests. Throws an `Error`, with words for a person, where the
   * set-up does not have what it varies.
   */
  sweep(id: SweepId): void {
    const { sweeps, setup } = this.#context;
    const experiment = sweepOf(id, setup.experiment);
    const { study } = sweeps;
    const isOfNow =
      study?.sweep === id && sameJson(study.experiment, experiment) && study.folder === setup.folder;
    if (isOfNow && (study.status === 'paused' || study.status === 'failed')) sweeps.resume();
    else sweeps.start(experiment, setup.folder, id);
  }

  /** Puts a study on the screen. Rejects, with words for a person, where it cannot be read. */
  async show(id: string): Promise<void> {
    const { studies, sweeps, studyStore, panel } = this.#context;
    const isShown = [studies, sweeps].some(({ study }) => study?.id === id);
    if (!isShown && studyStore) studies.show(await studyStore.load(id));
    panel.show();
  }

  /** Does what a view asks for with a trial; nothing where it is not one of the study on the screen. */
  async trial(id: string, number: number, action: 'openRuns' | 'takeValues' | 'apply'): Promise<void> {
    const { studies, sweeps } = this.#context;
    const study = [studies.study, sweeps.study].find((one) => one?.id === id);
    const trial = study?.trials.get(number);
    if (!study || !trial) return;
    if (action === 'openRuns') {
      await this.#run(study, study.search.space.at(trial.point));
      return;
    }
    this.#take(study.search.space.values(trial.point));
    if (action === 'apply') await vscode.commands.executeCommand('dropoutPlayground.applyToCode');
  }

  /** A trial as a run of its own, with the study's seeds; the set-up stays as it is. */
  async #run(study: Study, trained: Experiment): Promise<void> {
    const { runner, store, playground, panel } = this.#context;
    const { study: _study, ...experiment } = trained;
    const run = { ...experiment, name: '', seeds: study.search.seeds.length };
    panel.show();
    const known = store.completed(fingerprintOf(run, study.folder));
    if (known !== undefined && (await playground.show(known.id))) return;
    runner.start(run, study.folder);
  }

  #take(values: Readonly<Record<string, unknown>>): void {
    const { setup, playground } = this.#context;
    let { experiment } = setup;
    for (const [path, value] of Object.entries(values)) {
      const edited = editExperiment(experiment, keysOf(path)!, value);
      if (!edited.ok) throw new Error(edited.problems[0]!.message);
      experiment = edited.experiment;
    }
    playground.rewrite(experiment, setup.folder);
  }

  /** Where nothing says yet what to vary, a person is asked. */
  async #start(): Promise<void> {
    const { setup, studies, panel } = this.#context;
    if (!setup.experiment.study && !(await this.#ask())) return;
    const { experiment, folder } = setup;
    const [problem] = studyProblems(experiment);
    if (problem) throw new Error(problem.message);
    studies.start(experiment, folder);
    panel.show();
  }

  async #setUp(): Promise<void> {
    if (await this.#ask()) await this.#start();
  }

  /** Writes into the set-up what a study is to vary; whether a person has chosen something. */
  async #ask(): Promise<boolean> {
    const { setup, playground } = this.#context;
    const study = await chooseStudy(setup.experiment);
    if (!study) return false;
    const result = playground.edit(['study'], study);
    if (!result.ok) throw new Error(result.message);
    return true;
  }

  async #choose(target: unknown): Promise<void> {
    const chosen = await this.#pick(vscode.l10n.t('Open Study'), target);
    if (chosen) await this.show(chosen.id);
  }

  /** The study of the line that a command was called on; where there is none, a person is asked. */
  async #pick(title: string, target: unknown): Promise<StudySummary | undefined> {
    const { studyStore } = this.#context;
    const summaries = studyStore?.summaries ?? [];
    const known = summaries.find(({ id }) => id === (target as { id?: unknown } | undefined)?.id);
    if (known) return known;
    if (summaries.length === 0) throw new Error(vscode.l10n.t('There is no study yet: start one first.'));
    const items = summaries.map((summary) => ({
      label: summary.name,
      description: `${studyStatus(summary.status)} · ${vscode.l10n.t('{0} of {1} trials', summary.count, summary.total)}`,
      detail: summary.of,
      summary,
    }));
    const options = { title, matchOnDescription: true, matchOnDetail: true };
    return (await vscode.window.showQuickPick(items, options))?.summary;
  }

  async #openJournal(): Promise<void> {
    const { studies, sweeps } = this.#context;
    const study = studies.study ?? sweeps.study;
    if (study?.journal === undefined)
      throw new Error(
        vscode.l10n.t('There is no journal: no study is on the screen, or it is not kept on a disk.'),
      );
    await vscode.window.showTextDocument(vscode.Uri.file(study.journal), { preview: true });
    const words = vscode.l10n.t('This file opens in optuna-dashboard and in Optuna’s VS Code extension.');
    void vscode.window.showInformationMessage(words);
  }

  async #saveCsv(): Promise<void> {
    const { state, study } = this.#context.studies;
    if (!state || !study) throw new Error(vscode.l10n.t('There is no study on the screen.'));
    const uri = await askWhere(`${fileNameOf(state.name)}.csv`, study.folder, {
      title: vscode.l10n.t('Export Trials as CSV'),
      filters: { CSV: ['csv'] },
    });
    if (uri !== undefined) await writeFile(uri, studyCsv(state));
  }

  async #rename(target: unknown): Promise<void> {
    const { studies, sweeps, studyStore } = this.#context;
    const chosen = await this.#pick(vscode.l10n.t('Rename Study'), target);
    if (!chosen || !studyStore) return;
    const name = await askName(vscode.l10n.t('Rename Study'), chosen.name);
    if (name === undefined) return;
    await studyStore.rename(chosen.id, name);
    for (const runner of [studies, sweeps]) runner.renamed(chosen.id, name.trim());
  }

  async #delete(target: unknown): Promise<void> {
    const { studies, sweeps, studyStore } = this.#context;
    const chosen = await this.#pick(vscode.l10n.t('Delete Study'), target);
    if (!chosen || !studyStore) return;
    const words = vscode.l10n.t('Delete the study “{0}”?', chosen.name);
    const yes = vscode.l10n.t('Delete');
    const detail = vscode.l10n.t('Its journal with all trials goes to the recycle bin, where there is one.');
    if ((await vscode.window.showWarningMessage(words, { modal: true, detail }, yes)) !== yes) return;
    for (const runner of [studies, sweeps]) await runner.forget(chosen.id);
    await studyStore.remove(chosen.id, (file) => trash(file));
  }
}

async function trash(file: string): Promise<void> {
  const uri = vscode.Uri.file(file);
  try {
    await vscode.workspace.fs.delete(uri, { useTrash: true });
  } catch {
    await vscode.workspace.fs.delete(uri);
  }
}

const STATUS: Readonly<Record<StudySummary['status'], () => string>> = {
  running: () => vscode.l10n.t('running'),
  paused: () => vscode.l10n.t('paused'),
  completed: () => vscode.l10n.t('completed'),
  stopped: () => vscode.l10n.t('stopped'),
  failed: () => vscode.l10n.t('failed'),
  elsewhere: () => vscode.l10n.t('in another window'),
};

/** In words. */
export const studyStatus = (status: StudySummary['status']): string => STATUS[status]();
