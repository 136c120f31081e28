import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { event, eventFile } from '../logs/write';
import { cli } from '../study/cli-support';
import { bundles } from '../worker/built-worker';
import { folderOf, needsPython, python } from './python';

/** Tries values of a script that writes files. */
async function tried(folder: string, ...flags: string[]) {
  const { code, err, lines } = await cli([
    ...['try', join(folder, 'train.py'), '--python', python!, '--json', '--set', 'DROP=0.2,0.4'],
    ...flags,
  ]);
  assert.equal(code, 0, err);
  const of = (type: string) => lines.filter((line) => line.type === type);
  return { metrics: of('metric'), trials: of('trial'), answer: lines.at(-1) };
}

const CSV = `
import csv, os, random, sys, time
DROP = 0.5
here = os.path.dirname(os.path.abspath(__file__))
`;

describe('logs that a script writes', function () {
  this.timeout(60_000);
  before(function () {
    needsPython(this);
    bundles();
  });

  it('are the metrics of the trial that writes them, and not of what was there before', async () => {
    const script = `${CSV}
with open(os.path.join(here, 'history.csv'), 'a', newline='') as file:
    rows = csv.writer(file)
    for epoch in (1, 2):
        rows.writerow([epoch, 1 / epoch, DROP + epoch + random.random()])
        file.flush()
`;
    const folder = folderOf({ 'train.py': script, 'history.csv': 'epoch,loss,val_loss\n1,9,9\n2,9,9\n' });
    const { metrics, trials, answer } = await tried(folder, '--seeds', '2');
    assert.deepEqual(
      metrics
        .slice(0, 4)
        .map(({ name, role, step, value }) => [name, role, step, Math.floor(value * 10) / 10 >= 1]),
      [
        ['loss', 'trainLoss', 1, true],
        ['val_loss', 'validationLoss', 1, true],
        ['loss', 'trainLoss', 2, false],
        ['val_loss', 'validationLoss', 2, true],
      ],
    );
    assert.equal(metrics.length, 4 * 4);
    for (const { last, values } of trials)
      assert.ok(last.validationLoss >= 2 + values.DROP && last.validationLoss < 3 + values.DROP);
    assert.equal(answer.measure, 'validationLoss');
  });

  it('are read whole where each trial writes them anew, or each epoch does', async () => {
    const script = `${CSV}
import pathlib
rows = 'epoch,val_loss\\n'
for epoch in (1, 2, 3):
    rows += '%d,%r\\n' % (epoch, DROP + random.random())
    pathlib.Path(here, 'history.csv').write_text(rows)
    time.sleep(0.6 if epoch < 3 else 0)
`;
    const folder = folderOf({ 'train.py': script, 'history.csv': `epoch,val_loss\n${'1,9\n'.repeat(50)}` });
    const { metrics } = await tried(folder, '--seeds', '1');
    assert.deepEqual(
      metrics.map(({ trial, step }) => [trial, step]),
      [0, 1].flatMap((trial) => [1, 2, 3].map((step) => [trial, step])),
    );
  });

  it('stand in for what is printed, which may say the same, and less exactly', async () => {
    const script = `${CSV}
import logging
logging.basicConfig(filename=os.path.join(here, 'train.log'), filemode='w', level='INFO')
for epoch in (1, 2):
    loss = DROP + random.random() / 1000
    print('Epoch %d loss %.1f val_loss %.1f' % (epoch, 9, loss))
    logging.info('Epoch %d val_loss %r', epoch, loss)
`;
    const { trials, answer } = await tried(folderOf({ 'train.py': script }), '--seeds', '2');
    const values = trials.map(({ last }) => last.validationLoss);
    assert.equal(new Set(values).size, 4, `${values}`);
    assert.ok(trials.every(({ last }) => last.trainLoss === 9));
    assert.notEqual(answer.verdict, 'seedHasNoEffect');
  });

  it('are read in event files and nested folders, one for each trial', async () => {
    const made = eventFile(event(1, { loss: 0.5 }), event(2, { loss: 0.25 }));
    const script = `${CSV}
folder = os.path.join(here, 'runs', str(DROP))
os.makedirs(os.path.join(folder, 'validation'))
data = open(os.path.join(here, 'made'), 'rb').read()
with open(os.path.join(folder, 'validation', 'events.out.tfevents.1.host'), 'wb') as file:
    file.write(data)
`;
    const folder = folderOf({ 'train.py': script, made });
    const { trials } = await tried(folder, '--seeds', '1');
    assert.deepEqual(
      trials.map(({ last }) => last),
      [{ validationLoss: 0.25 }, { validationLoss: 0.25 }],
    );
  });

  it('are nobody’s where two trials write to one at the same time, which is said', async () => {
    const script = `${CSV}
with open(os.path.join(here, 'history.csv'), 'w') as file:
    file.write('epoch,val_loss\\n')
    for epoch in (1, 2, 3):
        file.write('%d,%r\\n' % (epoch, DROP))
        file.flush()
        # Until the other one has begun.
        open(os.path.join(here, 'begun %s' % DROP), 'w').close()
        while not all(os.path.exists(os.path.join(here, 'begun %s' % one)) for one in (0.2, 0.4)):
            time.sleep(0.01)
print('epoch=1 loss=1')
`;
    const { answer, trials } = await tried(
      folderOf({ 'train.py': script }),
      '--seeds',
      '1',
      '--workers',
      '2',
    );
    assert.ok(trials.every(({ last }) => last.validationLoss === undefined));
    assert.match(answer.text, /wrote to history\.csv: it was not read/);
  });

  it('cost nothing where they are no logs, or vanish', async () => {
    const script = `${CSV}
for name in ('notes.txt', 'gone.csv', 'empty.log'):
    with open(os.path.join(here, name), 'w') as file:
        file.write('' if 'empty' in name else 'epoch,loss\\n1,2\\n' if 'gone' in name else 'hello')
os.remove(os.path.join(here, 'gone.csv'))
os.mkdir(os.path.join(here, 'folder.csv'))
print('epoch=1 val_loss=%r' % (DROP + random.random()))
`;
    const folder = folderOf({ 'train.py': script });
    mkdirSync(join(folder, 'x.csv'));
    writeFileSync(join(folder, 'y.csv'), '');
    const { trials } = await tried(folder, '--seeds', '1');
    assert.ok(trials[0].last.validationLoss >= 0.2);
    assert.equal(trials[0].last.trainLoss, undefined);
  });
});
