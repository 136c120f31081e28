import { finalTest } from '../../src/core/analysis/final-test';
import { judge, type Verdict, type VerdictMember } from '../../src/core/analysis/verdict';
import { createTrainer } from '../../src/core/trainer';
import type { EpochRecord } from '../../src/core/trainer-types';
import { loadDataset } from '../../src/data/load';
import { members } from '../../src/experiment/label';
import { parseExperiment } from '../../src/experiment/parse';
import { verdictText, verdictWords } from '../../src/experiment/words';
import type { RunInfo } from '../../src/protocol';
import { rowFacts, verdictInput } from '../../src/report/verdict-input';
import { runInfo } from '../../src/worker/run-info';

export interface Judged {
  readonly verdict: Verdict;
  readonly info: RunInfo;
  readonly title: string;
  /** All of it in words. */
  readonly text: string;
}

/** Trains an experiment as the command line does, in this thread, and judges it. `files`: a person's own, by name. */
export async function judged(
  fields: Record<string, unknown>,
  files: Readonly<Record<string, string>> = {},
): Promise<Judged> {
  const parsed = parseExperiment({ version: 1, ...fields });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { experiment } = parsed;
  const readFile = async (name: string) => new TextEncoder().encode(files[name]);
  let info: RunInfo | undefined;
  const trained: VerdictMember[] = [];
  for (const { variant, seed } of members(experiment)) {
    const data = await loadDataset(experiment.data, { seed, runSeed: experiment.seed, readFile });
    const trainer = createTrainer({ spec: experiment, data, variant, seed });
    const known = runInfo(data, trainer, experiment.training);
    info ??= known;
    const records: EpochRecord[] = [trainer.evaluate()];
    while (!trainer.outcome) {
      const { epoch } = trainer.advance(10_000);
      if (epoch) records.push(epoch);
    }
    const test = finalTest(trainer, data, experiment.training);
    trained.push({ variant, seed, records, ending: trainer.outcome, test, rows: rowFacts(known) });
    trainer.dispose();
  }
  const verdict = judge(verdictInput(experiment, info!, trained));
  const words = verdictWords(verdict);
  return { verdict, info: info!, title: words.title, text: verdictText(words) };
}
