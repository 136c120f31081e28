import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FileLog } from '../../src/logs/file-log';
import { type FormatId, formatOf, formats } from '../../src/logs/formats/index';
import { config, event, eventFile, history, tfRecord, wandbFile } from './write';

const RUN = '0123456789abcdef0123456789abcdef';

/** A file of each kind, whole. */
const files: Readonly<
  Record<Exclude<FormatId, 'trackio'>, { readonly path: string; readonly bytes: Buffer }>
> = {
  tensorboard: {
    path: '/runs/a/events.out.tfevents.1700000000.host.1.0',
    bytes: eventFile(
      event(1, { 'Loss/train': 0.5, 'Loss/val': 0.75 }),
      event(2, { 'Loss/train': 0.25, 'Loss/val': 0.5 }, true),
    ),
  },
  csv: {
    path: '/logs/metrics.csv',
    bytes: Buffer.from('epoch, step ,train_loss,val_loss\r\n1,10,0.5,0.75\r\n2,20,0.25,0.5\r\n'),
  },
  trainerState: {
    path: '/out/checkpoint-20/trainer_state.json',
    bytes: Buffer.from(
      '{"best": "NaN", "log_history": [{"epoch": 1.0, "loss": 0.5, "step": 10}, {"epoch": 1.0, "eval_loss": 0.75, "step": 10}, {"epoch": 2.0, "loss": 0.25, "step": 20}, {"epoch": 2.0, "eval_loss": 0.5, "step": 20, "grad": NaN}]}',
    ),
  },
  mlflow: {
    path: `/mlruns/0/${RUN}/metrics/val_loss`,
    bytes: Buffer.from('1700000000000 0.75 1\n1700000000001 0.5 2\n'),
  },
  wandb: {
    path: '/wandb/offline-run-1/run-1.wandb',
    bytes: wandbFile(
      config({ dropout: '0.5', seed: '1', note: `"${'x'.repeat(70_000)}"` }),
      history(1, { loss: '0.5', val_loss: '0.75', _runtime: '3.5' }),
      history(2, { loss: '0.25', val_loss: '0.5', name: '"a"', broken: 'NaN' }),
    ),
  },
  output: {
    path: '/logs/train.log',
    bytes: Buffer.from('epoch 1 loss 0.5 val_loss 0.75\nepoch 2 loss 0.25 val_loss 0.5\n'),
  },
};

function read(format: keyof typeof files, ...chunks: Uint8Array[]): FileLog {
  const log = new FileLog();
  const reader = formats[format].start(log, files[format].path);
  for (const chunk of chunks) reader.push(Uint8Array.from(chunk));
  reader.idle?.();
  return log;
}

/** `{ name: [[step, value], …] }` of the last training. */
const seen = (log: FileLog) =>
  Object.fromEntries(
    [...log.attempts.at(-1)!].map(([name, { steps, values, length }]) => [
      name,
      Array.from({ length }, (_, i) => [steps[i], values[i]]),
    ]),
  );

function assertPartOf(part: ReturnType<typeof seen>, whole: ReturnType<typeof seen>): void {
  for (const [name, points] of Object.entries(part))
    assert.deepEqual(points, whole[name]?.slice(0, points.length));
}

