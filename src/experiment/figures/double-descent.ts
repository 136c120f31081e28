import { dot } from '../../core/analysis/vectors';
import { generateDataset } from '../../core/datasets/generate';
import { greatest } from '../../core/lists';
import { createStream } from '../../core/random';
import type { Figure } from './figure';
import { mean } from './train';

const WIDTHS = [10, 20, 40, 70, 100, 130, 170, 220, 300, 500, 1000];
const [SEEDS, SAMPLES, TESTED, FLIPPED] = [8, 100, 500, 0.2];

export const doubleDescent: Figure = {
  id: 'double-descent',
  title: 'Double descent, and dropout without the peak',
  claim:
    'With noisy labels the test error of random features rises to a peak about where the training samples are just fitted, and falls again beyond; with dropout there is no peak.',
  source: {
    name: 'Belkin et al. 2019, arXiv 1812.11118; arXiv 2305.16179',
    url: 'https://arxiv.org/abs/2305.16179',
  },
  x: 'random features',
  y: 'test error, %',
  logarithmic: { x: true },
  *reproduce() {
    const plain: { x: number; y: number }[] = [];
    const dropped: { x: number; y: number }[] = [];
    const lines = () => [
      { label: 'least squares of minimum norm', points: [...plain] },
      { label: 'with dropout 0.5', points: [...dropped] },
    ];
    const marks = [{ x: SAMPLES, label: 'training samples' }];
    for (const width of WIDTHS) {
      const errors: (readonly [number, number])[] = [];
      for (let seed = 1; seed <= SEEDS; seed++) {
        errors.push(errorsOf(width, seed));
        yield;
      }
      plain.push({ x: width, y: 100 * mean(errors.map(([one]) => one)) });
      dropped.push({ x: width, y: 100 * mean(errors.map(([, one]) => one)) });
      yield { lines: lines(), checks: [], marks };
    }
    const peak = plain.reduce((top, one) => (one.y > top.y ? one : top));
    const rise = greatest(dropped.map(({ y }, i) => y - (dropped[i - 1]?.y ?? y)));
    const checks = [
      { label: 'features at the peak', value: peak.x, low: 70, high: 300 },
      {
        label: 'the peak above the fewest features, in points',
        value: peak.y - plain[0]!.y,
        low: 10,
        high: 60,
      },
      {
        label: 'the peak above the most features, in points',
        value: peak.y - plain.at(-1)!.y,
        low: 5,
        high: 60,
      },
      {
        label: 'with dropout: the greatest rise from one width to the next, in points',
        value: rise,
        low: 0,
        high: 2,
      },
    ];
    yield { lines: lines(), checks, marks };
  },
};

/** Test errors without dropout and with it, on moons of which some training labels are flipped. */
function errorsOf(width: number, seed: number): readonly [number, number] {
  const spec = { source: 'moons', train: SAMPLES, validation: 0, test: TESTED, noise: 0.15 };
  const { train, test } = generateDataset(spec, seed);
  const stream = createStream(seed, 'init');
  const weights = Float64Array.from({ length: 3 * width }, () => stream.normal());
  const flips = createStream(seed, 'analysis');
  const labels = Array.from(train.y, (y) => (2 * y - 1) * (flips.uniform() < FLIPPED ? -1 : 1));
  const features = (x: Float32Array, row: number) =>
    Float64Array.from({ length: width }, (_, j) =>
      Math.max(
        0,
        x[2 * row]! * weights[3 * j]! + x[2 * row + 1]! * weights[3 * j + 1]! + weights[3 * j + 2]!,
      ),
    );
  const rows = labels.map((_, i) => features(train.x, i));
  const tested = Array.from({ length: TESTED }, (_, i) => features(test.x, i));
  const errorBy = (w: Float64Array) =>
    mean(tested.map((row, i) => Number(dot(row, w) > 0 !== (test.y[i] === 1))));
  // Dropout at the input of a linear map adds this ridge on average (Srivastava et al. 2014, § 9.1).
  const squares = Float64Array.from({ length: width }, (_, j) =>
    rows.reduce((sum, row) => sum + row[j]! ** 2, 0),
  );
  const none = new Float64Array(width).fill(1);
  return [errorBy(ridgeFit(rows, labels, none, 1e-9)), errorBy(ridgeFit(rows, labels, squares, 1))];
}

/** w that minimizes ‖y − Φw‖² + ridge · Σ scale · w², solved in the samples: w = S⁻¹Φᵀ(ΦS⁻¹Φᵀ + ridge · I)⁻¹y. */
function ridgeFit(
  rows: readonly Float64Array[],
  y: readonly number[],
  scale: Float64Array,
  ridge: number,
): Float64Array {
  const scaled = rows.map((row) => row.map((value, j) => (scale[j]! > 0 ? value / scale[j]! : 0)));
  const matrix = rows.map((row, i) => {
    const line = scaled.map((other) => dot(other, row));
    line[i]! += ridge;
    return line;
  });
  const solution = solve(matrix, y);
  const out = new Float64Array(scale.length);
  scaled.forEach((row, i) => {
    for (let j = 0; j < out.length; j++) out[j]! += row[j]! * solution[i]!;
  });
  return out;
}

/** Solves a symmetric positive definite system by elimination; changes the matrix. */
function solve(matrix: number[][], y: readonly number[]): number[] {
  const n = y.length;
  const right = [...y];
  for (let k = 0; k < n; k++)
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i]![k]! / matrix[k]![k]!;
      const [row, pivot] = [matrix[i]!, matrix[k]!];
      for (let j = k; j < n; j++) row[j]! -= factor * pivot[j]!;
      right[i]! -= factor * right[k]!;
    }
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k + 1; j < n; j++) right[k]! -= matrix[k]![j]! * right[j]!;
    right[k]! /= matrix[k]![k]!;
  }
  return right;
}
