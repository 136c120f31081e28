import assert from 'node:assert/strict';
import { ratesCompare } from '../../src/host/code/value-words';
import { isAbove } from '../../webview/explore/rate-limit';

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
