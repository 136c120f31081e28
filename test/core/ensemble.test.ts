import assert from 'node:assert/strict';
import { ensemble } from '../../src/core/analysis/ensemble';
import { arithmeticMean, enumerateThinnedNets, geometricMean } from '../../src/core/analysis/enumeration';
import { softmax } from '../../src/core/analysis/scores';
import { context, dataset, last } from './analysis-support';

describe('ensemble', () => {
  it('the average of many masks comes close to weight scaling, and its standard error falls with k', () => {
    const at = context(dataset('classification', 2), { network: { hidden: [32] } });
    const { points, weightScaling } = last(ensemble, at);
    const [first, final] = [points[0], points[points.length - 1]];
    assert.equal(final.k, 100);
    assert.ok(final.loss < first.loss, 'one thinned net is worse than the average of a hundred');
    assert.ok(final.lossStandardError < first.lossStandardError);
    // As in the paper, what comes close is the error rate; the loss of the average stays a little softer.
    assert.ok(Math.abs(final.error - weightScaling.error) < 0.03);
  });

  it('counting all thinned nets out agrees with the average of many drawn ones', () => {
    const at = context(dataset('classification', 2, 60), { network: { hidden: [6] } });
    const { points, exact } = last(ensemble, at);
    assert.equal(exact?.units, 6);
    const final = points[points.length - 1];
    assert.ok(Math.abs(final.loss - exact!.arithmetic.loss) < 4 * final.lossStandardError + 0.02);
  });

  it('weight scaling is the normalized geometric mean exactly for one linear layer with a softmax', () => {
    const data = dataset('classification', 8, 50);
    const at = context(data, {
      network: { hidden: [] },
      dropout: { ratio: 0.3, placement: { input: true } },
    });
    const steps = enumerateThinnedNets(at, 12, 50);
    let step = steps.next();
    while (!step.done) step = steps.next();
    const { weightScaling } = last(ensemble, at);
    assert.ok(Math.abs(step.value!.geometric.loss - weightScaling.loss) < 1e-5);
    assert.ok(
      Math.abs(step.value!.arithmetic.loss - weightScaling.loss) > 1e-5,
      'the arithmetic mean is another',
    );
  });

  it('of single samples: mean over k masks, spread and weight scaling as counted by hand', () => {
    const data = dataset('classification', 2, 30);
    const at = context(data, { network: { hidden: [8] } });
    const { single } = last(ensemble, at);
    const sureness = (logits: Float32Array, i: number) => {
      const [other, own] = [logits[2 * i + 1 - data.test.y[i]], logits[2 * i + data.test.y[i]]];
      return 1 / (1 + Math.exp(other - own));
    };
    const drawn = Array.from({ length: 500 }, (_, k) => {
      const { sites } = at.probe.forward(data.test.x, 30, { kind: 'draw', draw: k + 1 });
      return sites[2].slice();
    });
    const evaluated = at.probe.forward(data.test.x, 30, { kind: 'evaluation' }).sites[2].slice();
    for (const i of [0, 7, 29]) {
      const values = drawn.map((logits) => sureness(logits, i));
      const mean = (some: number[]) => some.reduce((sum, value) => sum + value, 0) / some.length;
      single.ks.forEach((k, index) => {
        const told = single.means[i * single.ks.length + index];
        assert.ok(Math.abs(told - mean(values.slice(0, k))) < 1e-6, `${told} at k = ${k}`);
      });
      const deviation = Math.sqrt((mean(values.map((v) => (v - mean(values)) ** 2)) * 500) / 499);
      assert.ok(Math.abs(single.deviation[i] - deviation) < 1e-6);
      assert.ok(Math.abs(single.weightScaling[i] - sureness(evaluated, i)) < 1e-6);
    }
  });

  it('of single samples: all thinned nets counted out lie within the error of many drawn ones', () => {
    const { single } = last(
      ensemble,
      context(dataset('classification', 2, 20), { network: { hidden: [6] } }),
    );
    assert.equal(single.exact?.arithmetic.length, 20);
    for (let i = 0; i < 20; i++) {
      const told = single.means[(i + 1) * single.ks.length - 1];
      const error = single.deviation[i] / Math.sqrt(100);
      assert.ok(Math.abs(told - single.exact!.arithmetic[i]) < 4.5 * error + 1e-6, `${i}: ${told}`);
    }
  });

  it('both means of one network are its softmax', () => {
    const logits = Float32Array.of(1, -2, 0.5);
    const one = { logits, outputs: 3, probabilities: Float64Array.of(1) };
    for (const mean of [arithmeticMean(one), geometricMean(one)])
      for (const [i, value] of mean.entries()) assert.ok(Math.abs(value - softmax(logits, 3)[i]) < 1e-7);
  });
});
