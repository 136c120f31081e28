import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createStream } from '../../src/core/random';
import type { Dimension, Point } from '../../src/core/search/distribution';
import { importanceOf } from '../../src/core/search/importance';
import { createRandom } from '../../src/core/search/samplers/random';
import { pythonWith } from '../bench/python';
import { skip } from '../support/skip';

const float = (low: number, high: number, log = false) => ({ kind: 'float', low, high, log }) as const;
const rate: Dimension = { name: 'rate', distribution: float(1e-5, 1, true) };
const ratio: Dimension = { name: 'ratio', distribution: float(0, 0.9) };
const depth: Dimension = {
  name: 'depth',
  distribution: { kind: 'integer', low: 1, high: 8, log: false, step: 1 },
};
const rule: Dimension = { name: 'rule', distribution: { kind: 'choice', count: 3 } };
const lg = (point: Point) => Math.log10(point.rate!);

interface TestFunction {
  readonly title: string;
  readonly dimensions: readonly Dimension[];
  /** From what matters most to what matters least. */
  readonly order: readonly string[];
  loss(point: Point): number;
}

const FUNCTIONS: readonly TestFunction[] = [
  {
    title: 'a sum of squares with weights',
    dimensions: [ratio, rate, depth],
    order: ['rate', 'depth', 'ratio'],
    loss: (point) =>
      (lg(point) + 2.5) ** 2 + 0.12 * (point.depth! - 3) ** 2 + 1.5 * (point.ratio! - 0.3) ** 2,
  },
  {
    title: 'a choice beside numbers',
    dimensions: [depth, rule, rate],
    order: ['rate', 'rule', 'depth'],
    loss: (point) => (lg(point) + 2.5) ** 2 + 0.6 * point.rule! + 0.01 * (point.depth! - 5) ** 2,
  },
  {
    title: 'a rate whose best value another setting moves',
    dimensions: [depth, rate, ratio],
    order: ['rate', 'ratio', 'depth'],
    loss: (point) => (lg(point) + 3 - 0.5 * point.ratio!) ** 2 + 0.8 * point.ratio! + 0.002 * point.depth!,
  },
];

/** Ours is about the best tenth and theirs about all trials: they agree where one setting decides clearly more. */
describe("the order of settings beside Optuna's fANOVA", () => {
  let python: string | undefined;
  before(function () {
    python = pythonWith('optuna, sklearn')?.python;
    if (!python)
      skip(this, 'no Python here has Optuna and scikit-learn (Debian: python3-optuna, python3-sklearn)');
  });

  for (const { title, dimensions, order, loss } of FUNCTIONS)
    it(`is the same of ${title}`, function () {
      this.timeout(120_000);
      const random = createStream(5, 'data');
      const trials = createRandom(dimensions, 5, {})
        .propose(200, [])
        .map((point) => ({ point, value: loss(point) + 0.02 * random.normal(), state: 'complete' as const }));
      const importance = importanceOf(dimensions, trials);
      assert.ok(importance.kind === 'importance');
      const ours = Object.fromEntries(importance.settings.map(({ name, share }) => [name, share]));
      const { stdout, stderr } = spawnSync(python!, [resolve('test/study/importance-optuna.py')], {
        input: JSON.stringify({ dimensions, trials }),
        encoding: 'utf8',
      });
      assert.notEqual(stdout, '', stderr);
      const orderOf = (shares: Readonly<Record<string, number>>) =>
        Object.keys(shares).sort((one, other) => shares[other]! - shares[one]!);
      const theirs: Record<string, number> = JSON.parse(stdout);
      const both = JSON.stringify({ ours, theirs });
      assert.deepEqual(orderOf(theirs), order, both);
      assert.deepEqual(orderOf(ours), order, both);
    });
});
