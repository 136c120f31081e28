// Losses of rows of logits, and their gradients. Each row is summed on its own, in the order of its outputs.

import { Loss } from './codes';
import { Vec } from './math';
import { LINE, Net, TILE } from './net';

/** Gradients below this change no weight; left alone, they would end in denormal numbers. */
const LEAST_GRADIENT: f32 = 1e-20;

class Row {
  /** Where the four outputs from 4·q on lie in a row of tiles. */
  @inline
  static at(row: usize, q: i32): usize {
    return row + <usize>(q >> 1) * TILE + <usize>(q & 1) * 16;
  }

  /** Which of the four outputs from 4·q on exist. */
  @inline
  static exists(q: i32, outputs: i32): v128 {
    return i32x4.lt_s(i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(q << 2)), i32x4.splat(outputs));
  }

  /** Which of the four outputs from 4·q on is class `y`. */
  @inline
  static isClass(q: i32, y: i32): v128 {
    return i32x4.eq(i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(q << 2)), i32x4.splat(y));
  }

  @inline
  static sum(v: v128): f32 {
    const a = f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1);
    return a + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
  }

  /** Writes (and, with `gated`, multiplies) the gradient of four outputs. */
  @inline
  static storeGradient(at: usize, gradient: v128, gated: bool): void {
    const value = Vec.flush(gradient, LEAST_GRADIENT);
    v128.store(at, gated ? f32x4.mul(value, v128.load(at)) : value);
  }

  @inline
  static logit(row: usize, y: i32): f32 {
    return load<f32>(row + <usize>(y >> 3) * TILE + <usize>(y & 7) * 4);
  }
}

