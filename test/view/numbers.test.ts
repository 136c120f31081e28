import assert from 'node:assert/strict';
import { formatTick } from '../../src/charts/chart-spec';
import { formatCount, formatNumber, formatPlace } from '../../webview/format';

describe('numbers on the screen', () => {
  it('counts are whole, with their thousands grouped', () => {
    for (const [value, text] of [
      [0, '0'],
      [-0.2, '0'],
      [25, '25'],
      [999, '999'],
      [1_000, '1,000'],
      [1_600, '1,600'],
      [60_000, '60,000'],
      [1_234_567, '1,234,567'],
    ] as const)
      assert.equal(formatCount(value), text);
  });

  it('places on an axis read as they would be set', () => {
    for (const [value, text] of [
      [25, '25'],
      [3_200, '3,200'],
      [250_000, '250,000'],
      [0, '0'],
      [0.1, '0.1'],
      [0.03, '0.03'],
      [3e-4, '3e-4'],
      [0.123456, '0.123'],
      [1234.5, '1,230'],
      [-0.25, '-0.25'],
    ] as const)
      assert.equal(formatPlace(value), text);
  });

  it('ticks lose no digit that tells them apart', () => {
    for (const [value, text] of [
      [0, '0'],
      [0.25, '0.25'],
      [100, '100'],
      [1_600, '1,600'],
      [500_000, '500,000'],
      [2_500_000, '2.5e6'],
      [5e-5, '5e-5'],
      [2.5e-7, '2.5e-7'],
    ] as const)
      assert.equal(formatTick(value), text);
  });

  it('measured values have three digits, and no power of ten before there have to be', () => {
    for (const [value, text] of [
      [0.27, '0.270'],
      [25, '25.0'],
      [999.6, '1,000'],
      [1234.5, '1,235'],
      [123_456, '123,456'],
      [12_345_678, '1.23e7'],
      [-4321, '-4,321'],
      [1.2e-4, '1.2e-4'],
      [Number.NaN, '–'],
    ] as const)
      assert.equal(formatNumber(value), text);
  });
});
