import * as l10n from '@vscode/l10n';
import { parseExperiment } from '../../experiment/parse';
import { isSweep } from '../../experiment/sweeps';
import { StudyJournal } from '../../study/journal/study-journal';
import { StudyRecord } from '../../study/journal/study-record';
import { specOf } from '../../study/recorded-study';
import { searchOf } from '../../study/search';
import type { Study } from '../study-runner';

const ENDED: ReadonlySet<unknown> = new Set(['completed', 'stopped', 'failed', 'paused']);

/**
 * What a journal has of a study of this program. Rejects, with words for a person, where that is not enough to go on
 * with it.
 */
export async function readStudy(file: string): Promise<Omit<Study, 'id' | 'startedAt'>> {
  const journal = await StudyJournal.open(file);
  const { setup } = journal;
  const spec = specOf(journal);
  if (!spec) throw new Error(l10n.t('{0}: another program began this study.', file));
  const parsed = parseExperiment({ ...(setup.experiment as object), study: spec });
  if (!parsed.ok) throw new Error(`${file}: ${parsed.problems[0]!.message}`);
  const folder = journal.attribute('folder');
  const { experiment } = parsed;
  const inFolder = typeof folder === 'string' ? folder : null;
  const record = new StudyRecord(journal, spec.sampler.kind);
  const [status, spent] = [journal.attribute('status'), journal.attribute('seconds')];
  const isEnded = ENDED.has(status);
  const sweep = journal.attribute('sweep');
  return {
    ...{ name: setup.name, recorded: setup.name, experiment, folder: inFolder },
    search: searchOf(experiment, spec, inFolder),
    trials: new Map(record.history.map((trial) => [trial.number, trial])),
    seconds: record.seconds,
    fresh: record.fresh,
    status: isEnded ? (status as Study['status']) : 'paused',
    spent: typeof spent === 'number' && spent >= 0 ? spent : 0,
    journal: file,
    ...(isSweep(sweep) && { sweep }),
    ...(!isEnded && { reason: l10n.t('Its window was closed while it went on.') }),
  };
}
