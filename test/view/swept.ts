import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { type SweepId, sweepOf } from '../../src/experiment/sweeps';
import type { StudyState } from '../../src/protocol';
import { samplerOf, searchOf } from '../../src/study/search';
import type { Trial } from '../../src/study/study';
import { studyState } from '../../src/study/study-state';

/** A sweep that is over, with a test loss for each trial. */
export function swept(
  id: SweepId,
  lossOf: (experiment: Experiment) => number,
  base = defaultExperiment(),
): StudyState {
  const experiment = sweepOf(id, base);
  const search = searchOf(experiment, experiment.study!, null);
  const points = samplerOf(search).propose(search.spec.trials, []);
  const trials = points.map((point, number): Trial => {
    const loss = lossOf(search.space.at(point));
    const results = search.seeds.map((seed, i) => ({
      ...{ seed, validationLoss: loss + i / 100, testLoss: loss + i / 100, trainLoss: loss / 2 },
      ...{ testScore: 0.5, epoch: 10, diverged: !Number.isFinite(loss) },
    }));
    return { number, point, state: 'complete', results, value: loss };
  });
  return studyState(
    { experiment, search, own: base },
    {
      trials: new Map(trials.map((trial) => [trial.number, trial])),
      seconds: new Map(),
      fresh: [],
      pace: undefined,
    },
    { id: 's', name: 's', status: 'completed', sweep: id, seconds: 1, importance: null },
  );
}
