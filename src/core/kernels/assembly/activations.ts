// Activations and their derivatives, computed in place over one column of tiles.

import { Activation } from './codes';
import { Vec } from './math';
import { TILE } from './net';

const GELU_SLOPE: f32 = 0.7978845608028654; // √(2/π)
const GELU_CUBE: f32 = 0.044715;
const SELU_SCALE: f32 = 1.0507009873554805;
const SELU_ALPHA_SCALE: f32 = 1.7580993408473766;

/**
 * Applies an activation to `tiles` tiles from `output` on, `stride` bytes apart, and writes its derivative to the same
 * offsets from `delta` on, unless `delta` is 0. `slope` is that of leaky ReLU, and α of ELU.
 */
export function activate(
  code: i32,
  slope: f32,
  output: usize,
  delta: usize,
  stride: usize,
  tiles: i32,
): void {
  const end = output + stride * <usize>tiles;
  if (delta) derive(code, slope, output, delta, stride, end);
  else if (code == Activation.relu) relu(output, stride, end);
  else if (code == Activation.tanh) tanh(output, 0, stride, end, false);
  else if (code == Activation.sigmoid) sigmoid(output, stride, end);
  else if (code == Activation.gelu) gelu(output, stride, end);
  else if (code == Activation.selu) selu(output, stride, end);
  else if (code == Activation.leakyRelu) leakyRelu(output, 0, slope, stride, end);
  else if (code == Activation.elu) elu(output, 0, slope, stride, end);
  else if (code == Activation.silu) silu(output, 0, stride, end);
  else if (code == Activation.softplus) softplus(output, 0, stride, end);
}

function derive(code: i32, slope: f32, output: usize, delta: usize, stride: usize, end: usize): void {
  if (code == Activation.relu) deriveRelu(output, delta, stride, end);
  else if (code == Activation.tanh) tanh(output, delta, stride, end, true);
  else if (code == Activation.sigmoid) deriveSigmoid(output, delta, stride, end);
  else if (code == Activation.gelu) deriveGelu(output, delta, stride, end);
  else if (code == Activation.selu) deriveSelu(output, delta, stride, end);
  else if (code == Activation.leakyRelu) leakyRelu(output, delta, slope, stride, end);
  else if (code == Activation.elu) elu(output, delta, slope, stride, end);
  else if (code == Activation.silu) silu(output, delta, stride, end);
  else if (code == Activation.softplus) softplus(output, delta, stride, end);
  else deriveLinear(output, delta, stride, end);
}

function deriveLinear(output: usize, delta: usize, stride: usize, end: usize): void {
  const one = Vec.of(1);
  for (; output != end; output += stride, delta += stride) {
    for (let i: usize = 0; i < TILE; i += 16) v128.store(delta + i, one);
  }
}

function relu(output: usize, stride: usize, end: usize): void {
  const zero = Vec.of(0);
  for (; output != end; output += stride) {
    for (let at = output; at != output + TILE; at += 16) v128.store(at, f32x4.pmax(v128.load(at), zero));
  }
}

function deriveRelu(output: usize, delta: usize, stride: usize, end: usize): void {
  const zero = Vec.of(0);
  const one = Vec.of(1);
  for (; output != end; output += stride, delta += stride) {
    for (let i: usize = 0; i < TILE; i += 16) {
      const z = v128.load(output + i);
      v128.store(output + i, f32x4.pmax(z, zero));
      v128.store(delta + i, v128.and(f32x4.gt(z, zero), one));
    }
  }
}

/**
 * tanh as x · p(x²) / q(x²), relative error below 4e-7, and its derivative 1 − tanh². Constants are loaded before the
 * loop, so that they stay in registers. Coefficients were fitted (least squares, reweighted towards the largest
 * relative error); beyond ±8, tanh rounds to ±1 in float32.
 */
function tanh(output: usize, delta: usize, stride: usize, end: usize, derive: bool): void {
  const most = Vec.of(8);
  const least = Vec.of(-8);
  const one = Vec.of(1);
  const p1 = Vec.of(0.13379640877246857);
  const p2 = Vec.of(3.4939423203468323e-3);
  const p3 = Vec.of(2.0581957869580947e-5);
  const p4 = Vec.of(1.3316949321051652e-8);
  const q1 = Vec.of(0.46712955832481384);
  const q2 = Vec.of(2.587072364985943e-2);
  const q3 = Vec.of(3.2829417614266276e-4);
  const q4 = Vec.of(7.761152573948493e-7);
  for (; output != end; output += stride, delta += stride) {
    for (let i: usize = 0; i < TILE; i += 16) {
      const x = f32x4.pmax(f32x4.pmin(v128.load(output + i), most), least);
      const y = f32x4.mul(x, x);
      let p = Vec.madd(y, p4, p3);
      let q = Vec.madd(y, q4, q3);
      p = Vec.madd(y, p, p2);
      q = Vec.madd(y, q, q2);
      p = Vec.madd(y, p, p1);
      q = Vec.madd(y, q, q1);
      p = Vec.madd(y, p, one);
      q = Vec.madd(y, q, one);
      const h = f32x4.div(f32x4.mul(x, p), q);
      v128.store(output + i, h);
      if (derive) v128.store(delta + i, f32x4.sub(one, f32x4.mul(h, h)));
    }
  }
}

function sigmoid(output: usize, stride: usize, end: usize): void {
  for (; output != end; output += stride) {
    for (let at = output; at != output + TILE; at += 16) v128.store(at, Vec.sigmoid(v128.load(at)));
  }
}

