import * as vscode from 'vscode';
import { editExperiment } from '../experiment/edit';
import type { Experiment } from '../experiment/schema';
import { keysOf, studyProblems } from '../experiment/study-rules';
import { type SweepId, sweepOf } from '../experiment/sweeps';
import { optunaScript } from '../study/journal/optuna-script';
import { isProposed } from '../study/search';
import { samplerTitle } from '../study/study-words';
import type { ChartExports } from './exports/charts';
import { saveStudy, saveStudyCsv } from './exports/study';
import type { Panel } from './panel';
import type { Playground } from './playground';
import type { QueueSetting } from './queue-setting';
import type { Runner } from './runner';
import type { Setup } from './setup';
import { fingerprintOf } from './store/fingerprint';
import type { RunStore } from './store/run-store';
import type { StudyStore } from './store/study-store';
import type { StudiesTree } from './studies-tree';
import { chooseStudy } from './study-choice';
import { differencesToStudy } from './study-gap';
import { StudyListCommands } from './study-list-commands';
import type { Study, StudyRunner } from './study-runner';
import type { Sweeps } from './sweeps';

export interface StudyContext {
  readonly studies: StudyRunner;
  readonly queue: Pick<QueueSetting, 'setPassword'>;
  /** Those of the lesson. */
  readonly sweeps: Sweeps;
  /** Null where there is no disk. */
  readonly studyStore: StudyStore | null;
  readonly studiesTree: StudiesTree | null;
  readonly setup: Setup;
  readonly playground: Playground;
  readonly runner: Runner;
  readonly store: RunStore;
  readonly panel: Panel;
  readonly charts: ChartExports;
}

/** What a person does with studies. */
export class StudyActions {
  readonly #context: StudyContext;

  constructor(context: StudyContext) {
    this.#context = context;
  }

  /** Commands by name. */
  all(): Record<string, (target?: unknown, targets?: unknown) => unknown> {
    const { studies, sweeps, studyStore, studiesTree } = this.#context;
    const list = new StudyListCommands({
      ...{ studyStore, studiesTree, show: (id) => this.show(id), propose: () => this.#propose() },
      renamed: (id, name) => {
        for (const runner of [studies, sweeps.runner]) runner.renamed(id, name);
      },
      forget: async (id) => {
        for (const part of [studies, sweeps]) await part.forget(id);
      },
    });
    return {
      ...list.all(),
      startStudy: () => this.#start(),
      setUpStudy: () => this.#setUp(),
      pauseStudy: () => studies.pause(),
      keepStudyPlan: () => studies.keepPlan(),
      resumeStudy: () => studies.resume(),
      stopStudy: () => studies.stop(),
      setQueuePassword: () => this.#context.queue.setPassword(),
      openJournal: () => this.#openJournal(),
      exportStudyCsv: () => {
        const { state, study } = studies;
        if (!state || !study) throw new Error(vscode.l10n.t('There is no study on the screen.'));
        return saveStudyCsv({ state, folder: study.folder });
      },
    };
  }

  /**
   * Starts a sweep of the set-up, or goes on with it where it rests. Throws an `Error`, with words for a person, where the
   * set-up does not have what it varies.
   */
  sweep(id: SweepId): void {
    const { sweeps, setup } = this.#context;
    const study = sweeps.last(id);
    const rests = study?.status === 'paused' || study?.status === 'failed';
    if (study && rests && differencesToStudy(study, setup).length === 0) {
      sweeps.runner.show(study);
      sweeps.runner.resume();
    } else sweeps.runner.start(sweepOf(id, setup.experiment), setup.folder, id);
  }

  /** Puts a study on the screen. Rejects, with words for a person, where it cannot be read. */
  async show(id: string): Promise<void> {
    const { studies, sweeps, studyStore, panel } = this.#context;
    const isShown = [studies.study, sweeps.runner.going()].some((study) => study?.id === id);
    if (!isShown && studyStore) studies.show(await studyStore.load(id));
    panel.show();
  }

  /** Takes away a study or a sweep that is on the screen; nothing where there is none of this identifier. */
  async export(id: string): Promise<void> {
    const { studies, sweeps, charts } = this.#context;
    const study = studies.study?.id === id ? studies.study : sweeps.find(id);
    const state = [studies.state, ...sweeps.state].find((one) => one?.id === id);
    if (!study || !state) return;
    const { folder, experiment } = study;
    await saveStudy({ state, folder, experiment }, charts);
  }

  /** Does what a view asks for with a trial; nothing where it is not one of the study on the screen. */
  async trial(id: string, number: number, action: 'openRuns' | 'takeValues' | 'apply'): Promise<void> {
    const { studies, sweeps } = this.#context;
    const study = studies.study?.id === id ? studies.study : sweeps.find(id);
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

  async #openJournal(): Promise<void> {
    const { studies, sweeps } = this.#context;
    const study = studies.study ?? sweeps.runner.study;
    if (study?.journal === undefined)
      throw new Error(
        vscode.l10n.t('There is no journal: no study is on the screen, or it is not kept on a disk.'),
      );
    await vscode.window.showTextDocument(vscode.Uri.file(study.journal), { preview: true });
    const words = vscode.l10n.t('This file opens in optuna-dashboard and in Optuna’s VS Code extension.');
    void vscode.window.showInformationMessage(words);
  }

  #propose(): Promise<void> | undefined {
    const { studies, studyStore } = this.#context;
    const { study } = studies;
    if (!study) return undefined;
    if (!studyStore)
      throw new Error(vscode.l10n.t('Optuna can propose trials only through a journal: give one.'));
    if (study.status === 'elsewhere') throw new Error(vscode.l10n.t('Another window runs this study.'));
    return this.#handOver(study, studyStore);
  }

  /** Copies the lines of Python and lets the study wait for what they propose. */
  async #handOver(before: Study, store: StudyStore): Promise<void> {
    const { studies, panel } = this.#context;
    if (!isProposed(before.search.spec) && !(await this.#agrees(before))) return;
    const study = studies.study?.id === before.id ? studies.handOver() : undefined;
    if (!study) return;
    const { recorded, search } = study;
    const script = optunaScript({
      ...{ journal: store.fileOf(study.id), study: recorded, parameters: search.space.parameters },
      ...{ trials: search.spec.trials, hasLinks: process.platform !== 'win32' },
    });
    await vscode.env.clipboard.writeText(script);
    panel.show();
    const open = vscode.l10n.t('Open as File');
    const words = vscode.l10n.t(
      'The lines of Python are copied. Run them where Optuna 3.1 or later is installed: the study “{0}” trains what they propose.',
      study.name,
    );
    void vscode.window.showInformationMessage(words, open).then(async (chosen) => {
      if (chosen !== open) return;
      const document = await vscode.workspace.openTextDocument({ language: 'python', content: script });
      await vscode.window.showTextDocument(document);
    });
  }

  /** A study that proposes its own trials is not taken out of its sampler's hands without a word. */
  async #agrees({ name, search }: Study): Promise<boolean> {
    const yes = vscode.l10n.t('Let Optuna Propose');
    const words = vscode.l10n.t('Let your own Optuna go on with the study “{0}”?', name);
    const detail = vscode.l10n.t(
      'Its trials stay. Further ones come from a few lines of Python, which are copied, in place of: {0}.',
      samplerTitle(search.spec),
    );
    return (await vscode.window.showInformationMessage(words, { modal: true, detail }, yes)) === yes;
  }
}
