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

/** The first of the largest outputs, or the class that the sign of the one tells. */
function answerOf(net: Net, row: usize, outputs: i32): i32 {
  if (net.loss == Loss.binaryCrossEntropy) return i32(load<f32>(row) > 0);
  const top = largest(row, outputs);
  let y = 0;
  while (y + 1 < outputs && Row.logit(row, y) != top) y++;
  return y;
}

/** Writes what rows of logits answer: the class of each, or its numbers as lines. */
export function keepAnswers(
  net: Net,
  logits: usize,
  stride: usize,
  outputs: i32,
  rows: i32,
  answers: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const row = logits + <usize>(i >> 2) * stride + <usize>(i & 3) * LINE;
    if (net.loss == Loss.squaredError || net.loss >= Loss.absoluteError) {
      for (let q = 0; q << 2 < outputs; q++)
        v128.store(answers + ((<usize>q) << 4), v128.load(Row.at(row, q)));
    } else store<i32>(answers, answerOf(net, row, outputs));
    answers += net.targetBytes;
  }
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

/**
 * Binary cross-entropy of a row's one logit; with `delta`, its gradient times `weight`, against targets smoothed as in
 * `crossEntropy`.
 */
function binaryCrossEntropy(row: usize, y: i32, delta: usize, weight: f32, smoothing: f32, gated: bool): f32 {
  const z = load<f32>(row);
  const e = f32x4.extract_lane(Vec.exp(Vec.of(-abs(z))), 0);
  if (delta) {
    const p = (z < 0 ? e : 1) / (1 + e);
    const target = <f32>y * (1 - smoothing) + smoothing / 2;
    Row.storeGradient(delta, f32x4.replace_lane(Vec.of(0), 0, weight * (p - target)), gated);
  }
  return max(z, 0) - z * <f32>y + f32x4.extract_lane(Vec.ln(Vec.of(1 + e)), 0);
}

/** Mean absolute or Huber error of a row against numbers; with `delta`, its gradient times `weight`. */
function robustError(
  net: Net,
  row: usize,
  outputs: i32,
  targets: usize,
  delta: usize,
  weight: f32,
  gated: bool,
): f32 {
  const isHuber = net.loss == Loss.huber;
  const edge = Vec.of(net.huberDelta);
  const one = Vec.of(1);
  const factor = Vec.of(weight / <f32>outputs);
  let sum = Vec.of(0);
  for (let q = 0; q << 2 < outputs; q++) {
    const d = f32x4.sub(v128.load(Row.at(row, q)), v128.load(targets + ((<usize>q) << 4)));
    const size = f32x4.abs(d);
    const near = f32x4.min(size, edge);
    const half = f32x4.mul(near, Vec.of(0.5));
    sum = f32x4.add(sum, isHuber ? f32x4.mul(near, f32x4.sub(size, half)) : size);
    if (!delta) continue;
    const zero = Vec.of(0);
    const sign = f32x4.sub(v128.and(one, f32x4.gt(d, zero)), v128.and(one, f32x4.lt(d, zero)));
    const slope = isHuber ? f32x4.mul(sign, near) : sign;
    Row.storeGradient(Row.at(delta, q), f32x4.mul(slope, factor), gated);
  }
  return Row.sum(sum) / <f32>outputs;
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

/** Right answers among rows of logits: those whose first largest output, or the sign of the one, is the class. */
function hitsOfRows(net: Net, logits: usize, stride: usize, outputs: i32, rows: i32, y: usize): i32 {
  const isBinary = net.loss == Loss.binaryCrossEntropy;
  let hits = 0;
  for (let i = 0; i < rows; i++) {
    const row = logits + <usize>(i >> 2) * stride + <usize>(i & 3) * LINE;
    const label = load<i32>(y);
    const isRight = isBinary ? i32(load<f32>(row) > 0) == label : isHit(row, label, largest(row, outputs));
    hits += i32(isRight);
    y += net.targetBytes;
  }
  return hits;
}

/** The factor on the gradient of a class's samples. */
function classWeight(net: Net, label: i32): f32 {
  return net.classWeights ? load<f32>(net.classWeights + ((<usize>label) << 2)) : 1;
}

/** Losses that go row by row, and with `delta` their gradients, as in `lossOfRows`. */
function errorsByRow(
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
    const row = logits + offset;
    const gradient = delta ? delta + offset : 0;
    const target = y + <usize>i * net.targetBytes;
    const place = losses + ((<usize>i) << 2);
    if (net.loss >= Loss.absoluteError) {
      store<f32>(place, robustError(net, row, outputs, target, gradient, weight, gated));
      continue;
    }
    const label = load<i32>(target);
    const factor = gradient ? weight * classWeight(net, label) : weight;
    const loss =
      net.loss == Loss.binaryCrossEntropy
        ? binaryCrossEntropy(row, label, gradient, factor, net.smoothing, gated)
        : crossEntropy(row, outputs, label, gradient, factor, net.smoothing, gated);
    store<f32>(place, loss);
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
  const isSquared = kind == Loss.squaredError || kind == Loss.squaredErrorOfClasses;
  if (!isSquared) {
    errorsByRow(net, logits, stride, outputs, rows, y, losses, delta, weight, gated);
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
  return delta || kind == Loss.squaredError || kind >= Loss.absoluteError
    ? 0
    : hitsOfRows(net, logits, stride, outputs, rows, y);
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
