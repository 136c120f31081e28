// Ways to store a tile of 4 × 8 sums: eight vectors, two per row.

export class Tile {
  /** Stores the sums. */
  @inline
  static store(
    output: usize,
    c0a: v128,
    c0b: v128,
    c1a: v128,
    c1b: v128,
    c2a: v128,
    c2b: v128,
    c3a: v128,
    c3b: v128,
  ): void {
    v128.store(output, c0a);
    v128.store(output, c0b, 16);
    v128.store(output, c1a, 32);
    v128.store(output, c1b, 48);
    v128.store(output, c2a, 64);
    v128.store(output, c2b, 80);
    v128.store(output, c3a, 96);
    v128.store(output, c3b, 112);
  }

  /** Multiplies the existing values by the sums. */
  @inline
  static multiply(
    output: usize,
    c0a: v128,
    c0b: v128,
    c1a: v128,
    c1b: v128,
    c2a: v128,
    c2b: v128,
    c3a: v128,
    c3b: v128,
  ): void {
    v128.store(output, f32x4.mul(c0a, v128.load(output)));
    v128.store(output, f32x4.mul(c0b, v128.load(output, 16)), 16);
    v128.store(output, f32x4.mul(c1a, v128.load(output, 32)), 32);
    v128.store(output, f32x4.mul(c1b, v128.load(output, 48)), 48);
    v128.store(output, f32x4.mul(c2a, v128.load(output, 64)), 64);
    v128.store(output, f32x4.mul(c2b, v128.load(output, 80)), 80);
    v128.store(output, f32x4.mul(c3a, v128.load(output, 96)), 96);
    v128.store(output, f32x4.mul(c3b, v128.load(output, 112)), 112);
  }

  /** Adds the sums to the existing values. */
  @inline
  static add(
    output: usize,
    c0a: v128,
    c0b: v128,
    c1a: v128,
    c1b: v128,
    c2a: v128,
    c2b: v128,
    c3a: v128,
    c3b: v128,
  ): void {
    v128.store(output, f32x4.add(c0a, v128.load(output)));
    v128.store(output, f32x4.add(c0b, v128.load(output, 16)), 16);
    v128.store(output, f32x4.add(c1a, v128.load(output, 32)), 32);
    v128.store(output, f32x4.add(c1b, v128.load(output, 48)), 48);
    v128.store(output, f32x4.add(c2a, v128.load(output, 64)), 64);
    v128.store(output, f32x4.add(c2b, v128.load(output, 80)), 80);
    v128.store(output, f32x4.add(c3a, v128.load(output, 96)), 96);
    v128.store(output, f32x4.add(c3b, v128.load(output, 112)), 112);
  }
}
