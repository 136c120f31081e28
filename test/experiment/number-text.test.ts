import assert from 'node:assert/strict';
import { changeInterval, changeText, signedPercent } from '../../src/experiment/number-text';

describe('a change of the loss', () => {
  it('has a decimal below ten percent, and groups from a thousand on', () => {
    assert.equal(changeText(Math.log(0.5)), '50% lower');
    assert.equal(changeText(Math.log(1.031)), '3.1% higher');
    assert.equal(changeText(Math.log(34)), '3,300% higher');
    assert.equal(signedPercent(Math.log(0.58)), '−42');
    assert.equal(changeInterval(Math.log(0.97), Math.log(21)), '3.0% lower to 2,000% higher');
  });

  it('is never dozens of digits, however far apart two losses are', () => {
    assert.equal(changeText(Math.log(1e6)), '1.00e8% higher');
    assert.equal(changeText(100), '2.69e45% higher');
  });
});
