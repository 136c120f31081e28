// Updates of weights from their gradient: one pass each. The formulas, and where ε stands,
// are PyTorch's. Running means that have become tiny are set to 0: they move no weight, and denormals are slow.

import { Optimizer } from './codes';
import { Vec } from './math';
import { LINE, Net, Scalars, TILE } from './net';

const LEAST_MEAN: f32 = 1e-30;
const LEAST_SQUARE: f32 = 1e-36;
const LEAST_GRADIENT: f32 = 1e-18;
const LEAST_WEIGHT: f32 = 1e-30;

/** Rates shared by all panels of a step. */
class Rates {
  /** Adam: learning rate / (1 − β₁ᵗ). */
  @inline
  static adamStep(scalars: Scalars, learningRate: f64): f32 {
    return <f32>(learningRate / (1 - scalars.beta1Power));
  }

  /** Adam: 1 / √(1 − β₂ᵗ). */
  @inline
  static adamRoot(scalars: Scalars): f32 {
    return <f32>(1 / Math.sqrt(1 - scalars.beta2Power));
  }

  /** NAdam: the momentum of a step, from the power of the decay then. */
  @inline
  static momentumOf(scalars: Scalars, power: f64): f64 {
    return scalars.beta1 * (1 - 0.5 * power);
  }
}

/** Advances what depends on the number of steps alone; once before the updates of a step. */
export function advanceScalars(net: Net): void {
  const scalars = changetype<Scalars>(net.scalars);
  scalars.beta1Power *= scalars.beta1;
  scalars.beta2Power *= scalars.beta2;
  if (net.optimizer != Optimizer.nadam) return;
  scalars.momentumDecayPower *= scalars.momentumDecay;
  scalars.momentumProduct *= Rates.momentumOf(scalars, scalars.momentumDecayPower);
}

/** Clips the gradient, and adds what penalties of the weights add to it; decoupled decay shrinks the weights instead. */
function penalize(
  net: Net,
  scalars: Scalars,
  learningRate: f64,
  w: usize,
  g: usize,
  bytes: usize,
  weightBytes: usize,
): void {
  if (net.clipNorm > 0) scale(g, bytes, <f32>scalars.clip);
  if (net.clipValue > 0) clamp(g, bytes, net.clipValue);
  if (net.weightDecay != 0) {
    if (net.decoupledDecay != 0) shrink(w, bytes, <f32>(1 - learningRate * net.weightDecay));
    else addWeights(g, w, bytes, net.weightDecay);
  }
  if (net.l1 != 0) addSigns(g, w, weightBytes, net.l1);
}

/**
 * Updates `bytes` bytes of weights and biases at `w` from their gradient `g`; `m` and `v` are their running means. The
 * first `weightBytes` bytes are weights, the rest biases.
 */
export function update(
  net: Net,
  learningRate: f64,
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  bytes: usize,
  weightBytes: usize,
): void {
  const scalars = changetype<Scalars>(net.scalars);
  const rate = <f32>learningRate;
  const kind = net.optimizer;
  penalize(net, scalars, learningRate, w, g, bytes, weightBytes);
  if (kind == Optimizer.sgd) sgd(w, g, bytes, rate);
  else if (kind == Optimizer.momentum) momentum(w, g, m, bytes, rate, <f32>scalars.beta1);
  else if (kind == Optimizer.nesterov) nesterov(w, g, m, bytes, rate, <f32>scalars.beta1);
  else if (kind == Optimizer.rmsprop) rmsprop(w, g, v, bytes, rate, scalars.beta2, net.epsilon);
  else if (kind == Optimizer.adagrad) adagrad(w, g, v, bytes, rate, net.epsilon);
  else if (kind == Optimizer.lion) lion(w, g, m, bytes, rate, scalars.beta1, scalars.beta2);
  else if (kind == Optimizer.nadam) nadam(w, g, m, v, bytes, learningRate, scalars, net.epsilon);
  else {
    const step = Rates.adamStep(scalars, learningRate);
    if (kind == Optimizer.adamax)
      adamax(w, g, m, v, bytes, step, scalars.beta1, <f32>scalars.beta2, net.epsilon);
    else adam(w, g, m, v, bytes, step, Rates.adamRoot(scalars), scalars.beta1, scalars.beta2, net.epsilon);
  }
}

function sgd(w: usize, g: usize, bytes: usize, rate: f32): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(w + i, f32x4.sub(v128.load(w + i), f32x4.mul(v128.load(g + i), Vec.of(rate))));
  }
}

function momentum(w: usize, g: usize, m: usize, bytes: usize, rate: f32, beta: f32): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const mean = Vec.flush(Vec.madd(v128.load(m + i), Vec.of(beta), v128.load(g + i)), LEAST_MEAN);
    v128.store(m + i, mean);
    v128.store(w + i, f32x4.sub(v128.load(w + i), f32x4.mul(mean, Vec.of(rate))));
  }
}

