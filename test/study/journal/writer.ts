// A process that writes to a journal: `node writer.js JOURNAL STUDY trials COUNT`, or `… torn`, which is killed in the
// middle of a line while it holds the lock.
import { appendFileSync } from 'node:fs';
import { JournalLock } from '../../../src/study/journal/lock';
import { StudyJournal } from '../../../src/study/journal/study-journal';
import { point } from './support';

const [path, name, task, count] = process.argv.slice(2) as [string, string, string, string];

async function writeTrials(trials: number): Promise<void> {
  const study = await StudyJournal.open(path, name);
  for (let i = 0; i < trials; i++) {
    await study.add([point], `${process.pid}`);
    for (const { number } of await study.claim(1)) {
      await Promise.all(
        [1, 2, 3].map((seed) => study.setSeed(number, seed, { validationLoss: number + seed })),
      );
      await study.tell(number, { state: 'complete', value: number });
    }
  }
}

async function tear(): Promise<void> {
  await new JournalLock(path).acquire();
  appendFileSync(path, '{"op_code":4,"study_id":0,"datetime_st');
  process.kill(process.pid, 'SIGKILL');
}

// The test that starts it imports nothing of it, and mocha does not run it.
if (task === 'torn') void tear();
else if (task === 'trials') void writeTrials(Number(count));