describe('readers of logs', () => {
  for (const [id, { path, bytes }] of Object.entries(files)) {
    const format = id as keyof typeof files;
    it(`${formats[format].title}: is recognized and read`, () => {
      assert.equal(formatOf(path, bytes.subarray(0, 16_384)), format);
      const curves = seen(read(format, bytes));
      const [, validation] = Object.entries(curves).find(([name]) => /val/.test(name))!;
      assert.deepEqual(
        validation.map(([, value]) => value),
        [0.75, 0.5],
      );
      if (format === 'mlflow') return;
      const [, train] = Object.entries(curves).find(([name]) => !/val/.test(name) && /loss/i.test(name))!;
      assert.deepEqual(
        train.map(([, value]) => value),
        [0.5, 0.25],
      );
    });

    it(`${formats[format].title}: reads the same wherever it is cut, and no half of a record`, () => {
      const whole = seen(read(format, bytes));
      const step = Math.max(1, Math.floor(bytes.length / 500));
      for (let cut = 0; cut <= bytes.length; cut += step) {
        assert.deepEqual(
          seen(read(format, bytes.subarray(0, cut), bytes.subarray(cut))),
          whole,
          `cut at ${cut}`,
        );
        if (format !== 'csv') assertPartOf(seen(read(format, bytes.subarray(0, cut))), whole);
      }
    });

    it(`${formats[format].title}: survives any bytes, and damage anywhere`, () => {
      fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (noise) => void read(format, noise)));
      fc.assert(
        fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
          const damaged = Buffer.from(bytes);
          damaged[at]! ^= flip;
          read(format, damaged);
        }),
        { numRuns: 300 },
      );
    });
  }

  it('TensorBoard: leaves out a damaged record and says so; behind a damaged length nothing can be read', () => {
    const bytes = eventFile(event(1, { loss: 1 }), event(2, { loss: 2 }), event(3, { loss: 3 }));
    const size = event(1, { loss: 1 }).length;
    const spoil = (fromEnd: number) => {
      const damaged = Buffer.from(bytes);
      damaged[bytes.length - fromEnd]! ^= 1;
      return read('tensorboard', damaged);
    };
    const inData = spoil(size + 10);
    assert.deepEqual(seen(inData).loss, [
      [1, 1],
      [3, 3],
    ]);
    assert.equal(inData.remarks.length, 1);
    const inLength = spoil(2 * size);
    assert.deepEqual(seen(inLength).loss, [[1, 1]]);
    assert.match(inLength.remarks[0]!, /damaged after 2 records/);
    assert.match(
      read('tensorboard', Buffer.from('no event file at all')).remarks[0]!,
      /not a TensorBoard event file/,
    );
  });

  it('TensorBoard: passes over what is no number: pictures, texts, vectors', () => {
    const log = read('tensorboard', eventFile(tfRecord(Buffer.from([0x2a, 0x00])), event(7, { loss: 1 })));
    assert.deepEqual(seen(log), { loss: [[7, 1]] });
  });

  it('W&B: has settings, and records over several blocks', () => {
    const { settings } = read('wandb', files.wandb.bytes);
    assert.deepEqual([...settings].sort(), [
      ['dropout', '0.5'],
      ['seed', '1'],
    ]);
    const many = wandbFile(
      ...Array.from({ length: 3_000 }, (_, step) => history(step, { loss: String(step / 2) })),
    );
    assert.equal(seen(read('wandb', many)).loss!.length, 3_000);
    const damaged = Buffer.from(many);
    damaged[40_000]! ^= 1;
    const log = read('wandb', damaged);
    assert.ok(seen(log).loss!.length > 2_000);
    assert.equal(log.remarks.length, 1);
  });

  it('CSV: blank cells are no values, numbers that are none are kept, names may be padded', () => {
    const table =
      '                  epoch,         train/loss,         val/loss\n   0,   nan,  \n   1,  0.5,   inf\n2,0.4,0.3';
    const log = read('csv', Buffer.from(table));
    assert.deepEqual(seen(log), {
      'train/loss': [
        [0, Number.NaN],
        [1, 0.5],
        [2, 0.4],
      ],
      'val/loss': [
        [1, Number.POSITIVE_INFINITY],
        [2, 0.3],
      ],
    });
    assert.equal(log.roles.get('val/loss'), 'validationLoss');
    assert.deepEqual(seen(read('csv', Buffer.from('\uFEFFepoch;loss\n1;0.5\nepoch;loss\n2;0.25\n'))), {
      loss: [
        [1, 0.5],
        [2, 0.25],
      ],
    });
    assert.equal(formatOf('/data/iris.csv', Buffer.from('a,b,loss\n1,2,3\n')), undefined, 'nothing counts');
  });

  it('Hugging Face: bare NaN and Infinity, and texts that look like them', () => {
    const state =
      '{"a": "NaN \\" Infinity", "log_history": [{"step": 1, "loss": NaN}, {"step": 2, "loss": -Infinity}]}';
    assert.deepEqual(seen(read('trainerState', Buffer.from(state))), {
      loss: [
        [1, Number.NaN],
        [2, Number.NEGATIVE_INFINITY],
      ],
    });
    assert.match(read('trainerState', Buffer.from('{"log_history": [')).remarks[0]!, /half written/);
    assert.match(read('trainerState', Buffer.from('{}')).remarks[0]!, /log_history/);
  });

  it('MLflow: metrics without steps are counted', () => {
    const log = read('mlflow', Buffer.from('1 0.5 0\n2 0.25 0\n3 nan 0\n'));
    assert.deepEqual(seen(log).val_loss, [
      [0, 0.5],
      [1, 0.25],
      [2, Number.NaN],
    ]);
  });
});

describe('steps of a log', () => {
  const log = (steps: readonly number[]) => {
    const file = new FileLog();
    for (const step of steps) file.value('loss', step, Number.NaN, step);
    return file;
  };
  const stepsOf = (file: FileLog) =>
    file.attempts.map((curves) =>
      Array.from(curves.get('loss')!.steps.subarray(0, curves.get('loss')!.length)),
    );

  it('that go back are of a training that was resumed: the later values are shown, and it is said', () => {
    const file = log([1, 2, 3, 4, 3, 4, 5]);
    assert.deepEqual(stepsOf(file), [[1, 2, 3, 4, 5]]);
    assert.match(file.remarks.join(), /from 4 to 3/);
  });

  it('that begin anew are of another training', () => {
    assert.deepEqual(stepsOf(log([1, 2, 3, 1, 2])), [
      [1, 2, 3],
      [1, 2],
    ]);
  });

  it('that stay have the last value', () => {
    assert.deepEqual(stepsOf(log([1, 1, 2, 2])), [[1, 2]]);
  });
});