/** The largest of a row's outputs; NaN if one is. */
function largest(row: usize, outputs: i32): f32 {
  const low = Vec.of(-Infinity);
  let most = low;
  for (let q = 0; q << 2 < outputs; q++) {
    const z = v128.bitselect(v128.load(Row.at(row, q)), low, Row.exists(q, outputs));
    most = f32x4.max(most, z);
  }
  const a = max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
  return max(a, max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
}

/** Σ e^(z − top). */
function sumOfExponentials(row: usize, outputs: i32, top: f32): f32 {
  const most = Vec.of(top);
  let sum = Vec.of(0);
  for (let q = 0; q << 2 < outputs; q++) {
    const e = Vec.exp(f32x4.sub(v128.load(Row.at(row, q)), most));
    sum = f32x4.add(sum, v128.and(e, Row.exists(q, outputs)));
  }
  return Row.sum(sum);
}

/** Whether class `y` is the first of the largest outputs. */
function isHit(row: usize, y: i32, top: f32): bool {
  if (Row.logit(row, y) != top) return false;
  for (let i = 0; i < y; i++) if (Row.logit(row, i) == top) return false;
  return true;
}

/**
 * Softmax cross-entropy of a row; with `delta`, its gradient times `weight`, against targets of which the share
 * `smoothing` is spread over all classes.
 */
function crossEntropy(
  row: usize,
  outputs: i32,
  y: i32,
  delta: usize,
  weight: f32,
  smoothing: f32,
  gated: bool,
): f32 {
  const top = largest(row, outputs);
  const sum = sumOfExponentials(row, outputs, top);
  if (delta) {
    const most = Vec.of(top);
    const factor = Vec.of(weight / sum);
    const right = Vec.of(weight * (1 - smoothing));
    const spread = Vec.of((weight * smoothing) / <f32>outputs);
    for (let q = 0; q << 2 < outputs; q++) {
      const e = Vec.exp(f32x4.sub(v128.load(Row.at(row, q)), most));
      const exists = Row.exists(q, outputs);
      const p = f32x4.mul(v128.and(e, exists), factor);
      const target = f32x4.add(v128.and(right, Row.isClass(q, y)), v128.and(spread, exists));
      Row.storeGradient(Row.at(delta, q), f32x4.sub(p, target), gated);
    }
  }
  return f32x4.extract_lane(Vec.ln(Vec.of(sum)), 0) + (top - Row.logit(row, y));
}

class Squares {
  /** Adds up the squared errors of one row: four outputs at a time; with `delta`, writes their gradient. */
  @inline
  static ofRow(
    row: usize,
    vectors: i32,
    targets: usize,
    y: i32,
    delta: usize,
    factor: v128,
    gated: bool,
  ): v128 {
    let sum = Vec.of(0);
    for (let q = 0; q < vectors; q++) {
      const t = targets ? v128.load(targets + ((<usize>q) << 4)) : v128.and(Vec.of(1), Row.isClass(q, y));
      const difference = f32x4.sub(v128.load(Row.at(row, q)), t);
      sum = f32x4.add(sum, f32x4.mul(difference, difference));
      if (delta) Row.storeGradient(Row.at(delta, q), f32x4.mul(difference, factor), gated);
    }
    return sum;
  }

  /** The sums of the four numbers of a, b, c and d. */
  @inline
  static across(a: v128, b: v128, c: v128, d: v128): v128 {
    const ab = f32x4.add(
      i8x16.shuffle(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27),
      i8x16.shuffle(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31),
    );
    const cd = f32x4.add(
      i8x16.shuffle(c, d, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27),
      i8x16.shuffle(c, d, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31),
    );
    return f32x4.add(
      i8x16.shuffle(ab, cd, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27),
      i8x16.shuffle(ab, cd, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31),
    );
  }
}

/**
 * Mean squared errors of a row of tiles against numbers, or one-hot classes; with `delta`, their gradient times
 * `weight`. Four rows at a time: rows beyond the last are worked on like the others and not looked at.
 */
function squaredErrors(
  net: Net,
  tile: usize,
  outputs: i32,
  y: usize,
  losses: usize,
  delta: usize,
  weight: f32,
  gated: bool,
): void {
  const factor = Vec.of((2 * weight) / <f32>outputs);
  const vectors = (outputs + 3) >> 2;
  const numbers = net.loss == Loss.squaredError;
  const bytes = net.targetBytes;
  let targets = numbers ? y : 0;
  const a = Squares.ofRow(tile, vectors, targets, load<i32>(y), delta, factor, gated);
  y += bytes;
  tile += LINE;
  if (delta) delta += LINE;
  targets = numbers ? y : 0;
  const b = Squares.ofRow(tile, vectors, targets, load<i32>(y), delta, factor, gated);
  y += bytes;
  tile += LINE;
  if (delta) delta += LINE;
  targets = numbers ? y : 0;
  const c = Squares.ofRow(tile, vectors, targets, load<i32>(y), delta, factor, gated);
  y += bytes;
  tile += LINE;
  if (delta) delta += LINE;
  targets = numbers ? y : 0;
  const d = Squares.ofRow(tile, vectors, targets, load<i32>(y), delta, factor, gated);
  v128.store(losses, f32x4.div(Squares.across(a, b, c, d), Vec.of(<f32>outputs)));
}

/** Right answers among rows of logits: those whose first largest output is the class. */
function hitsOfRows(net: Net, logits: usize, stride: usize, outputs: i32, rows: i32, y: usize): i32 {
  let hits = 0;
  for (let i = 0; i < rows; i++) {
    const row = logits + <usize>(i >> 2) * stride + <usize>(i & 3) * LINE;
    hits += i32(isHit(row, load<i32>(y), largest(row, outputs)));
    y += net.targetBytes;
  }
  return hits;
}

/** The factor on the gradient of a class's samples. */
function classWeight(net: Net, label: i32): f32 {
  return net.classWeights ? load<f32>(net.classWeights + ((<usize>label) << 2)) : 1;
}

/** Softmax cross-entropies of rows, and with `delta` their gradients, as in `lossOfRows`. */
function crossEntropies(
  net: Net,
  logits: usize,
  stride: usize,
  outputs: i32,
  rows: i32,
  y: usize,
  losses: usize,
  delta: usize,
  weight: f32,
  gated: bool,
): void {
  for (let i = 0; i < rows; i++) {
    const offset = <usize>(i >> 2) * stride + <usize>(i & 3) * LINE;
    const gradient = delta ? delta + offset : 0;
    const label = load<i32>(y + <usize>i * net.targetBytes);
    const factor = gradient ? weight * classWeight(net, label) : weight;
    const loss = crossEntropy(logits + offset, outputs, label, gradient, factor, net.smoothing, gated);
    store<f32>(losses + ((<usize>i) << 2), loss);
  }
}

/**
 * Losses of `rows` rows of logits from `logits` on (rows of tiles, `stride` bytes each) against the targets from `y` on.
 * Row losses go to `losses` (f32; there is room for whole rows of tiles). With `delta`, the gradient of
 * Σ loss · weight (times the weight of the sample's class) goes there, multiplied by what is there already if `gated`.
 * Without it, and where there are classes, returns how many rows are right.
 */
export function lossOfRows(
  net: Net,
  logits: usize,
  stride: usize,
  outputs: i32,
  rows: i32,
  y: usize,
  losses: usize,
  delta: usize,
  weight: f32,
  gated: bool,
): i32 {
  const kind = net.loss;
  if (kind == Loss.softmaxCrossEntropy) {
    crossEntropies(net, logits, stride, outputs, rows, y, losses, delta, weight, gated);
  } else {
    for (let i = 0; i < rows; i += 4) {
      const offset = <usize>(i >> 2) * stride;
      const gradient = delta ? delta + offset : 0;
      const at = losses + ((<usize>i) << 2);
      squaredErrors(
        net,
        logits + offset,
        outputs,
        y + <usize>i * net.targetBytes,
        at,
        gradient,
        weight,
        gated,
      );
    }
  }
  return delta || kind == Loss.squaredError ? 0 : hitsOfRows(net, logits, stride, outputs, rows, y);
}

/** Turns rows of logits into probabilities, in place. */
export function softmaxRows(logits: usize, stride: usize, outputs: i32, rows: i32): void {
  for (let i = 0; i < rows; i++) {
    const row = logits + <usize>(i >> 2) * stride + <usize>(i & 3) * LINE;
    const top = largest(row, outputs);
    const most = Vec.of(top);
    const factor = Vec.of(1 / sumOfExponentials(row, outputs, top));
    for (let q = 0; q << 2 < outputs; q++) {
      const at = Row.at(row, q);
      v128.store(at, f32x4.mul(Vec.exp(f32x4.sub(v128.load(at), most)), factor));
    }
  }
}