function nesterov(w: usize, g: usize, m: usize, bytes: usize, rate: f32, beta: f32): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const gradient = v128.load(g + i);
    const mean = Vec.flush(Vec.madd(v128.load(m + i), Vec.of(beta), gradient), LEAST_MEAN);
    v128.store(m + i, mean);
    const ahead = Vec.madd(mean, Vec.of(beta), gradient);
    v128.store(w + i, f32x4.sub(v128.load(w + i), f32x4.mul(ahead, Vec.of(rate))));
  }
}

function rmsprop(w: usize, g: usize, v: usize, bytes: usize, rate: f32, rho: f64, epsilon: f32): void {
  const keep = Vec.of(<f32>rho);
  const add = Vec.of(<f32>(1 - rho));
  for (let i: usize = 0; i < bytes; i += 16) {
    const gradient = Vec.flush(v128.load(g + i), LEAST_GRADIENT);
    const kept = f32x4.mul(v128.load(v + i), keep);
    const square = Vec.flush(Vec.madd(f32x4.mul(gradient, add), gradient, kept), LEAST_SQUARE);
    v128.store(v + i, square);
    const root = f32x4.add(f32x4.sqrt(square), Vec.of(epsilon));
    const step = f32x4.div(f32x4.mul(gradient, Vec.of(rate)), root);
    v128.store(w + i, f32x4.sub(v128.load(w + i), step));
  }
}

function adam(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  bytes: usize,
  step: f32,
  root: f32,
  beta1: f64,
  beta2: f64,
  epsilon: f32,
): void {
  const keep1 = Vec.of(<f32>beta1);
  const add1 = Vec.of(<f32>(1 - beta1));
  const keep2 = Vec.of(<f32>beta2);
  const add2 = Vec.of(<f32>(1 - beta2));
  for (let i: usize = 0; i < bytes; i += 16) {
    const gradient = Vec.flush(v128.load(g + i), LEAST_GRADIENT);
    const kept1 = f32x4.mul(v128.load(m + i), keep1);
    const mean = Vec.flush(Vec.madd(gradient, add1, kept1), LEAST_MEAN);
    const kept2 = f32x4.mul(v128.load(v + i), keep2);
    const square = Vec.flush(Vec.madd(f32x4.mul(gradient, add2), gradient, kept2), LEAST_SQUARE);
    v128.store(m + i, mean);
    v128.store(v + i, square);
    const divisor = Vec.madd(f32x4.sqrt(square), Vec.of(root), Vec.of(epsilon));
    const change = f32x4.div(f32x4.mul(mean, Vec.of(step)), divisor);
    v128.store(w + i, f32x4.sub(v128.load(w + i), change));
  }
}

/** v + g², whose root divides the step: it never shrinks. */
function adagrad(w: usize, g: usize, v: usize, bytes: usize, rate: f32, epsilon: f32): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const gradient = Vec.flush(v128.load(g + i), LEAST_GRADIENT);
    const sum = Vec.madd(gradient, gradient, v128.load(v + i));
    v128.store(v + i, sum);
    const root = f32x4.add(f32x4.sqrt(sum), Vec.of(epsilon));
    const step = f32x4.div(f32x4.mul(gradient, Vec.of(rate)), root);
    v128.store(w + i, f32x4.sub(v128.load(w + i), step));
  }
}

class Mean {
  /** The running mean at `m` with the gradient in it. */
  @inline
  static next(m: usize, gradient: v128, beta: f64): v128 {
    const kept = f32x4.mul(v128.load(m), Vec.of(<f32>beta));
    return Vec.flush(Vec.madd(gradient, Vec.of(<f32>(1 - beta)), kept), LEAST_MEAN);
  }
}

function adamax(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  bytes: usize,
  step: f32,
  beta1: f64,
  beta2: f32,
  epsilon: f32,
): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const gradient = Vec.flush(v128.load(g + i), LEAST_GRADIENT);
    const mean = Mean.next(m + i, gradient, beta1);
    const size = f32x4.add(f32x4.abs(gradient), Vec.of(epsilon));
    const most = f32x4.pmax(size, f32x4.mul(v128.load(v + i), Vec.of(beta2)));
    v128.store(m + i, mean);
    v128.store(v + i, most);
    const change = f32x4.div(f32x4.mul(mean, Vec.of(step)), most);
    v128.store(w + i, f32x4.sub(v128.load(w + i), change));
  }
}

function nadam(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  bytes: usize,
  learningRate: f64,
  scalars: Scalars,
  epsilon: f32,
): void {
  const root = Vec.of(Rates.adamRoot(scalars));
  const momentum = Rates.momentumOf(scalars, scalars.momentumDecayPower);
  const next = Rates.momentumOf(scalars, scalars.momentumDecayPower * scalars.momentumDecay);
  const product = scalars.momentumProduct;
  const ofGradient = Vec.of(<f32>((learningRate * (1 - momentum)) / (1 - product)));
  const ofMean = Vec.of(<f32>((learningRate * next) / (1 - product * next)));
  const keep2 = Vec.of(<f32>scalars.beta2);
  const add2 = Vec.of(<f32>(1 - scalars.beta2));
  for (let i: usize = 0; i < bytes; i += 16) {
    const gradient = Vec.flush(v128.load(g + i), LEAST_GRADIENT);
    const mean = Mean.next(m + i, gradient, scalars.beta1);
    const kept2 = f32x4.mul(v128.load(v + i), keep2);
    const square = Vec.flush(Vec.madd(f32x4.mul(gradient, add2), gradient, kept2), LEAST_SQUARE);
    v128.store(m + i, mean);
    v128.store(v + i, square);
    const divisor = Vec.madd(f32x4.sqrt(square), root, Vec.of(epsilon));
    const change = f32x4.div(Vec.madd(gradient, ofGradient, f32x4.mul(mean, ofMean)), divisor);
    v128.store(w + i, f32x4.sub(v128.load(w + i), change));
  }
}

