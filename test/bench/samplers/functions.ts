import type { Dimension, Point } from '../../../src/core/search/distribution';

/** A function to minimize. The same are in optuna_side.py. */
export interface TestFunction {
  readonly dimensions: readonly Dimension[];
  readonly loss: (point: Point) => number;
}

const float = (low: number, high: number, log = false) => ({ kind: 'float', low, high, log }) as const;
const choice = (count: number) => ({ kind: 'choice', count }) as const;
const square = (x: number) => x * x;

function all(count: number, distribution: Dimension['distribution']): Dimension[] {
  return Array.from({ length: count }, (_, i) => ({ name: `x${i}`, distribution }));
}

const sphere: TestFunction = {
  dimensions: all(5, float(-5, 5)),
  loss: (point) => Object.values(point).reduce((sum, x, i) => sum + square(x - (i - 1.5)), 0),
};

const rosenbrock: TestFunction = {
  dimensions: all(3, float(-2, 2)),
  loss: ({ x0: x = 0, x1: y = 0, x2: z = 0 }) =>
    100 * (square(y - x * x) + square(z - y * y)) + square(1 - x) + square(1 - y),
};

const ackley: TestFunction = {
  dimensions: all(3, float(1e-5, 1e-1, true)),
  loss: (point) => {
    const z = Object.values(point).map((x) => 3 * (Math.log10(x) + 2.6));
    const mean = (f: (x: number) => number) => z.reduce((sum, x) => sum + f(x), 0) / z.length;
    const waves = mean((x) => Math.cos(2 * Math.PI * x));
    return 20 - 20 * Math.exp(-0.2 * Math.sqrt(mean(square))) + Math.E - Math.exp(waves);
  },
};

const mixed: TestFunction = {
  dimensions: [
    { name: 'depth', distribution: { kind: 'integer', low: 1, high: 8, log: false, step: 1 } },
    { name: 'width', distribution: { kind: 'integer', low: 1, high: 512, log: true, step: 1 } },
    { name: 'ratio', distribution: { ...float(0, 0.9), step: 0.05 } },
    { name: 'rate', distribution: float(1e-5, 1, true) },
    { name: 'kind', distribution: choice(4) },
  ],
  loss: ({ depth = 0, width = 0, ratio = 0, rate = 0, kind = 0 }) =>
    square(Math.log10(rate) - (-2.5 - 0.4 * kind)) +
    square(depth - 3) / 10 +
    square(Math.log2(width) - 6) / 8 +
    4 * square(ratio - 0.2 - 0.05 * kind) +
    [0, 0.3, 0.5, 1][kind]!,
};

const [MOMENTUM, ADAM, NONE, INPUT] = [1, 2, 0, 1];

const conditional: TestFunction = {
  dimensions: [
    { name: 'rate', distribution: float(1e-5, 1, true) },
    { name: 'optimizer', distribution: choice(3) },
    { name: 'where', distribution: choice(3) },
    { name: 'momentum', distribution: float(0, 0.99), when: { name: 'optimizer', values: [MOMENTUM] } },
    { name: 'beta', distribution: float(0.8, 0.9999), when: { name: 'optimizer', values: [ADAM] } },
    { name: 'ratio', distribution: float(0, 0.9), when: { name: 'where', values: [1, 2] } },
  ],
  loss: ({ rate = 0, optimizer, where, momentum = 0, beta = 0, ratio = 0 }) => {
    const lg = Math.log10(rate);
    let value = 0.4;
    if (optimizer === ADAM) value += square(lg + 2.8) + 20 * square(beta - 0.95) - 0.2;
    else if (optimizer === MOMENTUM) value += square(lg + 1.5) + 2 * square(momentum - 0.9) - 0.1;
    else value += square(lg + 0.5);
    if (where === NONE) return value;
    return value + (where === INPUT ? 2 * square(ratio - 0.2) - 0.05 : 2 * square(ratio - 0.5) - 0.2);
  },
};

export const functions: Readonly<Record<string, TestFunction>> = {
  sphere,
  rosenbrock,
  ackley,
  mixed,
  conditional,
};
