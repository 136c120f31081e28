import { existsSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { sameJson } from '../experiment/same-json';
import type { Experiment } from '../experiment/schema';
import { type StudySpec, studySchema } from '../experiment/study';
import { JournalError } from './journal/journal';
import { type Json, parseJson, writeJson } from './journal/python-json';
import type { StudySetup } from './journal/setup';
import { StudyJournal } from './journal/study-journal';
import { StudyRecord } from './journal/study-record';
import { isProposed, type Search } from './search';
import type { Train } from './training';

/** Attribute of a study: how it searches. */
const SPEC = 'study';

/** A study as its journal keeps it: what it is about, and how it searches. */
export interface RecordedPlan {
  readonly setup: StudySetup;
  readonly spec: StudySpec;
}

/** @param name the study's, in dashboards */
export function recordedPlan(name: string, experiment: Experiment, search: Search): RecordedPlan {
  const { study: _study, ...varied } = experiment;
  const { space, seeds, spec } = search;
  const { parameters } = space;
  return { setup: { name, experiment: plain(varied), parameters, seeds, metric: 'validation loss' }, spec };
}

/**
 * Begins a journal, or goes on with one of the same plan: how many trials, minutes and fresh seeds may differ, and a
 * person's own Optuna may go on where a sampler was.
 * @throws JournalError also for a journal of another plan, in words.
 */
export async function openRecord(
  path: string,
  { setup, spec }: RecordedPlan,
  onProblem?: (error: unknown) => void,
): Promise<StudyRecord> {
  const isKnown = existsSync(path);
  const study = isKnown ? await StudyJournal.open(path, setup.name) : await StudyJournal.create(path, setup);
  const before = specOf(study);
  const other = otherPlan({ setup: study.setup, spec: before ?? spec }, { setup, spec });
  if (other !== undefined)
    throw new JournalError(
      l10n.t('{0}: its study “{1}” has {2}; give another file.', path, setup.name, other),
    );
  if (!sameJson(before, plain(spec))) await study.setAttribute(SPEC, plain(spec));
  return new StudyRecord(study, spec.sampler.kind, onProblem);
}

/** Trains no faster than its study is written down. */
export const inStepWith =
  (record: StudyRecord | undefined, train: Train): Train =>
  async (request, signal) => {
    await record?.room();
    return train(request, signal);
  };

/** How a study searches, as it was written down; undefined where another program began it. */
export function specOf(study: StudyJournal): StudySpec | undefined {
  const spec = v.safeParse(studySchema, study.attribute(SPEC));
  return spec.success ? spec.output : undefined;
}

/** What of a plan is another one than that of a journal, in words. */
function otherPlan(known: RecordedPlan, plan: RecordedPlan): string | undefined {
  const differs = (key: 'experiment' | 'parameters' | 'seeds') =>
    !sameJson(plain(known.setup[key]), plain(plan.setup[key]));
  if (differs('experiment')) return l10n.t('another set-up');
  if (differs('parameters')) return l10n.t('another search space');
  if (differs('seeds')) return l10n.t('other seeds');
  if (!isProposed(plan.spec) && !sameJson(known.spec.sampler, plan.spec.sampler))
    return l10n.t('another sampler');
  if (known.spec.prune !== plan.spec.prune) return l10n.t('another way of pruning');
  const isSameRound = isProposed(plan.spec) || known.spec.round === plan.spec.round;
  return isSameRound ? undefined : l10n.t('rounds of another size');
}

/** As it is read again from a file. */
const plain = (value: unknown): Json => parseJson(writeJson(value));
