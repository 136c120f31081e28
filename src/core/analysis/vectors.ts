import type { LayerWeights } from '../trainer-types';

/** Concatenates all weights and biases into one vector, layer by layer: w, then b. */
export function flatten(layers: readonly LayerWeights[]): Float64Array {
  const out = new Float64Array(layers.reduce((sum, layer) => sum + layer.w.length + layer.b.length, 0));
  let at = 0;
  for (const { w, b } of layers) {
    out.set(w, at);
    out.set(b, at + w.length);
    at += w.length + b.length;
  }
  return out;
}

/** Inverse of {@link flatten}, with the shapes of `like`. */
export function unflatten(vector: Float64Array, like: readonly LayerWeights[]): LayerWeights[] {
  let at = 0;
  return like.map((layer) => {
    const w = Float32Array.from(vector.subarray(at, at + layer.w.length));
    const b = Float32Array.from(vector.subarray(at + layer.w.length, at + layer.w.length + layer.b.length));
    at += layer.w.length + layer.b.length;
    return { inputs: layer.inputs, outputs: layer.outputs, w, b };
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
