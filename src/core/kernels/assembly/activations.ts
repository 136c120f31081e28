// Activations and their derivatives, in place, over one column of tiles.

import { Vec } from './math';
import { TILE } from './net';

const GELU_SLOPE: f32 = 0.7978845608028654; // √(2/π)
const GELU_CUBE: f32 = 0.044715;
const SELU_SCALE: f32 = 1.0507009873554805;
const SELU_ALPHA_SCALE: f32 = 1.7580993408473766;

/**
 * Applies an activation to `tiles` tiles from `output` on, `stride` bytes apart, and writes its derivative to the same
 * places from `delta` on, unless `delta` is 0.
 */
export function activate(code: i32, output: usize, delta: usize, stride: usize, tiles: i32): void {
  for (let tile = 0; tile < tiles; tile++) {
    activateTile(code, output, delta);
    output += stride;
    if (delta) delta += stride;
  }
}

function activateTile(code: i32, tile: usize, delta: usize): void {
  if (code == 1) relu(tile, delta);
  else if (code == 2) tanh(tile, delta);
  else if (code == 3) sigmoid(tile, delta);
  else if (code == 4) gelu(tile, delta);
  else if (code == 5) selu(tile, delta);
  else if (delta) ones(delta);
}

function ones(delta: usize): void {
  for (let i: usize = 0; i < TILE; i += 16) v128.store(delta + i, Vec.of(1));
}

function relu(tile: usize, delta: usize): void {
  const zero = Vec.of(0);
  for (let i: usize = 0; i < TILE; i += 16) {
    const z = v128.load(tile + i);
    v128.store(tile + i, f32x4.pmax(z, zero));
    if (delta) v128.store(delta + i, v128.and(f32x4.gt(z, zero), Vec.of(1)));
  }
}

function tanh(tile: usize, delta: usize): void {
  for (let i: usize = 0; i < TILE; i += 16) {
    const h = Vec.tanh(v128.load(tile + i));
    v128.store(tile + i, h);
    if (delta) v128.store(delta + i, f32x4.sub(Vec.of(1), f32x4.mul(h, h)));
  }
}

function sigmoid(tile: usize, delta: usize): void {
  for (let i: usize = 0; i < TILE; i += 16) {
    const h = Vec.sigmoid(v128.load(tile + i));
    v128.store(tile + i, h);
    if (delta) v128.store(delta + i, f32x4.sub(h, f32x4.mul(h, h)));
  }
}

/** z · σ(2u), which is ½ z (1 + tanh u) without the cancellation, u = √(2/π) (z + 0.044715 z³). */
function gelu(tile: usize, delta: usize): void {
  for (let i: usize = 0; i < TILE; i += 16) {
    const z = v128.load(tile + i);
    const square = f32x4.mul(z, z);
    const inner = Vec.madd(square, Vec.of(GELU_CUBE), Vec.of(1));
    const s = Vec.sigmoid(f32x4.mul(f32x4.mul(z, inner), Vec.of(2 * GELU_SLOPE)));
    const h = f32x4.mul(z, s);
    v128.store(tile + i, h);
    if (delta) {
      const slope = Vec.madd(square, Vec.of(6 * GELU_CUBE * GELU_SLOPE), Vec.of(2 * GELU_SLOPE));
      const rest = f32x4.mul(f32x4.mul(h, f32x4.sub(Vec.of(1), s)), slope);
      v128.store(delta + i, f32x4.add(s, rest));
    }
  }
}

function selu(tile: usize, delta: usize): void {
  const zero = Vec.of(0);
  for (let i: usize = 0; i < TILE; i += 16) {
    const z = v128.load(tile + i);
    const positive = f32x4.gt(z, zero);
    const low = f32x4.mul(Vec.expm1(f32x4.pmin(z, zero)), Vec.of(SELU_ALPHA_SCALE));
    v128.store(tile + i, v128.bitselect(f32x4.mul(z, Vec.of(SELU_SCALE)), low, positive));
    if (delta) {
      const slope = f32x4.add(low, Vec.of(SELU_ALPHA_SCALE));
      v128.store(delta + i, v128.bitselect(Vec.of(SELU_SCALE), slope, positive));
    }
  }
}
