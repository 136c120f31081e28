import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Metric } from '../../src/logs/metric';
import { OutputReader } from '../../src/logs/output-reader';

function read(...chunks: (string | Uint8Array)[]): Metric[] {
  const reader = new OutputReader();
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()];
}
/** `role name step value` */
const seen = (...chunks: (string | Uint8Array)[]) =>
  read(...chunks).map(({ name, role, step, value }) => [role, name, step, value]);

const trainVal = (train: string, validation: string, step = 3) => [
  ['trainLoss', train, step, 0.41],
  ['validationLoss', validation, step, 0.52],
];

describe('output reader', () => {
  const both: readonly (readonly [what: string, line: string, train: string, validation: string])[] = [
    ['bars between', 'Epoch 3 | train loss 0.41 | val loss 0.52', 'train loss', 'val loss'],
    ['colons', 'Epoch: 3, Train Loss: 0.41, Val Loss: 0.52', 'Train Loss', 'Val Loss'],
    ['key=value', 'epoch=3 train_loss=0.41 val_loss=0.52', 'train_loss', 'val_loss'],
    ['a total', 'Epoch [3/10] loss: 0.4100 val_loss: 0.5200', 'loss', 'val_loss'],
    [
      'a sentence',
      '2024-05-01 12:00:03,123 INFO: epoch 3 of 10: average train loss 0.41, average valid loss 0.52',
      'train loss',
      'valid loss',
    ],
    ['a JSON line', '{"epoch": 3, "train": {"loss": 0.41}, "val": {"loss": 0.52}}', 'train/loss', 'val/loss'],
    ['a Python dict', "{'epoch': 3, 'loss': 0.41, 'eval_loss': 0.52}", 'loss', 'eval_loss'],
    ['XGBoost', '[3]\ttrain-logloss:0.41\teval-logloss:0.52', 'train-logloss', 'eval-logloss'],
    [
      'LightGBM',
      "[3]\ttraining's binary_logloss: 0.41\tvalid_0's binary_logloss: 0.52",
      "training's binary_logloss",
      "valid_0's binary_logloss",
    ],
    ['sections', 'epoch 3 - train: loss 0.41 - validation: loss 0.52', 'train loss', 'validation loss'],
    ['Korean', '에폭 3: 훈련 손실 0.41, 검증 손실 0.52', '훈련 손실', '검증 손실'],
  ];
  for (const [what, line, train, validation] of both)
    it(`reads a line with ${what}`, () => {
      assert.deepEqual(seen(`${line}\n`), trainVal(train, validation));
    });

  it('reads the last frame of a bar of Keras, which carriage returns or backspaces overwrite', () => {
    const bar = (done: number, rest: string) =>
      `\u001b[1m${done}/9\u001b[0m \u001b[32m━━━━\u001b[0m 2s 5ms/step - ${rest}`;
    for (const back of ['\r', '\b\b\b\b\b\r'])
      assert.deepEqual(
        seen(
          `Epoch 3/10\n${bar(4, 'loss: 0.9')}${back}${bar(9, 'loss: 0.4100')}${back}${bar(9, 'accuracy: 0.8 - loss: 0.4100 - val_accuracy: 0.75 - val_loss: 0.52')}\nEpoch 4/10\n`,
        ).slice(1),
        [
          ['trainScore', 'accuracy', 3, 0.8],
          trainVal('loss', 'val_loss')[0],
          ['validationScore', 'val_accuracy', 3, 0.75],
          trainVal('loss', 'val_loss')[1],
        ],
      );
  });

  it('reads the whole bar of tqdm and Lightning, and none on the way', () => {
    const bar = (percent: string, done: string, rest: string) =>
      `\rEpoch 3: ${percent}|███▌  | ${done} [00:05<00:00, 160.1it/s, v_num=0, ${rest}]`;
    assert.deepEqual(
      seen(
        `${bar(' 50%', '469/938', 'train_loss=0.70')}${bar('100%', '938/938', 'train_loss=0.41, val_loss=0.52')}\n`,
      ),
      trainVal('train_loss', 'val_loss'),
    );
    assert.deepEqual(seen(' 30%|███ | 3/10 [00:30<01:10, 10.0s/it, loss=0.41]\r'), [
      ['trainLoss', 'loss', 3, 0.41],
    ]);
  });

  it('counts on where a bar begins anew and nothing names epochs', () => {
    const bar = (done: number) => `${done}/4 [00:01<00:00, 9.9it/s, loss=0.5]\r`;
    assert.deepEqual(
      [1, 4, 2, 4]
        .map(bar)
        .flatMap((_, index, bars) => (index ? [] : seen(...bars)))
        .map(([, , step]) => step),
      [1, 4, 6, 8],
    );
  });

  it('reads a table of fastai', () => {
    assert.deepEqual(
      seen(
        'epoch     train_loss  valid_loss  accuracy  time    \n3         0.41      0.52    0.9     00:12     \n4  nan 0.5 0.8 00:11\n',
      ),
      [
        ...trainVal('train_loss', 'valid_loss'),
        ['validationScore', 'accuracy', 3, 0.9],
        ['trainLoss', 'train_loss', 4, Number.NaN],
        ['validationLoss', 'valid_loss', 4, 0.5],
        ['validationScore', 'accuracy', 4, 0.8],
      ],
    );
  });

  it("reads scikit-learn's MLP, whose validation score has a line of its own", () => {
    assert.deepEqual(seen('Iteration 3, loss = 0.41000000\nValidation score: 0.910000\n'), [
      ['trainLoss', 'loss', 3, 0.41],
      ['validationScore', 'Validation score', 3, 0.91],
    ]);
  });

  it("reads PyTorch's MNIST example and its tutorials", () => {
    assert.deepEqual(
      seen(
        'Train Epoch: 2 [15000/60000 (25%)]\tLoss: 0.41\n\nTest set: Average loss: 0.0512, Accuracy: 9833/10000 (98%)\n',
      ),
      [
        ['trainLoss', 'Train Loss', 1.25, 0.41],
        ['testLoss', 'Test loss', 2, 0.0512],
        ['testScore', 'Test Accuracy', 2, 0.9833],
      ],
    );
    assert.deepEqual(
      seen(
        'Epoch 3\n-----------\nloss: 2.30  [   64/  128]\nTest Error: \n Accuracy: 39.2%, Avg loss: 2.15 \n',
      ),
      [
        ['trainLoss', 'loss', 2.5, 2.3],
        ['testScore', 'Test Accuracy', 3, 39.2],
        ['testLoss', 'Test loss', 3, 2.15],
      ],
    );
    assert.deepEqual(seen('Epoch 3/24\n----------\ntrain Loss: 0.41 Acc: 0.7\nval Loss: 0.52 Acc: 0.8\n'), [
      ['trainLoss', 'train Loss', 3, 0.41],
      ['trainScore', 'train Acc', 3, 0.7],
      ['validationLoss', 'val Loss', 3, 0.52],
      ['validationScore', 'val Acc', 3, 0.8],
    ]);
    assert.deepEqual(seen('Epoch [3/10], Step [150/600], Loss: 0.41\n'), [['trainLoss', 'Loss', 2.25, 0.41]]);
    assert.deepEqual(
      seen('Epoch: [0][49/196]\tTime 0.3 (0.5)\tLoss 6.9e+00 (6.98e+00)\tAcc@1 0.39 (0.2)\n'),
      [
        ['trainLoss', 'Loss', 0.25, 6.9],
        ['trainScore', 'Acc@1', 0.25, 0.39],
      ],
    );
  });

  it('reads values that are not finite', () => {
    assert.deepEqual(
      seen('epoch 1 loss nan val_loss inf\nepoch 2 loss=-inf\n{"epoch":3,"loss":NaN}\n').map(
        ([, , , value]) => value,
      ),
      [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN],
    );
  });

  it('gives other values of a line of metrics no role, and takes nothing from prose', () => {
    assert.deepEqual(seen('step=10 loss=0.41 lr=0.001 beta=3 time=12.3\n'), [
      ['trainLoss', 'loss', 10, 0.41],
      ['learningRate', 'lr', 10, 0.001],
      [null, 'beta', 10, 3],
    ]);
    const prose = [
      'Downloading 123 files: 45%|████ | 3/7',
      'Epoch 1: val_loss improved from inf to 0.51, saving model to m.keras',
      'Epoch 3: val_loss did not improve from 0.51',
      'Best val loss: 0.31 at epoch 4',
      'Namespace(lr=0.01, epochs=10, loss_weight=1.0)',
      'Error: 3 of 5 shards are missing',
      'saved runs/epoch=3-val_loss=0.21.ckpt',
      'Traceback (most recent call last): line 12',
      '1.0 2.0 3.0',
    ];
    assert.deepEqual(seen(`${prose.join('\n')}\n`), []);
  });

  it('counts lines where nothing says when', () => {
    assert.deepEqual(seen('loss 0.5\nloss 0.4\n'), [
      ['trainLoss', 'loss', 1, 0.5],
      ['trainLoss', 'loss', 2, 0.4],
    ]);
  });

  it('reads the same wherever the output is cut', () => {
    const text =
      'Epoch 3/10\r\n\u001b[1m9/9\u001b[0m ━━ 2s 5ms/step - loss: 0.41 - val_loss: 0.52\n에폭 4: 손실 0.3\n\u001b[A{"epoch":5,"loss":0.2}';
    const bytes = new TextEncoder().encode(text);
    const whole = read(bytes);
    assert.equal(whole.length, 4);
    for (let cut = 0; cut <= bytes.length; cut++)
      assert.deepEqual(read(bytes.subarray(0, cut), bytes.subarray(cut)), whole);
  });

  it('survives whatever is printed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary' }), fc.json())),
        (chunks) => {
          for (const { name, step } of read(...chunks, '\n')) assert.ok(name !== '' && Number.isFinite(step));
        },
      ),
    );
    assert.deepEqual(seen('x'.repeat(1 << 20), '\nepoch 1 loss 2\n'), [['trainLoss', 'loss', 1, 2]]);
  });
});
