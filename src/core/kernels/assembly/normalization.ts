// Normalization of a layer's values, over the batch or over each row, and its way back. Batch normalization takes the
// statistics of the batch in a step (`normalizeBatch`, `batchBackward`: whole columns, each by one thread) and its running
// ones everywhere else (`normalizeRows`, `rowsBackward`: any rows). Formulas, and where ε stands, are PyTorch's.

import { Normalization } from './codes';
import { clearPadding } from './dropout';
import { Vec } from './math';
import { Layer, LINE, Net, Norm, normOf, Settings, TILE } from './net';
import { allFinite, squaresOf, update } from './optimizers';
import { columnSums } from './outer';

/** Rows summed before they are added to the total: keeps long sums accurate. */
const ROWS_PER_SUM: i32 = 128;

/** Bytes of one line for each column of tiles: where shifts follow scales, and variances means. */
function linesOf(layer: Layer): usize {
  return <usize>layer.panels * LINE;
}

class Quad {
  /** Σ (x − mean)² over four columns, or with `raw` Σ x. */
  @inline
  static term(at: usize, mean: v128, raw: bool): v128 {
    const x = v128.load(at);
    if (raw) return x;
    const apart = f32x4.sub(x, mean);
    return f32x4.mul(apart, apart);
  }

  /** 1 / √(variance + ε). */
  @inline
  static inverse(variance: v128, epsilon: f32): v128 {
    return f32x4.div(Vec.of(1), f32x4.sqrt(f32x4.add(variance, Vec.of(epsilon))));
  }

  @inline
  static sum(v: v128): f32 {
    const a = f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1);
    return a + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
  }
}

