// The structures of `assembly/net.ts` and `assembly/dropout.ts`, field by field in the same order.

/** How a field is stored: unsigned or signed 32-bit, single or double precision. */
type Kind = 'u32' | 'f32' | 'f64';

/** Field names in their order; those that are not u32 say so. */
export interface Struct<F extends string> {
  readonly bytes: number;
  readonly fields: Readonly<Record<F, { readonly offset: number; readonly kind: Kind }>>;
}

function struct<const F extends string>(
  names: readonly F[],
  kinds: Partial<Record<F, Kind>> = {},
): Struct<F> {
  const fields = {} as Record<F, { offset: number; kind: Kind }>;
  let bytes = 0;
  for (const name of names) {
    const kind = kinds[name] ?? 'u32';
    fields[name] = { offset: bytes, kind };
    bytes += kind === 'f64' ? 8 : 4;
  }
  return { bytes, fields };
}

export const LAYER = struct([
  'inputs',
  'outputs',
  'panels',
  'lines',
  'activation',
  'sparseInput',
  'sparseDelta',
  'weights',
  'weightStride',
  'weightBytes',
  'transposed',
  'transposedStride',
  'first',
  'second',
  'unitLines',
  'units',
  'output',
  'delta',
  'stride',
  'before',
]);

export const SAMPLES = struct(['count', 'x', 'y', 'sums']);

export const NET = struct(
  [
    'layerCount',
    'layers',
    'chunkRows',
    'train',
    'validation',
    'test',
    'batch',
    'order',
    'position',
    'x',
    'xStride',
    'features',
    'y',
    'targetBytes',
    'rowLosses',
    'loss',
    'classWeights',
    'scratch',
    'scratchBytes',
    'sums',
    'zeros',
    'optimizer',
    'epsilon',
    'weightDecay',
    'l1',
    'maxNorm',
    'key',
    'settings',
    'settingsStride',
    'scalars',
    'snapshot',
    'xBefore',
    'diverged',
    'hits',
    'crew',
    'stepThreads',
    'chunkThreads',
  ],
  { epsilon: 'f32', weightDecay: 'f32', l1: 'f32', maxNorm: 'f32' },
);

/** Bytes of what a crew of these many threads shares: two cache lines, and one for each thread; see `crew.ts`. */
export const crewBytes = (threads: number): number => 64 * (2 + threads);

export const SCALARS = struct(['beta1', 'beta2', 'beta1Power', 'beta2Power', 'lossSum'], {
  beta1: 'f64',
  beta2: 'f64',
  beta1Power: 'f64',
  beta2Power: 'f64',
  lossSum: 'f64',
});

export const SETTINGS = struct(['learningRate'], { learningRate: 'f64' });

export const SITE = struct(['mode', 'threshold', 'scale', 'shift', 'dropped', 'given'], {
  scale: 'f32',
  shift: 'f32',
  dropped: 'f32',
});

export const KEY = struct(['seed', 'purpose', 'low', 'high']);

/** Bytes of one step's settings for a network with this many sites. */
export function settingsBytes(sites: number): number {
  return SETTINGS.bytes + SITE.bytes * sites;
}
