// Dropout, in place, over one column of tiles: on the activations, and on their derivatives, so that the backward pass
// goes through exactly the neurons that the forward pass kept.

import { Mode } from './codes';
import { Vec } from './math';
import { LINE, Site, TILE } from './net';
import { normalTile } from './normal';
import { tileWords } from './philox';

/** Parameters shared by all masks of a pass. */
@unmanaged
export class MaskKey {
  seed: u32;
  purpose: u32;
  /** Step, or number of the draw. */
  low: u32;
  high: u32;
}

/** Output of a dropped neuron under alpha dropout, before the affine correction. */
const ALPHA: f32 = -1.7580993408473766;

/**
 * Applies the dropout of `site` (number `index`) to the column of tiles at `output`; `unit` is its first unit and
 * `rowTile` the number, for the random numbers, of its first row of tiles. `delta` is 0 if no gradient is needed.
 * `scratch` holds a tile. `givenOffset` is the offset of the column in the given multipliers.
 */
export function drop(
  site: Site,
  index: i32,
  key: MaskKey,
  output: usize,
  delta: usize,
  stride: usize,
  tiles: i32,
  unit: i32,
  rowTile: i32,
  givenOffset: usize,
  scratch: usize,
): void {
  const mode = site.mode;
  const counter = ((<u32>index) << 24) | key.high;
  let given = site.given + givenOffset;
  for (let i = 0; i < tiles; i++) {
    if (mode <= Mode.alpha) maskWords(site, unit, rowTile + i, counter, key, scratch);
    if (mode == Mode.binary) keepOrDrop(site, output, delta, scratch);
    else if (mode == Mode.gaussian) gaussian(site, output, delta, scratch);
    else if (mode == Mode.alpha) alpha(site, output, delta, scratch);
    else if (mode == Mode.given) times(output, delta, given);
    else if (mode == Mode.givenAlpha) alphaTimes(site, output, delta, given);
    else scale(output, delta, site.scale);
    output += stride;
    given += stride;
    if (delta) delta += stride;
  }
}

/** The random words of a tile; neurons of a group have the same. */
function maskWords(site: Site, unit: i32, rowTile: i32, counter: u32, key: MaskKey, words: usize): void {
  const groups = site.groups ? site.groups + ((<usize>unit) << 2) : 0;
  const first = groups ? load<i32>(groups) : unit;
  tileWords(first, rowTile, key.low, counter, key.seed, key.purpose, words);
  if (groups == 0) return;
  // The groups of eight neurons lie together: none reads a column that one before it has written.
  for (let i: i32 = 7; i > 0; i--) {
    const column = words + ((<usize>(load<i32>(groups + ((<usize>i) << 2)) - first)) << 2);
    for (let row: usize = 0; row < TILE; row += LINE) {
      store<u32>(words + row + ((<usize>i) << 2), load<u32>(column + row));
    }
  }
}

/** Numbers the noise of the inputs apart from the sites of dropout, which have the same key. */
const NOISE: u32 = 128 << 24;

/** Adds normal noise to a column of tiles of inputs. */
export function addNoise(
  site: Site,
  key: MaskKey,
  output: usize,
  stride: usize,
  tiles: i32,
  unit: i32,
  rowTile: i32,
  scratch: usize,
): void {
  const deviation = Vec.of(site.noise);
  for (let tile = 0; tile < tiles; tile++, output += stride) {
    tileWords(unit, rowTile + tile, key.low, NOISE | key.high, key.seed, key.purpose, scratch);
    normalTile(scratch);
    for (let i: usize = 0; i < TILE; i += 16) {
      v128.store(output + i, Vec.madd(v128.load(scratch + i), deviation, v128.load(output + i)));
    }
  }
}

function keepOrDrop(site: Site, output: usize, delta: usize, words: usize): void {
  const threshold = i32x4.splat(site.threshold);
  const factor = Vec.of(site.scale);
  for (let i: usize = 0; i < TILE; i += 16) {
    const keep = i32x4.ge_u(v128.load(words + i), threshold);
    v128.store(output + i, v128.and(f32x4.mul(v128.load(output + i), factor), keep));
    if (delta) v128.store(delta + i, v128.and(f32x4.mul(v128.load(delta + i), factor), keep));
  }
}

function alpha(site: Site, output: usize, delta: usize, words: usize): void {
  const threshold = i32x4.splat(site.threshold);
  const factor = Vec.of(site.scale);
  for (let i: usize = 0; i < TILE; i += 16) {
    const keep = i32x4.ge_u(v128.load(words + i), threshold);
    const kept = Vec.madd(v128.load(output + i), factor, Vec.of(site.shift));
    v128.store(output + i, v128.bitselect(kept, Vec.of(site.dropped), keep));
    if (delta) v128.store(delta + i, v128.and(f32x4.mul(v128.load(delta + i), factor), keep));
  }
}

function gaussian(site: Site, output: usize, delta: usize, words: usize): void {
  normalTile(words);
  for (let i: usize = 0; i < TILE; i += 16) {
    multiplyBy(output, delta, i, Vec.madd(v128.load(words + i), Vec.of(site.scale), Vec.of(1)));
  }
}

function multiplyBy(output: usize, delta: usize, i: usize, factor: v128): void {
  v128.store(output + i, f32x4.mul(v128.load(output + i), factor));
  if (delta) v128.store(delta + i, f32x4.mul(v128.load(delta + i), factor));
}

function times(output: usize, delta: usize, given: usize): void {
  for (let i: usize = 0; i < TILE; i += 16) multiplyBy(output, delta, i, v128.load(given + i));
}

function scale(output: usize, delta: usize, factor: f32): void {
  for (let i: usize = 0; i < TILE; i += 16) multiplyBy(output, delta, i, Vec.of(factor));
}

/** a · (x·m + α′·(1 − m)) + b for any multiplier m. */
function alphaTimes(site: Site, output: usize, delta: usize, given: usize): void {
  const factor = Vec.of(site.scale);
  for (let i: usize = 0; i < TILE; i += 16) {
    const m = v128.load(given + i);
    const off = f32x4.mul(f32x4.sub(Vec.of(1), m), Vec.of(ALPHA));
    const mixed = Vec.madd(v128.load(output + i), m, off);
    v128.store(output + i, Vec.madd(mixed, factor, Vec.of(site.shift)));
    if (delta) v128.store(delta + i, f32x4.mul(v128.load(delta + i), f32x4.mul(factor, m)));
  }
}

/** Sets the columns beyond the last unit of a layer to 0: `used` (1 … 7) columns of the last panel are units. */
export function clearPadding(output: usize, stride: usize, tiles: i32, used: i32): void {
  const low = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(used));
  const high = i32x4.lt_s(i32x4(4, 5, 6, 7), i32x4.splat(used));
  for (let tile = 0; tile < tiles; tile++) {
    for (let i: usize = 0; i < TILE; i += LINE) {
      v128.store(output + i, v128.and(v128.load(output + i), low));
      v128.store(output + i, v128.and(v128.load(output + i, 16), high), 16);
    }
    output += stride;
  }
}