/** Sums of four columns over the first `rows` rows, of x or of (x − mean)². */
function sumOver(at: usize, stride: usize, rows: i32, mean: v128, raw: bool): v128 {
  let total = Vec.of(0);
  for (let row = 0; row < rows; row += ROWS_PER_SUM) {
    const count = min(ROWS_PER_SUM, rows - row);
    let a = Vec.of(0);
    let b = Vec.of(0);
    let c = Vec.of(0);
    let d = Vec.of(0);
    for (let i = 0; i + 4 <= count; i += 4, at += stride) {
      a = f32x4.add(a, Quad.term(at, mean, raw));
      b = f32x4.add(b, Quad.term(at + LINE, mean, raw));
      c = f32x4.add(c, Quad.term(at + 2 * LINE, mean, raw));
      d = f32x4.add(d, Quad.term(at + 3 * LINE, mean, raw));
    }
    for (let i = 0; i < (count & 3); i++) a = f32x4.add(a, Quad.term(at + <usize>i * LINE, mean, raw));
    total = f32x4.add(total, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
  }
  return total;
}

/** Σ δ · x̂ of four columns over the first `rows` rows. */
function dotOver(delta: usize, normed: usize, stride: usize, rows: i32): v128 {
  let total = Vec.of(0);
  for (let row = 0; row < rows; row += ROWS_PER_SUM) {
    const count = min(ROWS_PER_SUM, rows - row);
    let sum = Vec.of(0);
    for (let i = 0; i < count; i += 4, delta += stride, normed += stride) {
      for (let line: usize = 0; line < <usize>min(4, count - i) * LINE; line += LINE) {
        sum = Vec.madd(v128.load(delta + line), v128.load(normed + line), sum);
      }
    }
    total = f32x4.add(total, sum);
  }
  return total;
}

/** x̂ = (x − mean) · inverse and x̂ · scale + shift for four columns of `tiles` tiles; x̂ goes to `normed`, unless that is 0. */
function normalizeFour(
  at: usize,
  normed: usize,
  stride: usize,
  tiles: i32,
  mean: v128,
  inverse: v128,
  scale: v128,
  shift: v128,
): void {
  for (let i = 0; i < tiles; i++, at += stride) {
    for (let line: usize = 0; line < TILE; line += LINE) {
      const value = f32x4.mul(f32x4.sub(v128.load(at + line), mean), inverse);
      if (normed) v128.store(normed + line, value);
      v128.store(at + line, Vec.madd(value, scale, shift));
    }
    if (normed) normed += stride;
  }
}

/** Normalizes a column of tiles over the first `rows` rows of the batch, and moves the running statistics. */
export function normalizeBatch(layer: Layer, p: i32, rows: i32): void {
  const norm = normOf(layer);
  const lines = linesOf(layer);
  const count = <f32>rows;
  const keep = Vec.of(1 - norm.momentum);
  const take = Vec.of(norm.momentum);
  const unbiased = Vec.of(count / (count - 1));
  for (let half: usize = 0; half < LINE; half += 16) {
    const at = layer.output + <usize>p * TILE + half;
    const line = <usize>p * LINE + half;
    const mean = f32x4.div(sumOver(at, layer.stride, rows, keep, true), Vec.of(count));
    const variance = f32x4.div(sumOver(at, layer.stride, rows, mean, false), Vec.of(count));
    const inverse = Quad.inverse(variance, norm.epsilon);
    v128.store(norm.inverse + line, inverse);
    const running = norm.running + line;
    v128.store(running, Vec.madd(v128.load(running), keep, f32x4.mul(mean, take)));
    const spread = f32x4.mul(f32x4.mul(variance, unbiased), take);
    v128.store(running + lines, Vec.madd(v128.load(running + lines), keep, spread));
    const scale = v128.load(norm.affine + line);
    const shift = v128.load(norm.affine + lines + line);
    const normed = norm.normed + <usize>p * TILE + half;
    normalizeFour(at, normed, layer.stride, (rows + 3) >> 2, mean, inverse, scale, shift);
  }
}

/** The derivative of what stands before a normalization: 1 where nothing does. */
class Before {
  @inline
  static slope(norm: Norm, at: usize): v128 {
    return norm.place > 0 ? v128.load(norm.slope + at) : Vec.of(1);
  }
}

/** From the gradient of a normalized column of tiles, in `delta`, to that of its sums, over the whole batch of a step. */
export function batchBackward(layer: Layer, p: i32, rows: i32): void {
  const norm = normOf(layer);
  const lines = linesOf(layer);
  const each = Vec.of(1 / <f32>rows);
  for (let half: usize = 0; half < LINE; half += 16) {
    const line = <usize>p * LINE + half;
    let at = <usize>p * TILE + half;
    const shift = sumOver(layer.delta + at, layer.stride, rows, each, true);
    const scale = dotOver(layer.delta + at, norm.normed + at, layer.stride, rows);
    v128.store(norm.gradient + line, scale);
    v128.store(norm.gradient + lines + line, shift);
    const factor = f32x4.mul(v128.load(norm.affine + line), v128.load(norm.inverse + line));
    const meanShift = f32x4.mul(shift, each);
    const meanScale = f32x4.mul(scale, each);
    for (let row = 0; row < rows; row += 4, at += layer.stride) {
      for (let i: usize = at; i < at + TILE; i += LINE) {
        const pull = Vec.madd(v128.load(norm.normed + i), meanScale, meanShift);
        const own = f32x4.mul(f32x4.sub(v128.load(layer.delta + i), pull), factor);
        v128.store(layer.delta + i, f32x4.mul(own, Before.slope(norm, i)));
      }
    }
  }
}

/** Layer normalization: mean and 1 / σ of each of these rows. */
export function measureRows(layer: Layer, tile: i32, tiles: i32): void {
  const norm = normOf(layer);
  if (norm.kind != Normalization.layer) return;
  const count = <f32>layer.outputs;
  for (let row = tile << 2; row < (tile + tiles) << 2; row++) {
    const at = layer.output + <usize>(row >> 2) * layer.stride + <usize>(row & 3) * LINE;
    const mean = sumOfRow(at, layer.outputs, 0, true) / count;
    const variance = sumOfRow(at, layer.outputs, mean, false) / count;
    const place = (<usize>row) << 2;
    store<f32>(norm.mean + place, mean);
    store<f32>(norm.inverse + place, 1 / Mathf.sqrt(variance + norm.epsilon));
  }
}

/** Σ x, or Σ (x − mean)², of a row's first `count` columns; the others are left out, whatever they are. */
function sumOfRow(at: usize, count: i32, mean: f32, raw: bool): f32 {
  const middle = Vec.of(mean);
  let a = Vec.of(0);
  let b = Vec.of(0);
  for (; count >= 8; count -= 8, at += TILE) {
    a = f32x4.add(a, Quad.term(at, middle, raw));
    b = f32x4.add(b, Quad.term(at + 16, middle, raw));
  }
  a = f32x4.add(a, v128.and(Quad.term(at, middle, raw), firstOf(count)));
  if (count > 4) b = f32x4.add(b, v128.and(Quad.term(at + 16, middle, raw), firstOf(count - 4)));
  return Quad.sum(f32x4.add(a, b));
}

/** All bits of the first `count` of four lanes. */
function firstOf(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Normalizes a column of tiles row by row, after `measureRows`, or by the running statistics of its neurons. */
export function normalizeRows(layer: Layer, p: i32, tile: i32, tiles: i32, keep: bool): void {
  const norm = normOf(layer);
  const lines = linesOf(layer);
  for (let half: usize = 0; half < LINE; half += 16) {
    const offset = <usize>tile * layer.stride + <usize>p * TILE + half;
    const line = <usize>p * LINE + half;
    const scale = v128.load(norm.affine + line);
    const shift = v128.load(norm.affine + lines + line);
    const normed = keep ? norm.normed + offset : 0;
    if (norm.kind == Normalization.layer) {
      eachByRow(norm, layer.output + offset, normed, layer.stride, tile, tiles, scale, shift);
      continue;
    }
    const mean = v128.load(norm.running + line);
    const inverse = Quad.inverse(v128.load(norm.running + lines + line), norm.epsilon);
    normalizeFour(layer.output + offset, normed, layer.stride, tiles, mean, inverse, scale, shift);
  }
}

/** As `normalizeFour`, with each row's own statistics. */
function eachByRow(
  norm: Norm,
  at: usize,
  normed: usize,
  stride: usize,
  tile: i32,
  tiles: i32,
  scale: v128,
  shift: v128,
): void {
  let place = (<usize>tile) << 4;
  for (let i = 0; i < tiles; i++, at += stride) {
    for (let line: usize = 0; line < TILE; line += LINE, place += 4) {
      const centred = f32x4.sub(v128.load(at + line), v128.load32_splat(norm.mean + place));
      const value = f32x4.mul(centred, v128.load32_splat(norm.inverse + place));
      if (normed) v128.store(normed + line, value);
      v128.store(at + line, Vec.madd(value, scale, shift));
    }
    if (normed) normed += stride;
  }
}

/**
 * From the gradient of normalized rows of tiles, in `delta`, to that of their sums. What the gradient of scales and
 * shifts is summed from is left in `normed` (δ · x̂) and `slope` (δ).
 */
export function rowsBackward(layer: Layer, tile: i32, tiles: i32): void {
  const norm = normOf(layer);
  for (let row = tile << 2; row < (tile + tiles) << 2; row++) {
    const at = <usize>(row >> 2) * layer.stride + <usize>(row & 3) * LINE;
    if (norm.kind == Normalization.layer) rowBackward(layer, norm, row, at);
    else frozenBackward(layer, norm, at);
  }
  const used = layer.outputs & 7;
  const last = <usize>tile * layer.stride + <usize>(layer.panels - 1) * TILE;
  if (used) clearPadding(layer.delta + last, layer.stride, tiles, used);
}

/** A row of a layer normalization. Unused cells have scale 0, so that they count in no mean. */
function rowBackward(layer: Layer, norm: Norm, row: i32, at: usize): void {
  let sum = Vec.of(0);
  let dot = Vec.of(0);
  const end = at + <usize>layer.panels * TILE;
  let scales = norm.affine;
  for (let i = at; i < end; i += TILE, scales += LINE) {
    for (let half: usize = 0; half < LINE; half += 16) {
      const g = f32x4.mul(v128.load(layer.delta + i + half), v128.load(scales + half));
      sum = f32x4.add(sum, g);
      dot = Vec.madd(g, v128.load(norm.normed + i + half), dot);
    }
  }
  const count = <f32>layer.outputs;
  const shift = Vec.of(Quad.sum(sum) / count);
  const slant = Vec.of(Quad.sum(dot) / count);
  const inverse = v128.load32_splat(norm.inverse + ((<usize>row) << 2));
  scales = norm.affine;
  for (let i = at; i < end; i += TILE, scales += LINE) {
    for (let half: usize = 0; half < LINE; half += 16) {
      const g = f32x4.mul(v128.load(layer.delta + i + half), v128.load(scales + half));
      const pull = Vec.madd(v128.load(norm.normed + i + half), slant, shift);
      leave(layer, norm, i + half, f32x4.mul(f32x4.sub(g, pull), inverse));
    }
  }
}

/** A row of a batch normalization whose statistics stand still. */
function frozenBackward(layer: Layer, norm: Norm, at: usize): void {
  const lines = linesOf(layer);
  for (let line: usize = 0; line < lines; line += LINE, at += TILE) {
    for (let half: usize = 0; half < LINE; half += 16) {
      const variance = v128.load(norm.running + lines + line + half);
      const factor = f32x4.mul(v128.load(norm.affine + line + half), Quad.inverse(variance, norm.epsilon));
      leave(layer, norm, at + half, f32x4.mul(v128.load(layer.delta + at + half), factor));
    }
  }
}

/** Writes the gradient `own` of four values through what stands before the normalization, and leaves δ · x̂ and δ. */
function leave(layer: Layer, norm: Norm, at: usize, own: v128): void {
  const delta = v128.load(layer.delta + at);
  v128.store(layer.delta + at, f32x4.mul(own, Before.slope(norm, at)));
  v128.store(norm.normed + at, f32x4.mul(delta, v128.load(norm.normed + at)));
  v128.store(norm.slope + at, delta);
}

/** The gradient of scales and shifts after `rowsBackward` of the first `rows` rows. */
export function sumAffine(layer: Layer, rows: i32): void {
  const norm = normOf(layer);
  const shifts = norm.gradient + linesOf(layer);
  for (let row = 0; row < rows; row += ROWS_PER_SUM) {
    const count = min(ROWS_PER_SUM, rows - row);
    const at = <usize>(row >> 2) * layer.stride;
    columnSums(norm.normed + at, layer.stride, count, layer.panels, norm.gradient, row > 0);
    columnSums(norm.slope + at, layer.stride, count, layer.panels, shifts, row > 0);
  }
}

/** Sum of the squares of the gradient of factors and offsets. */
export function affineSquares(layer: Layer, rows: i32): f64 {
  const norm = normOf(layer);
  if (norm.kind == Normalization.layer) sumAffine(layer, rows);
  return squaresOf(norm.gradient, 2 * linesOf(layer));
}

/** Updates scales and shifts like biases: weight decay holds for them, L1 and max-norm do not. Returns whether they are finite. */
export function updateAffine(net: Net, layer: Layer, settings: usize, rows: i32): bool {
  const norm = normOf(layer);
  if (norm.kind == Normalization.layer) sumAffine(layer, rows);
  const bytes = <usize>2 * linesOf(layer);
  const rate = changetype<Settings>(settings).learningRate;
  update(net, rate, norm.affine, norm.gradient, norm.first, norm.second, bytes, 0);
  return allFinite(norm.affine, bytes);
}
