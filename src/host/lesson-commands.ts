import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type Figure, figures } from '../experiment/figures/index';
import { type LessonEntry, lesson } from '../experiment/lesson';
import { isSweep, type SweepId, sweeps } from '../experiment/sweeps';
import type { FigureReproducer } from './figure-reproducer';
import type { Panel } from './panel';
import type { WindowState } from './state';
import type { RunStore } from './store/run-store';
import type { StudyActions } from './study-actions';
import type { Sweeps } from './sweeps';
import type { Views } from './views';

export interface LessonContext {
  readonly store: RunStore;
  readonly sweeps: Sweeps;
  readonly studyActions: StudyActions;
  readonly figures: FigureReproducer;
  readonly panel: Panel;
  readonly views: Views;
  readonly state: WindowState;
  /** `publisher.name` of the extension. */
  readonly extension: string;
}

/** A panel that has to be opened for an idea has this long to show it. */
const PATIENCE = 15_000;
/** Until a view that does not answer is asked again. */
const AGAIN = 500;

/** The lesson, its sweeps and the walkthrough from the command palette. */
export function lessonCommands(context: LessonContext): Record<string, (id?: unknown) => unknown> {
  return {
    openIdea: async (id) => {
      const idea = lesson.find((one) => one.id === id) ?? (await chooseIdea());
      if (idea !== undefined) await openIdea(context, idea);
    },
    sweep: async (id) => {
      const chosen = isSweep(id) ? id : await chooseSweep();
      if (chosen !== undefined) await startSweep(context, chosen);
    },
    reproduceFigure: async (id) => {
      const figure = figures.find((one) => one.id === id) ?? (await chooseFigure());
      if (figure === undefined) return;
      context.figures.start(figure);
      context.panel.show();
    },
    cancelFigure: () => context.figures.cancel(),
    pauseSweep: () => context.sweeps.runner.pause(),
    openWalkthrough: () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension}#start`, false),
  };
}

async function chooseFigure(): Promise<Figure | undefined> {
  const items = figures.map((figure) => ({
    ...{ label: l10n.t(figure.title), detail: figure.source.name, figure },
    ...(figure.isLong && { description: vscode.l10n.t('takes minutes') }),
  }));
  const options = { title: vscode.l10n.t('Reproduce a Published Figure'), matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.figure;
}

async function chooseIdea(): Promise<LessonEntry | undefined> {
  const items = lesson.map((idea) => ({ label: idea.title(), idea }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Open Idea') }))?.idea;
}

const ideaOf = (id: SweepId): LessonEntry => lesson.find(({ sweeps }) => sweeps?.includes(id))!;

/** What is changed from training to training, and the idea that it shows. */
async function chooseSweep(): Promise<SweepId | undefined> {
  const items = sweeps.map(({ id, title }) => ({
    ...{ id, label: l10n.t(title), description: ideaOf(id).title() },
  }));
  const options = {
    title: vscode.l10n.t('Sweep One Setting'),
    placeHolder: vscode.l10n.t('The set-up is trained over and over with this one thing changed.'),
  };
  return (await vscode.window.showQuickPick(items, options))?.id;
}

/** As its button in the panel does. */
async function startSweep(context: LessonContext, id: SweepId): Promise<void> {
  needRun(context);
  context.studyActions.sweep(id);
  await openIdea(context, ideaOf(id));
}

/** Brings the panel up, and asks until the idea is open in it: a page that is still loading hears nothing. */
async function openIdea(context: LessonContext, { id }: LessonEntry): Promise<void> {
  needRun(context);
  const { panel, views, state } = context;
  // What the panel remembers bears the time of its own clock, which need not be that of a remote host.
  const before = state.panelUi?.at;
  panel.show({ focus: true });
  const isOpen = () => state.panelUi?.idea === id && state.panelUi.at !== before;
  for (const end = performance.now() + PATIENCE; !isOpen() && performance.now() < end; )
    await until(isOpen, views.post({ type: 'idea', id }) ? AGAIN : AGAIN / 5);
  if (!isOpen()) throw new Error(vscode.l10n.t('The panel did not open the idea in time.'));
}

/** Ideas are shown on a run. */
function needRun({ store }: LessonContext): void {
  if (store.current === null)
    throw new Error(vscode.l10n.t('Run an experiment first: ideas and sweeps are shown beside a run.'));
}

async function until(condition: () => boolean, milliseconds: number): Promise<void> {
  for (const end = performance.now() + milliseconds; !condition() && performance.now() < end; )
    await new Promise((done) => setTimeout(done, 20));
}
