import assert from 'node:assert/strict';
import { defaultExperiment } from '../../src/experiment/defaults';
import { Setup } from '../../src/host/setup';
import { SetupHistory } from '../../src/host/setup-history';
import { experiment } from './fixtures';

describe('the history of the set-up', () => {
  function make() {
    let now = 0;
    const setup = new Setup(experiment(), '/here');
    const history = new SetupHistory(setup, () => now);
    const pass = (milliseconds: number) => {
      now += milliseconds;
    };
    return { setup, history, pass };
  }

  it('takes back a reset, a scenario and the settings of a run, with folder and typed name', () => {
    const { setup, history } = make();
    setup.edit(['name'], 'mine');
    setup.edit(['seed'], 77);
    const mine = setup.state;
    setup.rewrite(defaultExperiment(), '/here');
    setup.replace(experiment({ seed: 3 }), '/there');
    assert.equal(history.undo(), true);
    assert.deepEqual(setup.experiment, defaultExperiment());
    history.undo();
    assert.deepEqual(setup.state, mine);
    setup.edit(['seed'], 78);
    assert.equal(setup.experiment.name, 'mine', 'the name is still the person’s');
  });

  it('makes one step of a drag, and two of two edits', () => {
    const { setup, history, pass } = make();
    for (let ratio = 1; ratio < 30; ratio++) {
      setup.edit(['dropout', 'ratio'], ratio / 100);
      pass(50);
    }
    pass(1_000);
    setup.edit(['seed'], 5);
    history.undo();
    assert.deepEqual([setup.experiment.seed, setup.experiment.dropout.ratio], [1, 0.29]);
    history.undo();
    assert.equal(setup.experiment.dropout.ratio, 0.5);
    assert.equal(history.undo(), false);
    history.redo();
    history.redo();
    assert.deepEqual([setup.experiment.seed, setup.experiment.dropout.ratio], [5, 0.29]);
    assert.equal(history.redo(), false);
  });

  it('forgets what was undone once something else is set', () => {
    const { setup, history, pass } = make();
    setup.edit(['seed'], 5);
    history.undo();
    pass(1_000);
    setup.edit(['seed'], 6);
    assert.equal(history.canRedo, false);
    history.undo();
    assert.equal(setup.experiment.seed, 1);
  });

  it('leaves a file’s own undo alone, and is refused where the file cannot be written', () => {
    const { setup, history } = make();
    setup.edit(['seed'], 5);
    setup.hold({ refusal: () => 'line 3' });
    setup.follow(experiment({ seed: 9 }), '/file');
    assert.equal(history.canUndo, false);
    setup.hold({ refusal: () => undefined });
    setup.edit(['seed'], 10);
    setup.hold({ refusal: () => 'line 3' });
    assert.throws(() => history.undo(), /line 3/);
    assert.equal(history.canUndo, true, 'nothing is lost by a refusal');
    setup.hold({ refusal: () => undefined });
    history.undo();
    assert.equal(setup.experiment.seed, 9);
  });
});
