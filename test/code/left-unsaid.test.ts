import assert from 'node:assert/strict';
import { toExperiment } from '../../src/code/experiment';
import { mainModels } from '../../src/code/runnable';
import { scanner } from './support';

/** What could not be taken over of the first model that a file is about. */
async function taken(code: string) {
  const result = (await scanner()).scan(code, 'python');
  const [model] = mainModels(result);
  assert.ok(model, 'a model');
  return toExperiment(result.findings, model);
}

const notesOf = async (code: string) => (await taken(code)).notes;

const keras = 'from keras.models import Sequential\nfrom keras.layers import Dense\nimport keras\n';

/** A network of Keras whose output is `activation`, and what `compile` and `fit` are given. */
const fitted = ({ activation = "'softmax'", compiled = "'adam', 'mse'", given = 'epochs=5', before = '' }) =>
  `${keras}${before}
net = Sequential()
net.add(Dense(20, activation='relu'))
net.add(Dense(3, activation=${activation}))
net.compile(${compiled})
net.fit(x, y, ${given})
`;

const torch = 'import torch\nfrom torch import nn\nimport torch.nn.functional as F\n';

/** A loop of PyTorch over a network that ends in `last`, with `criterion` as its loss. */
const looped = ({ last = '', criterion = 'nn.MSELoss()', each = '' }) =>
  `${torch}
net = nn.Sequential(nn.Linear(9, 30), nn.ReLU(), nn.Linear(30, 1)${last})
criterion = ${criterion}
optimizer = torch.optim.Adam(net.parameters(), lr=0.002)
for epoch in range(70):
    for x, y in DataLoader(rows, batch_size=8):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
${each}`;

