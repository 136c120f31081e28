import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Distribution, Point } from '../../src/core/search/distribution';
import type { PastTrial } from '../../src/core/search/sampler';

/** What Optuna 3.1 and SciPy compute: test/fixtures/samplers/generate.py. */
export interface Fixture {
  readonly densities: readonly {
    readonly name: string;
    readonly distributions: readonly Distribution[];
    readonly options: Record<string, unknown>;
    readonly columns: readonly number[][];
    readonly points: readonly number[][];
    readonly lnDensities: readonly number[];
  }[];
  readonly divisions: readonly {
    readonly trials: readonly (Omit<PastTrial, 'value'> & {
      readonly point: Point;
      readonly value: number | null;
    })[];
    readonly finished: number;
    readonly good: readonly number[];
    readonly other: readonly number[];
    readonly groups: readonly string[][];
  }[];
  readonly normal: Readonly<
    Record<'x' | 'cdf' | 'lnCdf' | 'p' | 'quantile' | 'lnMass', readonly number[]>
  > & {
    readonly interval: readonly (readonly [number, number])[];
  };
  readonly sobol: readonly number[][];
}

/** A JSON file of test/fixtures/samplers. */
export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(resolve(process.cwd(), 'test/fixtures/samplers', name), 'utf8')) as T;
}
