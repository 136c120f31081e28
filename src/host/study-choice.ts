import * as vscode from 'vscode';
import type { Experiment } from '../experiment/schema';
import { settingTitle } from '../experiment/setting-words';
import type { StudySpec } from '../experiment/study';
import { fieldWords } from '../study/study-words';
import { USUAL, usualQuestion, usualSpace } from '../study/usual-space';

/** Values that a grid tries of each setting. */
const LEVELS = 5;

/** Asks what a study is to vary, and how thoroughly. Undefined: a person has changed their mind. */
export async function chooseStudy(experiment: Experiment): Promise<StudySpec | undefined> {
  const space = await chooseSpace(experiment);
  if (!space) return undefined;
  const plans = plansOf(space);
  const chosen = await vscode.window.showQuickPick(plans, {
    title: vscode.l10n.t('Study: How to Search'),
    placeHolder: vscode.l10n.t(
      'Each trial is trained on {0} seeds; the best one again on {1} fresh seeds.',
      USUAL.seeds,
      USUAL.fresh,
    ),
  });
  return chosen && { ...USUAL, space, ...chosen.plan };
}

async function chooseSpace(experiment: Experiment): Promise<StudySpec['space'] | undefined> {
  const known = experiment.study?.space ?? {};
  const asked = experiment.study ? Object.keys(known) : usualQuestion(experiment);
  const items = Object.entries({ ...usualSpace(experiment), ...known }).map(([path, field]) => ({
    ...{ path, field, label: settingTitle(path, experiment), description: fieldWords(field) },
    picked: asked.includes(path),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    ...{ canPickMany: true, matchOnDescription: true },
    title: vscode.l10n.t('Study: What to Vary'),
    placeHolder: vscode.l10n.t('Ranges can be changed in the experiment file.'),
  });
  if (!chosen || chosen.length === 0) return undefined;
  return Object.fromEntries(chosen.map(({ path, field }) => [path, field]));
}

function plansOf(space: StudySpec['space']) {
  const points = Object.values(space).reduce((count, { values }) => count * (values?.length ?? LEVELS), 1);
  const plan = (label: string, trials: number, sampler: StudySpec['sampler']) => ({
    label,
    description: vscode.l10n.t('up to {0} trials', trials),
    detail: vscode.l10n.t('At most {0} trainings', trials * USUAL.seeds + USUAL.fresh),
    plan: { trials, sampler },
  });
  const learning = { kind: 'tpe', startup: 10, candidates: 64 } as const;
  return [
    plan(vscode.l10n.t('A first look'), 24, learning),
    plan(vscode.l10n.t('Thorough'), 100, learning),
    plan(vscode.l10n.t('Evenly spread'), 32, { kind: 'sobol' }),
    plan(vscode.l10n.t('Every combination'), Math.min(points, 100_000), { kind: 'grid', levels: LEVELS }),
    plan(vscode.l10n.t('Your own Optuna'), 100, { kind: 'optuna' }),
  ];
}
