import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { disk } from '../../src/logs/disk';
import { LogSession } from '../../src/logs/session';
import { crc32c } from './write';

const LOGS = resolve('test/fixtures/logs');
const EPOCHS = Array.from({ length: 12 }, (_, i) => i + 1);
const trained = EPOCHS.map((epoch) => Math.exp(-epoch / 5));
const validated = EPOCHS.map((epoch) => 0.2 + Math.exp(-epoch / 3) + 0.02 * Math.max(0, epoch - 6));

/** `{ role: [[steps], [values]] }` */
async function read(name: string) {
  const session = new LogSession({ disk, follow: false, onChange: () => {} });
  await session.open([join(LOGS, name)]);
  assert.deepEqual(session.problems, []);
  const [run, ...rest] = session.runs;
  assert.deepEqual(rest, []);
  const curves = run!.curves.map(({ role, curve: { steps, values, length } }) => [
    role,
    [Array.from(steps.subarray(0, length)), Array.from(values.subarray(0, length))],
  ]);
  session.dispose();
  return Object.fromEntries(curves) as Record<string, [number[], number[]]>;
}

/** As single precision holds it, in which event files have their numbers. */
const single = (values: readonly number[]) => values.map(Math.fround);

describe('logs that the libraries themselves have written', () => {
  it('PyTorch: event files of its SummaryWriter', async () => {
    assert.deepEqual(await read('torch'), {
      trainLoss: [EPOCHS, single(trained)],
      validationLoss: [EPOCHS, single(validated)],
    });
  });

  it('tensorboardX: its event files, with a value that is none', async () => {
    const broken = validated.map((value, i) => (i === 8 ? Number.NaN : value));
    assert.deepEqual(await read('tensorboardX'), {
      trainLoss: [EPOCHS, single(trained)],
      validationLoss: [EPOCHS, single(broken)],
    });
  });

  it('scikit-learn: the output of a network', async () => {
    const { trainLoss, validationScore } = await read('sklearn.log');
    assert.deepEqual(trainLoss![0].slice(0, 3), [1, 2, 3]);
    assert.deepEqual(trainLoss![1].slice(0, 2), [0.56745087, 0.56460464]);
    assert.deepEqual(validationScore![1].slice(6, 8), [0.766667, 0.766667]);
  });

  it('are all read', () => {
    assert.deepEqual(readdirSync(LOGS), [
      'README.md',
      'hparams',
      'make.py',
      'sklearn.log',
      'tensorboardX',
      'torch',
    ]);
  });

  it('the writer of the tests has the checksum of RFC 3720', () => {
    const vectors: [Uint8Array, number][] = [
      [new Uint8Array(32), 0x8a9136aa],
      [new Uint8Array(32).fill(0xff), 0x62a8ab43],
      [Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
      [new TextEncoder().encode('123456789'), 0xe3069283],
    ];
    for (const [bytes, sum] of vectors) assert.equal(crc32c(bytes), sum);
  });
});
