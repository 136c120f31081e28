import assert from 'node:assert/strict';
import { rateLimit } from '../../src/core/analysis/rate-limit';
import { ratesCompare } from '../../src/host/code/value-words';
import { caveat, comparison, isAbove, limitHelp, limitText } from '../../webview/explore/rate-limit';
import { experiment } from './support';

const limit = { limit: 0.2, lambdaMax: 10, start: false };

describe('a learning rate and its optimizer', () => {
  for (const [optimizer, learningRate, momentum, above] of [
    ['sgd', 0.19, undefined, false],
    ['sgd', 0.21, undefined, true],
    ['momentum', 0.3, 0.9, false],
    ['momentum', 0.39, 0.9, true],
    ['nesterov', 0.21, 0.9, true],
    ['adam', 0.5, undefined, false],
    ['adamw', 3, undefined, false],
    ['rmsprop', 3, undefined, false],
  ] as const)
    it(`${optimizer} at ${learningRate} is ${above ? '' : 'not '}called above 2/λmax = 0.2`, () => {
      const training = { optimizer, learningRate, ...(momentum !== undefined && { momentum }) };
      assert.equal(isAbove(limit, training), above);
    });

  for (const [file, own, same] of [
    [null, 'adam', true],
    ['adam', 'adamw', true],
    ['nadam', 'rmsprop', true],
    ['sgd', 'momentum', true],
    ['sgd', 'adam', false],
    ['adamw', 'sgd', false],
    ['lion', 'adam', false],
    ['adadelta', 'sgd', false],
  ] as const)
    it(`a rate for ${own} is ${same ? '' : 'no '}advice for ${file ?? 'what is not known'}`, () => {
      assert.equal(ratesCompare(file, own), same);
    });
});

const training = (fields: object) => experiment({ training: fields }).training;

describe('the limit of the learning rate', () => {
  it('is that of the optimizer', () => {
    const text = (fields: object) => limitText(rateLimit(training(fields), 4)!);
    assert.equal(text({ optimizer: 'sgd' }), '2/λmax ≈ 0.5');
    assert.equal(text({ optimizer: 'momentum', momentum: 0.8 }), '2(1 + β)/λmax ≈ 0.9');
    assert.equal(text({ optimizer: 'nesterov', momentum: 0.75 }), '2(1 + β)/((1 + 2β)λmax) ≈ 0.35');
  });

  for (const optimizer of ['adam', 'adamw', 'rmsprop'])
    it(`of ${optimizer} is none of 2/λmax: a usual rate is neither too small nor above anything`, () => {
      const usual = training({ optimizer, learningRate: 0.003 });
      assert.equal(rateLimit(usual, 1000), undefined);
      assert.equal(comparison(usual, 1e-6, 0.003), '');
      assert.equal(comparison(usual, 1e6, 0.003), '');
      assert.match(caveat(usual), /no limit of theirs/);
      assert.match(limitHelp({ lambdaMax: 2, start: false }, usual), /no limit of theirs/);
    });

  it('says which side a rate is on, and has nothing to add for plain gradient descent', () => {
    const plain = training({ optimizer: 'sgd' });
    assert.match(comparison(plain, 8, 0.3), /above 2\/λmax ≈ 0\.25: .* diverge/);
    assert.match(comparison(plain, 8, 0.2), /below 2\/λmax ≈ 0\.25\.$/);
    assert.equal(caveat(plain), '');
    assert.match(comparison(training({ optimizer: 'momentum' }), 8, 0.3), /below 2\(1 \+ β\)\/λmax/);
  });
});
