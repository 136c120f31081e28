import assert from 'node:assert/strict';
import { sweepSpec } from '../../src/charts/study/sweep-plot';
import { Trials } from '../../src/charts/study/trials';
import { gridValues } from '../../src/core/search/samplers/grid-walk';
import { defaultExperiment } from '../../src/experiment/defaults';
import { lesson } from '../../src/experiment/lesson';
import type { Experiment } from '../../src/experiment/schema';
import { studyProblems } from '../../src/experiment/study-rules';
import { isSweep, type SweepId, sweepOf, sweeps } from '../../src/experiment/sweeps';
import type { StudyState } from '../../src/protocol';
import { searchOf } from '../../src/study/search';
import { swept } from './swept';

const spec = (study: StudyState, options = {}) => sweepSpec(study, new Trials(study), 'testLoss', options);

describe('the sweeps of the lesson', () => {
  for (const { id } of sweeps)
    it(`${id}: is a study that can be done, has an idea, and a plot that can be read`, () => {
      const experiment = sweepOf(id, defaultExperiment());
      assert.deepEqual(studyProblems(experiment), []);
      assert.equal(lesson.filter((idea) => idea.sweeps?.some((one) => one === id)).length, 1);
      const study = swept(id, () => 0.5);
      assert.ok(study.count >= 5 && study.count <= 22, `${study.count} trials`);
      assert.equal(study.trainings, study.count * study.seeds);
      const { x, series, label } = spec(study);
      assert.ok(label.length > 0 && (x.categories?.length ?? 0) <= 12);
      const points = series.flatMap((line) => line.points);
      assert.equal(points.length, study.count, 'every trial is a point');
      assert.deepEqual(
        points.map((point) => point.id!).sort((a, b) => a - b),
        Array.from({ length: study.count }, (_, i) => i),
      );
      for (const { low, y, high } of points) assert.ok(low! < y && y < high!);
    });

  it('draws dropout and none as two lines, and marks the value of the set-up', () => {
    const { series, marks, x } = spec(swept('learningRate', () => 0.5));
    assert.deepEqual(
      series.map(({ color, points }) => [color, points.length]),
      [
        ['dropout', 11],
        ['baseline', 11],
      ],
    );
    assert.ok(x.logarithmic);
    assert.equal(marks![0]!.x, defaultExperiment().training.learningRate);
  });

  it('is not flattened by a learning rate at which the loss ran off, and has one that diverged at its edge', () => {
    const lossOf = ({ training }: Experiment) =>
      training.learningRate > 5
        ? Number.POSITIVE_INFINITY
        : training.learningRate > 2
          ? 4e5
          : 0.2 + 0.1 * Math.abs(2 + Math.log10(training.learningRate));
    const { y, series } = spec(swept('learningRate', lossOf));
    assert.ok(y.to! < 1, `the axis goes up to ${y.to}`);
    assert.deepEqual(
      series[0]!.points.slice(-2).map((point) => point.y > 1e5),
      [true, true],
    );
    assert.equal(series[0]!.points.at(-1)!.y, Number.POSITIVE_INFINITY);
  });

  it('names places by where dropout is on', () => {
    const { x, marks } = spec(swept('placement', () => 0.5));
    assert.deepEqual(
      new Set(x.categories),
      new Set([
        'hidden + input + output',
        'hidden + input',
        'hidden + output',
        'hidden',
        'input + output',
        'input',
        'output',
        'none',
      ]),
    );
    assert.equal(x.categories![marks![0]!.x!], 'hidden');
  });

  it('sees sites with ratios of their own, and none', () => {
    const { dropout } = defaultExperiment();
    const odd = {
      ...defaultExperiment(),
      dropout: { ...dropout, ratio: 0, placement: { input: 0.3, hidden: [0.2, false], output: false } },
    };
    const study = swept('width', ({ dropout: { ratio } }) => ratio, odd as Experiment);
    assert.deepEqual(study.axes[1]!.choices, ['0.5', '0']);
    assert.equal(isSweep('nothing'), false);
  });

  it('has round ratios, and samples that double', () => {
    const axis = (id: SweepId) => {
      const experiment = sweepOf(id, defaultExperiment());
      return gridValues(searchOf(experiment, experiment.study!, null).space.parameters[0]!, 10);
    };
    assert.deepEqual(axis('ratio'), [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
    assert.deepEqual(axis('trainingSamples'), [25, 50, 100, 200, 400, 800, 1600, 3200]);
  });
});
