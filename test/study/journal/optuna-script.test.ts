import assert from 'node:assert/strict';
import { optunaScript } from '../../../src/study/journal/optuna-script';
import { setup } from './support';

describe('the lines of Python with which Optuna proposes', () => {
  const { name, parameters } = setup;
  const script = optunaScript({ journal: '/home/나 "x"/a\\b.log', study: name, parameters, trials: 20 });

  it('ask for every parameter, where it exists', () => {
    const asked = script.split('\n').filter((line) => line.includes('trial.suggest_'));
    assert.deepEqual(
      asked.map((line) => line.trim()),
      [
        'trial.suggest_float("training.learningRate", 0.0001, 0.1, log=True)',
        'trial.suggest_float("dropout.ratio", 0, 0.9, step=0.1)',
        'trial.suggest_float("data.noise", 0.1, 0.5)',
        'trial.suggest_int("network.depth", 1, 5, step=2)',
        'trial.suggest_int("training.batchSize", 8, 256, log=True)',
        String.raw`trial.suggest_categorical("network.layers", ["[64]", "[64,64]", "[128,\"x\",null]"])`,
        'trial.suggest_categorical("training.nesterov", [False, True])',
        'trial.suggest_categorical("training.optimizer", ["sgd", "adam", "rmsprop – 최적화"])',
        'if trial.params.get("training.optimizer") in ["sgd", "rmsprop – 최적화"]: trial.suggest_float("training.momentum", 0, 0.99)',
        'trial.suggest_categorical("seed.scale", ["1", "true", "0.5", "null"])',
      ],
    );
  });

  it('name the journal and the study, whatever is in their names', () => {
    assert.ok(script.includes(String.raw`path = "/home/나 \"x\"/a\\b.log"`));
    assert.ok(script.includes(String.raw`study_name="드롭 비율 \"½\" und 🎲"`));
    assert.ok(script.includes('for trial in study.trials) < 20:'));
  });

  it('lock by a file where there are no links', () => {
    assert.ok(!script.includes('OpenLock'));
    const windows = optunaScript({
      journal: 'C:\\x.log',
      study: 's',
      parameters,
      trials: 1,
      hasLinks: false,
    });
    assert.ok(windows.includes('import JournalFileBackend, JournalFileOpenLock\n'));
    assert.ok(windows.includes('JournalFileBackend(path, lock_obj=JournalFileOpenLock(path))'));
  });
});
