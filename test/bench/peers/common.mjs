// What the JavaScript peers share: data like the engine's, and how a measurement is taken and told.
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Requires a package from the folder that JS_PEERS names, or from this project's. */
export const load = createRequire(join(process.env.JS_PEERS || process.cwd(), 'peers.js'));

const [, , workload, ...flags] = process.argv;
const budget = Number(flags[flags.indexOf('--budget') + 1] || 6);

export { workload };

/** Units, least seconds, units of warm-up. */
const [target, least, warmUp] = { W1: [200, 0, 2], W2: [20_000, 0, 2], W3: [200, 1, 20] }[workload];

/** A generator of uniform numbers (mulberry32), and normal ones made of them. */
export function random(seed) {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/** Rows of 784 numbers in 0…1, the mean of one of ten classes plus noise; and the classes. */
export function classes(count, seed = 2) {
  const forMeans = random(1);
  const means = Array.from({ length: 7840 }, () => (forMeans.uniform() < 0.2 ? forMeans.uniform() : 0));
  const { normal } = random(seed);
  const y = Array.from({ length: count }, (_, i) => i % 10);
  const x = Float32Array.from({ length: count * 784 }, (_, i) => {
    const mean = means[y[Math.floor(i / 784)] * 784 + (i % 784)];
    return Math.min(1, Math.max(0, mean + 0.3 * normal()));
  });
  return { count, x, y };
}

/** Two numbers in −5…5, and the sign of their product. */
export function xor(count, seed) {
  const { uniform } = random(seed);
  const x = Float32Array.from({ length: 2 * count }, () => 10 * uniform() - 5);
  return { count, x, y: Array.from({ length: count }, (_, i) => Math.sign(x[2 * i] * x[2 * i + 1])) };
}

/** Index arrays of one epoch in a new order. */
export function batches(count, size) {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => order.slice(i * size, (i + 1) * size));
}

/** A function that gives one batch after the other, epoch after epoch. */
export function endless(count, size) {
  let waiting = [];
  return () => {
    if (waiting.length === 0) waiting = batches(count, size);
    return waiting.shift();
  };
}

/** Calls `unit` (which returns how many units it was) until the workload is done, and prints one JSON line. */
export function measure(unit, metric) {
  const began = performance.now();
  const spent = () => performance.now() - began;
  // The engine optimizes code while it runs.
  for (let i = 0; (i < warmUp || spent() < 500) && spent() < (1000 * budget) / 3; i++) unit();
  const before = process.cpuUsage();
  const start = performance.now();
  let [units, seconds] = [0, 0];
  do {
    units += unit();
    seconds = (performance.now() - start) / 1000;
  } while ((units < target || seconds < least) && seconds < budget);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ units, seconds, cpu: (user + system) / 1e6, metric: metric() }));
}
