import assert from 'node:assert/strict';
import { type Judged, judged } from './judged';

const three = { seeds: 3, baseline: true };
const adam = (more: object = {}) => ({ optimizer: 'adam', epochs: 60, ...more });
const kinds = ({ verdict }: Judged) => verdict.advice.map(({ kind }) => kind);
const causes = ({ verdict }: Judged) =>
  (verdict.remarks ?? []).flatMap((remark) => (remark.kind === 'cause' ? [remark.cause.kind] : []));

describe('verdicts on trainings that went wrong', function () {
  this.timeout(120_000);

  it('a schedule that leaves no rate is named, and dropout is not judged', async () => {
    for (const schedule of [
      { kind: 'warmup', epochs: 2000 },
      { kind: 'step', every: 1, gamma: 0.2 },
    ])
      for (const training of [
        adam({ schedule }),
        { optimizer: 'sgd', learningRate: 0.01, epochs: 60, schedule },
      ]) {
        const said = await judged({ training, ...three });
        assert.equal(said.verdict.kind, 'tooSlow', said.text);
        assert.deepEqual([causes(said), kinds(said)], [['schedule'], ['constantRate']]);
      }
  });

  it('early stopping that came too soon is named, not the rate that it cut short', async () => {
    const spiral = {
      data: { source: 'spiral' },
      training: adam({ learningRate: 0.01, earlyStopping: 2, epochs: 400 }),
    };
    const said = await judged({ ...spiral, ...three });
    assert.deepEqual([causes(said)[0], kinds(said)[0]], ['stoppedEarly', 'morePatience']);
    assert.ok(!kinds(said).some((kind) => kind === 'raiseLearningRate' || kind === 'moreEpochs'), said.text);
    assert.match(said.text, /Early stopping, patience 2, ended training at epochs? \d+/);
  });

  it('a few steps make no claim that stands', async () => {
    const said = await judged({ training: adam({ epochs: 3 }), seeds: 5, baseline: true });
    assert.deepEqual([said.verdict.kind, causes(said)], ['tooEarly', ['fewSteps']]);
    const more = await judged({ training: adam({ epochs: 8, batchSize: 8 }), seeds: 5, baseline: true });
    assert.doesNotMatch(more.title, /hurts|not needed/);
    assert.ok(!kinds(more).includes('noDropout'), more.text);
  });

  it('a rate that is far too high is the suspect, whatever the task and the optimizer', async () => {
    const high = [
      { training: adam({ learningRate: 1 }) },
      { training: { optimizer: 'rmsprop', learningRate: 0.1, epochs: 60 } },
      { data: { source: 'surface' }, training: adam({ learningRate: 0.5 }) },
    ];
    for (const fields of high) {
      const said = await judged({ ...fields, ...three });
      if (said.verdict.kind === 'unstable') continue;
      assert.equal(causes(said)[0], 'rateTooHigh', said.text);
      assert.equal(kinds(said)[0], 'lowerLearningRate');
      assert.doesNotMatch(said.title, /helps|hurts|not needed|Nothing is dropped/);
    }
  });

  it('strong penalties and linear networks are named', async () => {
    const held = [
      { training: adam({ weightDecay: 10 }) },
      { training: adam({ l1: 0.3 }), network: { hidden: [6] } },
      { training: adam({ maxNorm: 0.05 }), network: { hidden: [6] } },
    ];
    for (const fields of held) {
      const said = await judged({ ...fields, ...three });
      assert.deepEqual([causes(said), kinds(said)[0]], [['penalty'], 'noPenalty'], said.text);
    }
    const network = { hidden: [16], activation: 'linear' };
    const circles = { source: 'circles', train: 500 };
    const said = await judged({ data: circles, network, training: adam(), ...three });
    assert.deepEqual([causes(said), kinds(said)[0]], [['linear'], 'useRelu'], said.text);
  });

  it('a test loss worse than a guess is not nothing learned where the answers are right', async () => {
    const said = await judged({
      data: { source: 'dominant-feature' },
      training: adam({ epochs: 30 }),
      ...three,
    });
    assert.notEqual(said.verdict.kind, 'nothingLearned');
    assert.match(said.text, /worse than a guess \(0\.693\)\. Yet 7\d\.\d% are right/);
  });

  it('reports a drop schedule that begins after the best epochs', async () => {
    const dropout = { ratio: 0.7, schedule: { kind: 'late', from: 0.9 } };
    const said = await judged({ dropout, training: adam({ epochs: 100 }), ...three });
    assert.match(said.text, /Dropout first acted in epoch 91; without it the best epoch was \d+/);
    assert.doesNotMatch(said.text, /0\.0% higher to 0\.0% higher/);
    const never = await judged({
      dropout: { schedule: { kind: 'early', until: 0 } },
      training: adam(),
      baseline: true,
    });
    assert.deepEqual([never.verdict.kind, kinds(never)], ['nothingDropped', ['constantRatio']]);
  });
});