describe('what an experiment from code lacks is said', () => {
  it('an activation of the output that the loss does not bring', async () => {
    const said = (id: string) => [`${id} at the output is left out`];
    const cases: readonly (readonly [string, readonly string[]])[] = [
      [fitted({ activation: "'relu'" }), said('relu')],
      [fitted({ activation: "'tanh'" }), said('tanh')],
      [fitted({ activation: "'sigmoid'" }), said('sigmoid')],
      [fitted({ activation: "'sigmoid'", compiled: "'adam', 'categorical_crossentropy'" }), said('sigmoid')],
      [looped({ last: ', nn.Sigmoid()' }), said('sigmoid')],
      [looped({ last: ', nn.Sigmoid()', criterion: 'nn.BCELoss()' }), []],
      [looped({ last: ', nn.Sigmoid()', criterion: 'given_criterion' }), []],
      [
        looped({ last: ', nn.ReLU(), nn.Linear(1, 4), nn.Sigmoid()', criterion: 'given_criterion' }),
        said('sigmoid'),
      ],
      [fitted({ activation: "'softmax'", compiled: "'adam', 'categorical_crossentropy'" }), []],
      [fitted({ activation: "'linear'" }), []],
      [looped({}), []],
    ];
    for (const [code, notes] of cases) assert.deepEqual(await notesOf(code), notes, code);
  });

  it('an optimizer that no one can tell', async () => {
    const missing = ['no optimizer was found: that of a new experiment was taken'];
    const byParameter = `${keras}
def build(kind):
    net = Sequential([Dense(20, activation='relu'), Dense(3, activation='softmax')])
    net.compile(optimizer=kind, loss='categorical_crossentropy')
    net.fit(x, y, epochs=3, batch_size=16)
`;
    assert.deepEqual(await notesOf(byParameter), missing);
    assert.deepEqual(await notesOf(fitted({ compiled: "optimizer=own.Best(), loss='mse'" })), missing);
    const untrained = `${torch}net = nn.Sequential(nn.Linear(9, 30), nn.ReLU(), nn.Linear(30, 1))`;
    assert.deepEqual(await notesOf(untrained), []);
  });

  it('a training that ends at a loss or a score', async () => {
    const byLoss = looped({ each: '    if held_out_loss < 0.004:\n        break\n' });
    assert.deepEqual(await notesOf(byLoss), ['early stopping is left out: held_out_loss < 0.004']);
    const byCallback = fitted({
      before: `class Enough(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs):
        if logs['accuracy'] > 0.97:
            self.model.stop_training = True
`,
      given: 'epochs=5, callbacks=[Enough()]',
    });
    assert.deepEqual(await notesOf(byCallback), [
      'early stopping is left out: self.model.stop_training = True',
    ]);
    assert.deepEqual(await notesOf(looped({ each: '    if torch.isnan(loss):\n        break\n' })), []);
    assert.deepEqual(await notesOf(looped({ each: '    net.stop_training = False\n' })), []);
  });

  it('stopping at a score of the training samples', async () => {
    const stop = (monitor: string) =>
      fitted({
        given: `epochs=5, callbacks=[keras.callbacks.EarlyStopping(monitor='${monitor}', patience=7)]`,
      });
    for (const monitor of ['mean_squared_error', 'mae', 'loss', 'binary_accuracy']) {
      const { experiment, notes } = await taken(stop(monitor));
      assert.equal(experiment.training.earlyStopping, undefined, monitor);
      assert.match(notes.join('|'), /early stopping is left out/);
    }
    const watched = await taken(stop('val_mean_squared_error'));
    assert.equal(watched.experiment.training.earlyStopping, 7);
  });

  it('nothing of callbacks in a list that nothing is given', async () => {
    const before = `def callbacks_of():
    stop = keras.callbacks.EarlyStopping(patience=7)
    plateau = keras.callbacks.ReduceLROnPlateau(factor=0.2, patience=3)
    mine = [stop, plateau]
`;
    const kept = fitted({ before: before.replace(/^def.*\n/, '').replace(/^ {4}/gm, '') });
    const { experiment, notes } = await taken(kept);
    assert.deepEqual(notes, []);
    assert.equal(experiment.training.earlyStopping, undefined);
    assert.equal(experiment.training.schedule, undefined);
    const given = kept.replace('epochs=5', 'epochs=5, callbacks=mine');
    const { experiment: stopped } = await taken(given);
    assert.equal(stopped.training.earlyStopping, 7);
    assert.deepEqual((stopped.training.schedule as { kind: string }).kind, 'plateau');
  });

  it('weights of classes in a loss', async () => {
    for (const criterion of ['nn.CrossEntropyLoss(weight=shares)', 'nn.NLLLoss(shares)'])
      assert.deepEqual(await notesOf(looped({ criterion })), [
        `classes are weighted: ${criterion.replace('nn.', '')}`,
      ]);
    assert.deepEqual(await notesOf(looped({ criterion: 'nn.CrossEntropyLoss(weight=None)' })), []);
    assert.deepEqual(await notesOf(looped({ criterion: 'nn.CrossEntropyLoss()' })), []);
  });

  it('a rate that a callback sets', async () => {
    const before = `class Faster(keras.callbacks.Callback):
    def on_batch_end(self, batch, logs):
        rate = self.model.optimizer.learning_rate
        keras.backend.set_value(self.model.optimizer.learning_rate, rate * 1.01)
`;
    const notes = await notesOf(fitted({ before, given: 'epochs=1, callbacks=[Faster()]' }));
    assert.equal(notes.length, 1);
    assert.match(notes[0]!, /^the learning rate is changed while it trains: .*set_value/);
  });

  it('a penalty in a variable once, where it is used', async () => {
    const code = `${keras}from keras import regularizers
kernel_regularizer = regularizers.l2(0.003)
net = Sequential([Dense(20, 'relu', kernel_regularizer=kernel_regularizer), Dense(3, 'softmax', kernel_regularizer=kernel_regularizer)])
net.compile('adam', 'categorical_crossentropy')
net.fit(x, y, epochs=3)
`;
    const { experiment, notes } = await taken(code);
    assert.equal(experiment.training.weightDecay, 0.006);
    assert.deepEqual(notes, []);
  });

  it('widths of a perceptron that a loop tries', async () => {
    const { experiment, notes } = await taken(`from sklearn.neural_network import MLPClassifier
for widths in [(20,), (40, 20)]:
    net = MLPClassifier(hidden_layer_sizes=widths, max_iter=30)
    net.fit(x, y)
`);
    assert.deepEqual(experiment.network.hidden, [128]);
    assert.equal(experiment.training.epochs, 30);
    assert.ok(notes.some((note) => note.includes('hidden layers are computed')));
  });
});

describe('early stopping', () => {
  const stopping = (monitor: string) =>
    notesOf(
      fitted({
        compiled: "'adam', 'categorical_crossentropy'",
        given: `epochs=5, validation_split=0.2, callbacks=[keras.callbacks.EarlyStopping(${monitor}patience=4)]`,
      }),
    );

  it('that goes by a score says so, and one that goes by a loss does not', async () => {
    const said = (await stopping("monitor='val_accuracy', ")).filter((note) => note.includes('goes by'));
    assert.deepEqual(said, ['early stopping goes by val_accuracy; here it goes by the validation loss']);
    for (const monitor of ["monitor='val_loss', ", '']) assert.deepEqual(await stopping(monitor), []);
  });

  it('of a perceptron goes by its score', async () => {
    const notes = await notesOf(
      'from sklearn.neural_network import MLPClassifier\nnet = MLPClassifier((20,), early_stopping=True)\nnet.fit(x, y)\n',
    );
    assert.ok(
      notes.some((note) => note.includes('goes by accuracy')),
      String(notes),
    );
  });
});

describe('networks that are found', () => {
  it('of layers that all come by a star', async () => {
    const { experiment, notes } = await taken(
      fitted({ compiled: "'adam', 'categorical_crossentropy'" }).replace('import Dense', 'import *'),
    );
    assert.deepEqual(experiment.network.hidden, [20]);
    assert.deepEqual(notes, []);
  });
});
