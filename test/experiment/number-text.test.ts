import assert from 'node:assert/strict';
import { changeInterval, changeText, shortChangeText } from '../../src/experiment/number-text';

describe('a change of the loss', () => {
  it('has a decimal below ten percent, and is said as times from three times on', () => {
    assert.equal(changeText(Math.log(0.5)), '50% lower');
    assert.equal(changeText(Math.log(1.031)), '3.1% higher');
    assert.equal(changeText(Math.log(2.9)), '190% higher');
    assert.equal(changeText(Math.log(3.4)), '3.4 times as high');
    assert.equal(changeText(Math.log(34)), '34 times as high');
    assert.equal(changeText(Math.log(3400)), '3,400 times as high');
    assert.equal(changeText(0), 'equal');
    assert.equal(shortChangeText(Math.log(0.58)), '−42%');
    assert.equal(shortChangeText(Math.log(59)), '×59');
    assert.equal(changeInterval(Math.log(0.97), Math.log(21)), '3.0% lower to 21 times as high');
    assert.equal(changeInterval(Math.log(26), Math.log(134)), '26 to 134 times as high');
    assert.equal(changeInterval(Math.log(0.44), Math.log(0.56)), '44 to 56% lower');
  });

  it('is never dozens of digits, however far apart two losses are', () => {
    assert.equal(changeText(Math.log(2e6)), '2.00e6 times as high');
    assert.equal(changeText(100), '2.69e43 times as high');
    assert.equal(changeText(-100), '99.9% lower');
  });
});
