import assert from 'node:assert/strict';
import type { Analysis, AnalysisContext } from '../../src/core/analysis/analysis';
import type { Dataset, Task } from '../../src/core/dataset';
import { createStream } from '../../src/core/random';
import { createTrainer } from '../../src/core/trainer';
import { parseExperiment } from '../../src/experiment/parse';

/** Rows whose class depends on the first feature alone; for regression the target is 3·x₀. */
export function dataset(task: Task, features: number, count = 200): Dataset {
  const stream = createStream(5, 'data');
  const make = () => {
    const x = Float32Array.from({ length: count * features }, () => stream.normal());
    const y = Float32Array.from({ length: count }, (_, i) => {
      const first = x[i * features];
      return task === 'classification' ? Number(first > 0) : 3 * first;
    });
    return { count, x, y };
  };
  const names = Array.from({ length: features }, (_, i) => `x${i + 1}`);
  const outputs = task === 'classification' ? 2 : 1;
  return {
    task,
    features,
    outputs,
    train: make(),
    test: make(),
    featureNames: names,
    outputNames: ['a', 'b'].slice(0, outputs),
    notes: [],
  };
}

/** A network trained a little on it, as an analysis sees it. */
export function context(data: Dataset, settings: Record<string, unknown>, steps = 200): AnalysisContext {
  const parsed = parseExperiment({ version: 1, ...settings });
  assert.ok(parsed.ok);
  const spec = parsed.experiment;
  const probe = createTrainer({ spec, data, seed: 1, variant: 'dropout' });
  for (let left = steps; left > 0 && !probe.outcome; ) left -= Math.max(1, probe.advance(left).steps);
  return {
    spec,
    data,
    probe,
    ratios: probe.ratios,
    learningRate: probe.learningRate,
    stream: createStream(1, 'analysis'),
  };
}

/** The last thing that an analysis says. */
export function last<R>(analysis: Analysis<R>, at: AnalysisContext): R {
  let result: R | undefined;
  for (const value of analysis.run(at)) if (value !== undefined) result = value;
  assert.ok(result);
  return result;
}