/** Moves by the rate along the sign of β₁ m + (1 − β₁) g; sign(0) = 0. */
function lion(w: usize, g: usize, m: usize, bytes: usize, rate: f32, beta1: f64, beta2: f64): void {
  const signBit = i32x4.splat(0x80000000);
  for (let i: usize = 0; i < bytes; i += 16) {
    const gradient = Vec.flush(v128.load(g + i), LEAST_GRADIENT);
    const along = Mean.next(m + i, gradient, beta1);
    v128.store(m + i, Mean.next(m + i, gradient, beta2));
    const step = v128.or(v128.and(along, signBit), Vec.of(rate));
    const change = v128.and(step, f32x4.ne(along, Vec.of(0)));
    v128.store(w + i, f32x4.sub(v128.load(w + i), change));
  }
}

/** Sum of the squares of `bytes` bytes of a gradient. */
export function squaresOf(g: usize, bytes: usize): f64 {
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const four = v128.load(g + i);
    const low = f64x2.promote_low_f32x4(four);
    const high = f64x2.promote_low_f32x4(i64x2.shuffle(four, four, 1, 0));
    sum = f64x2.add(sum, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

function scale(g: usize, bytes: usize, factor: f32): void {
  if (factor == 1) return;
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(g + i, f32x4.mul(v128.load(g + i), Vec.of(factor)));
  }
}

/** Holds each number within ±most; NaN stays NaN. */
function clamp(g: usize, bytes: usize, most: f32): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const held = f32x4.min(f32x4.max(v128.load(g + i), Vec.of(-most)), Vec.of(most));
    v128.store(g + i, held);
  }
}

/** w · factor: decoupled decay. */
function shrink(w: usize, bytes: usize, factor: f32): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(w + i, Vec.flush(f32x4.mul(v128.load(w + i), Vec.of(factor)), LEAST_WEIGHT));
  }
}

/** g + decay · w: the gradient of ½ decay · w². */
function addWeights(g: usize, w: usize, bytes: usize, decay: f32): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const weight = Vec.flush(v128.load(w + i), LEAST_WEIGHT);
    v128.store(w + i, weight);
    v128.store(g + i, Vec.madd(weight, Vec.of(decay), v128.load(g + i)));
  }
}

/** g + factor · sign(w), with sign(0) = 0: a subgradient of factor · |w|. */
function addSigns(g: usize, w: usize, bytes: usize, factor: f32): void {
  const signBit = i32x4.splat(0x80000000);
  for (let i: usize = 0; i < bytes; i += 16) {
    const weight = v128.load(w + i);
    const sign = v128.or(v128.and(weight, signBit), Vec.of(factor));
    const push = v128.and(sign, f32x4.ne(weight, Vec.of(0)));
    v128.store(g + i, f32x4.add(v128.load(g + i), push));
  }
}

/** Scales the incoming weights of each of 8 neurons (a column of tiles) down to the norm `most` where it is exceeded. */
export function limitNorms(w: usize, stride: usize, lines: i32, most: f32): void {
  limitFour(w, stride, lines, most);
  limitFour(w + 16, stride, lines, most);
}

function limitFour(w: usize, stride: usize, lines: i32, most: f32): void {
  const end = w + <usize>(lines >> 2) * stride;
  let squares = Vec.of(0);
  for (let tile = w; tile != end; tile += stride) {
    for (let line = tile; line != tile + TILE; line += LINE) {
      const weight = v128.load(line);
      squares = Vec.madd(weight, weight, squares);
    }
  }
  const norm = f32x4.sqrt(squares);
  const over = f32x4.gt(norm, Vec.of(most));
  if (!v128.any_true(over)) return;
  const factor = v128.bitselect(f32x4.div(Vec.of(most), norm), Vec.of(1), over);
  for (let tile = w; tile != end; tile += stride) {
    for (let line = tile; line != tile + TILE; line += LINE) {
      v128.store(line, f32x4.mul(v128.load(line), factor));
    }
  }
}

/** Whether all of these numbers are finite. */
export function allFinite(w: usize, bytes: usize): bool {
  let good = i32x4.splat(-1);
  for (let i: usize = 0; i < bytes; i += 16) {
    good = v128.and(good, f32x4.lt(f32x4.abs(v128.load(w + i)), Vec.of(Infinity)));
  }
  return i32x4.all_true(good);
}
