import * as v from 'valibot';
import type * as vscode from 'vscode';
import { defaultExperiment } from '../experiment/defaults';
import { parseExperiment } from '../experiment/parse';
import type { Corrections, Together } from '../logs';
import { LOG_ROLES, type PanelUi, panelUiSchema } from '../protocol';
import type { Comparison } from './comparison';
import { DisposableObject } from './disposable';
import { Setup } from './setup';
import type { RunStore } from './store/run-store';
import type { StudyRunner } from './study-runner';

const SETUP_KEY = 'setup';
const CURRENT_KEY = 'currentRun';
const COMPARED_KEY = 'comparedRun';
const STUDY_KEY = 'currentStudy';
const PANEL_KEY = 'panel';
const LOG_ROLES_KEY = 'logRoles';
const LOG_GROUPS_KEY = 'logGroups';
const SAVE_MILLISECONDS = 500;

/** What a window remembers of itself over a reload: set-up, run on the screen, compared runs, how the panel is looked at. */
export class WindowState extends DisposableObject {
  #timer: NodeJS.Timeout | undefined;

  readonly #memento: vscode.Memento;
  readonly #folder: string | null;

  constructor(memento: vscode.Memento, folder: string | null) {
    super();
    this.#memento = memento;
    this.#folder = folder;
    this.register({ dispose: () => clearTimeout(this.#timer) });
  }

  /** The set-up as it was left; the defaults where there is none or it is no longer valid. */
  restoreSetup(): Setup {
    const saved = this.#memento.get<Record<string, unknown>>(SETUP_KEY);
    const parsed = saved === undefined ? undefined : parseExperiment(saved.experiment);
    if (parsed?.ok !== true) return new Setup(defaultExperiment(), this.#folder);
    const folder = typeof saved?.folder === 'string' ? saved.folder : this.#folder;
    const setup = new Setup(parsed.experiment, folder, saved?.nameTyped === true);
    if (typeof saved?.dataNote === 'string') setup.noteData(saved.dataNote);
    return setup;
  }

  get currentRun(): string | undefined {
    return this.#id(CURRENT_KEY);
  }

  /** The runs that others were compared with. */
  get comparedRuns(): readonly string[] {
    const ids = this.#memento.get<unknown>(COMPARED_KEY);
    // Earlier versions compared with one.
    return [ids].flat().filter((id) => typeof id === 'string');
  }

  /** How the panel was looked at last; undefined before a person has changed anything. */
  get panelUi(): PanelUi | undefined {
    const parsed = v.safeParse(panelUiSchema, this.#memento.get<unknown>(PANEL_KEY));
    return parsed.success ? parsed.output : undefined;
  }

  set panelUi(ui: PanelUi | undefined) {
    void this.#memento.update(PANEL_KEY, ui);
  }

  /** What a person has said about curves and runs of training logs, and how to keep it. */
  get logRoles() {
    const roles = v.record(v.string(), v.nullable(v.picklist(LOG_ROLES)));
    const corrections = v.safeParse(roles, this.#memento.get<unknown>(LOG_ROLES_KEY));
    const together = v.safeParse(
      v.record(v.string(), v.string()),
      this.#memento.get<unknown>(LOG_GROUPS_KEY),
    );
    return {
      corrections: corrections.success ? corrections.output : {},
      together: together.success ? together.output : {},
      remember: (said: Corrections, groups: Together) => {
        void this.#memento.update(LOG_ROLES_KEY, said);
        void this.#memento.update(LOG_GROUPS_KEY, groups);
      },
    };
  }

  /** Remembers from now on. */
  follow(setup: Setup, store: RunStore): void {
    const save = () => {
      this.#timer = undefined;
      const { experiment, folder, nameTyped, dataNote } = setup;
      void this.#memento.update(SETUP_KEY, { experiment, folder, nameTyped, dataNote });
    };
    this.register(
      setup.onDidChange(() => {
        this.#timer ??= setTimeout(save, SAVE_MILLISECONDS);
      }),
    );
    this.register(store.onDidChangeCurrent((run) => void this.#memento.update(CURRENT_KEY, run?.id)));
    this.register({ dispose: () => this.#timer !== undefined && save() });
  }

  /** Remembers from now on what is compared. */
  followComparison(comparison: Comparison): void {
    this.register(comparison.onDidChange(() => void this.#memento.update(COMPARED_KEY, comparison.ids)));
  }

  /** The study that was on the screen last. */
  get study(): string | undefined {
    return this.#id(STUDY_KEY);
  }

  /** Remembers from now on which study is on the screen. */
  followStudy(studies: Pick<StudyRunner, 'state' | 'onDidChange'>): void {
    let known = this.study;
    this.register(
      studies.onDidChange(() => {
        const id = studies.state?.id;
        if (id === known) return;
        known = id;
        void this.#memento.update(STUDY_KEY, id);
      }),
    );
  }

  #id(key: string): string | undefined {
    const id = this.#memento.get<unknown>(key);
    return typeof id === 'string' ? id : undefined;
  }
}