function deriveSigmoid(output: usize, delta: usize, stride: usize, end: usize): void {
  for (; output != end; output += stride, delta += stride) {
    for (let i: usize = 0; i < TILE; i += 16) {
      const h = Vec.sigmoid(v128.load(output + i));
      v128.store(output + i, h);
      v128.store(delta + i, f32x4.sub(h, f32x4.mul(h, h)));
    }
  }
}

class Gelu {
  /** σ(2u), u = √(2/π) (z + 0.044715 z³): z times this is ½ z (1 + tanh u) without the cancellation. */
  @inline
  static gate(z: v128, square: v128): v128 {
    const inner = Vec.madd(square, Vec.of(GELU_CUBE), Vec.of(1));
    return Vec.sigmoid(f32x4.mul(f32x4.mul(z, inner), Vec.of(2 * GELU_SLOPE)));
  }
}

function gelu(output: usize, stride: usize, end: usize): void {
  for (; output != end; output += stride) {
    for (let at = output; at != output + TILE; at += 16) {
      const z = v128.load(at);
      v128.store(at, f32x4.mul(z, Gelu.gate(z, f32x4.mul(z, z))));
    }
  }
}

function deriveGelu(output: usize, delta: usize, stride: usize, end: usize): void {
  for (; output != end; output += stride, delta += stride) {
    for (let i: usize = 0; i < TILE; i += 16) {
      const z = v128.load(output + i);
      const square = f32x4.mul(z, z);
      const s = Gelu.gate(z, square);
      const h = f32x4.mul(z, s);
      v128.store(output + i, h);
      const slope = Vec.madd(square, Vec.of(6 * GELU_CUBE * GELU_SLOPE), Vec.of(2 * GELU_SLOPE));
      const rest = f32x4.mul(f32x4.mul(h, f32x4.sub(Vec.of(1), s)), slope);
      v128.store(delta + i, f32x4.add(s, rest));
    }
  }
}

class Selu {
  /** The value where z ≤ 0. */
  @inline
  static low(z: v128): v128 {
    return f32x4.mul(Vec.expm1(f32x4.pmin(z, Vec.of(0))), Vec.of(SELU_ALPHA_SCALE));
  }
}

function selu(output: usize, stride: usize, end: usize): void {
  for (; output != end; output += stride) {
    for (let at = output; at != output + TILE; at += 16) {
      const z = v128.load(at);
      const high = f32x4.mul(z, Vec.of(SELU_SCALE));
      v128.store(at, v128.bitselect(high, Selu.low(z), f32x4.gt(z, Vec.of(0))));
    }
  }
}

function deriveSelu(output: usize, delta: usize, stride: usize, end: usize): void {
  for (; output != end; output += stride, delta += stride) {
    for (let i: usize = 0; i < TILE; i += 16) {
      const z = v128.load(output + i);
      const positive = f32x4.gt(z, Vec.of(0));
      const low = Selu.low(z);
      v128.store(output + i, v128.bitselect(f32x4.mul(z, Vec.of(SELU_SCALE)), low, positive));
      const slope = f32x4.add(low, Vec.of(SELU_ALPHA_SCALE));
      v128.store(delta + i, v128.bitselect(Vec.of(SELU_SCALE), slope, positive));
    }
  }
}

function leakyRelu(output: usize, delta: usize, slope: f32, stride: usize, end: usize): void {
  const derives = delta != 0;
  const zero = Vec.of(0);
  const one = Vec.of(1);
  const low = Vec.of(slope);
  for (; output != end; output += stride, delta += stride) {
    for (let i: usize = 0; i < TILE; i += 16) {
      const z = v128.load(output + i);
      const factor = v128.bitselect(one, low, f32x4.gt(z, zero));
      v128.store(output + i, f32x4.mul(z, factor));
      if (derives) v128.store(delta + i, factor);
    }
  }
}

function elu(output: usize, delta: usize, alpha: f32, stride: usize, end: usize): void {
  const derives = delta != 0;
  const zero = Vec.of(0);
  const most = Vec.of(alpha);
  for (; output != end; output += stride, delta += stride) {
    for (let i: usize = 0; i < TILE; i += 16) {
      const z = v128.load(output + i);
      const positive = f32x4.gt(z, zero);
      const low = f32x4.mul(Vec.expm1(f32x4.pmin(z, zero)), most);
      v128.store(output + i, v128.bitselect(z, low, positive));
      if (derives) v128.store(delta + i, v128.bitselect(Vec.of(1), f32x4.add(low, most), positive));
    }
  }
}

/** z·σ(z), whose derivative is σ + h(1 − σ). */
function silu(output: usize, delta: usize, stride: usize, end: usize): void {
  const derives = delta != 0;
  const one = Vec.of(1);
  for (; output != end; output += stride, delta += stride) {
    for (let i: usize = 0; i < TILE; i += 16) {
      const z = v128.load(output + i);
      const s = Vec.sigmoid(z);
      const h = f32x4.mul(z, s);
      v128.store(output + i, h);
      if (derives) v128.store(delta + i, Vec.madd(h, f32x4.sub(one, s), s));
    }
  }
}

function softplus(output: usize, delta: usize, stride: usize, end: usize): void {
  const derives = delta != 0;
  for (; output != end; output += stride, delta += stride) {
    for (let i: usize = 0; i < TILE; i += 16) {
      const z = v128.load(output + i);
      v128.store(output + i, Vec.softplus(z));
      if (derives) v128.store(delta + i, Vec.sigmoid(z));
    }
  }
}
