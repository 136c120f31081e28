// A loop of nothing but SIMD128 multiplications and additions: how fast this processor could be at best without fused
// instructions. Twelve sums, so that the latency of an addition after a multiplication is hidden.

const [SUMS, UNROLLED] = [12, 4];

const leb = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...leb(Math.floor(value / 128))];
const vector = (items: readonly number[]): number[] => [...leb(items.length), ...items];
const section = (id: number, content: readonly number[]): number[] => [id, ...vector(content)];

const [V128, F32, I32] = [0x7b, 0x7d, 0x7f];
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const simd = (code: number) => [0xfd, ...leb(code)];
const [SPLAT, EXTRACT, ADD, MULTIPLY] = [19, 31, 228, 230];
/** f32.const; only for numbers whose lower 16 bits are 0. */
const single = (value: number) => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];

/** (n: i32) → f32: n rounds of `sum = sum · factor + addend` for every sum. */
function moduleBytes(): Uint8Array<ArrayBuffer> {
  const [factor, addend, firstSum] = [1, 2, 3];
  const sums = Array.from({ length: SUMS }, (_, i) => firstSum + i);
  const round = sums.flatMap((sum) => [
    ...[...get(sum), ...get(factor), ...simd(MULTIPLY)],
    ...[...get(addend), ...simd(ADD), ...set(sum)],
  ]);
  const total = sums.flatMap((sum, i) => [...get(sum), ...(i > 0 ? simd(ADD) : [])]);
  const body = [
    ...[1, 2 + SUMS, V128],
    ...[...single(0.5), ...simd(SPLAT), ...set(factor)],
    ...[...single(1), ...simd(SPLAT), ...set(addend)],
    ...[0x03, 0x40],
    ...new Array<number[]>(UNROLLED).fill(round).flat(),
    // if (--n) again
    ...[...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b],
    ...[...total, ...simd(EXTRACT), 0, 0x0b],
  ];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, I32, 1, F32]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...vector([...Buffer.from('run')]), 0, 0]),
    ...section(10, [1, ...vector(body)]),
  ]);
}

/** GFLOP/s of one core: the better of two short runs, by processor time. */
export function peakGflops(): number {
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes())).exports as {
    run: (rounds: number) => number;
  };
  const rounds = 1_000_000;
  run(rounds);
  let best = 0;
  for (let i = 0; i < 2; i++) {
    const before = process.cpuUsage();
    run(rounds);
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, (rounds * UNROLLED * SUMS * 4 * 2) / ((user + system) * 1000));
  }
  return best;
}
