import { exp, ln } from './elementary';
import { createStream, type Stream } from './random';

/**
 * The logarithm of a Gamma(shape, 1) number, by Marsaglia and Tsang ("A simple method for generating gamma variables",
 * 2000). Small shapes give numbers below the least that there is, so that logarithms are what is taken further.
 */
function logGamma(stream: Stream, shape: number): number {
  if (shape < 1) return logGamma(stream, shape + 1) + ln(stream.uniform() + 2 ** -33) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = stream.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    if (ln(stream.uniform() + 2 ** -33) < 0.5 * x * x + d - d * v + d * ln(v)) return ln(d) + ln(v);
  }
}

/** λ of each of `batches` batches of an epoch, from Beta(α, α). Deterministic in its arguments. */
export function mixingShares(seed: number, epoch: number, batches: number, alpha: number): Float32Array {
  const stream = createStream(seed, 'mixup', epoch);
  return Float32Array.from({ length: batches }, () => {
    const [own, other] = [logGamma(stream, alpha), logGamma(stream, alpha)];
    return 1 / (1 + exp(other - own));
  });
}
