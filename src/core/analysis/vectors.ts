import type { LayerWeights } from '../trainer-types';

/** Concatenates all that a network keeps into one vector, layer by layer: w, then b, then what its normalization keeps. */
export function flatten(layers: readonly LayerWeights[]): Float64Array {
  const parts = layers.flatMap(({ w, b, norm }) => (norm ? [w, b, norm] : [w, b]));
  const out = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Inverse of {@link flatten}, with the shapes of `like`. */
export function unflatten(vector: Float64Array, like: readonly LayerWeights[]): LayerWeights[] {
  let at = 0;
  const next = ({ length }: Float32Array) => {
    at += length;
    return Float32Array.from(vector.subarray(at - length, at));
  };
  return like.map(({ inputs, outputs, w, b, norm }) => {
    const weights = { inputs, outputs, w: next(w), b: next(b) };
    return norm ? { ...weights, norm: next(norm) } : weights;
  });
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

export function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

/** a + scale · b. */
export function plus(a: Float64Array, scale: number, b: Float64Array): Float64Array {
  return a.map((value, i) => value + scale * b[i]!);
}
