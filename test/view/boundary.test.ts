import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Boundary } from '../../src/protocol';
import type { Rgba } from '../../webview/color';
import {
  classAt,
  fieldPixels,
  misplaced,
  planeScale,
  separatingLine,
  targetRange,
  thinned,
} from '../../webview/components/boundary-field';

const BLUE: Rgba = [0, 0, 255, 1];
const ORANGE: Rgba = [255, 128, 0, 1];
const colors = { classes: [BLUE, ORANGE], background: [20, 20, 20, 1] as Rgba };

/** A square of cells that belong to class 1 right of `edge` (0..1 of the width), and surely so. */
function halves(edge: number, size = 8): Boundary {
  const winner = Uint8Array.from({ length: size * size }, (_, i) => ((i % size) + 0.5 > edge * size ? 1 : 0));
  return {
    columns: size,
    rows: size,
    bounds: [0, 1, 0, 1],
    winner,
    strength: new Uint8Array(size * size).fill(255),
  };
}

const pixel = (pixels: Uint8ClampedArray, cell: number): number[] => [
  ...pixels.subarray(cell * 4, cell * 4 + 4),
];

describe('colours of a boundary', () => {
  it('gives each class its own, and the stronger the surer the network is', () => {
    const boundary = { ...halves(0.5), strength: new Uint8Array(64).fill(255) };
    boundary.strength[0] = 140;
    const pixels = fieldPixels(boundary, colors, 1);
    const [unsure, sure, other] = [pixel(pixels, 0), pixel(pixels, 1), pixel(pixels, 7)];
    assert.ok(sure[2] > unsure[2] && unsure[2] > colors.background[2]);
    assert.ok(other[0] > other[2]);
    assert.equal(sure[3], 255);
  });

  it('gives a value of 0 the background, and the ends the same strength', () => {
    const values = Float32Array.from([0, -2, 2, 5]);
    const boundary: Boundary = { columns: 2, rows: 2, bounds: [0, 1, 0, 1], values };
    const pixels = fieldPixels(boundary, colors, 2);
    assert.deepEqual(pixel(pixels, 0), [20, 20, 20, 255]);
    assert.ok(pixel(pixels, 1)[2] > 100);
    assert.ok(pixel(pixels, 2)[0] > 100);
    assert.deepEqual(pixel(pixels, 2), pixel(pixels, 3));
  });

  it('leaves what a diverged network says uncoloured', () => {
    const values = Float32Array.from([Number.NaN]);
    const pixels = fieldPixels({ columns: 1, rows: 1, bounds: [0, 1, 0, 1], values }, colors, 1);
    assert.deepEqual(pixel(pixels, 0), [20, 20, 20, 255]);
  });

  it('finds the range of the targets', () => {
    assert.equal(targetRange(Float32Array.from([9, 9, -1.5, 9, 9, 1])), 1.5);
    assert.equal(targetRange(new Float32Array(0)), 1);
  });
});

describe('points on a boundary', () => {
  it('maps the plane with y upward', () => {
    const scale = planeScale([-1, 1, 0, 4], 200, 100);
    assert.deepEqual([scale.x(-1), scale.x(0), scale.y(4), scale.y(0)], [0, 100, 0, 100]);
  });

  it('knows the class at a place', () => {
    const boundary = halves(0.5);
    assert.equal(classAt(boundary, 0.1, 0.9), 0);
    assert.equal(classAt(boundary, 0.9, 0.1), 1);
    assert.equal(classAt(boundary, 1.5, 0.5), -1);
  });

  it('finds the points on the wrong side', () => {
    const points = Float32Array.from([0.1, 0.5, 0, 0.9, 0.5, 0, 0.9, 0.5, 1, 7, 7, 1]);
    assert.deepEqual([...misplaced(halves(0.5), points)], [1]);
  });

  it('are spread over all of them where not all find room', () => {
    assert.deepEqual(thinned(3, 10), [0, 1, 2]);
    fc.assert(
      fc.property(fc.nat(2000), fc.integer({ min: 1, max: 500 }), (count, most) => {
        const drawn = thinned(count, most);
        assert.ok(drawn.length === Math.min(count, most));
        assert.ok(drawn.every((index, i) => index < count && (i === 0 || index > drawn[i - 1])));
      }),
    );
  });
});

describe('the line between two classes', () => {
  it('runs where they are equally probable', () => {
    const segments = separatingLine(halves(0.5), 2);
    assert.equal(segments.length, 7 * 4);
    for (let i = 0; i < segments.length; i += 2) assert.ok(Math.abs(segments[i] - 0.5) < 1e-9);
  });

  it('leans towards the side that is less sure', () => {
    const boundary = halves(0.5);
    boundary.strength!.fill(255).forEach((_, i) => {
      if (boundary.winner![i] === 0) boundary.strength![i] = 150;
    });
    const [x] = separatingLine(boundary, 2);
    assert.ok(x < 0.5 && x > 0.5 - 1 / 8);
  });

  it('is made of whole segments, whatever the classes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 25, maxLength: 25, max: 1 }), (winner) => {
        const strength = new Uint8Array(25).fill(200);
        const boundary: Boundary = { columns: 5, rows: 5, bounds: [0, 1, 0, 1], winner, strength };
        const segments = separatingLine(boundary, 2);
        assert.equal(segments.length % 4, 0);
        assert.ok(segments.every((value) => value > 0 && value < 1));
      }),
    );
  });

  it('is not drawn between three classes', () => {
    assert.deepEqual(separatingLine(halves(0.5), 3), []);
  });
});
