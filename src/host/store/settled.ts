import type { Experiment } from '../../experiment/schema';

/** The settings that a run came to: its recorded changes applied, and none left to replay. */
export function settled(experiment: Experiment): Experiment {
  let { dropout, training } = experiment;
  for (const { ratio, placement, learningRate } of experiment.changes) {
    dropout = { ...dropout, ...(ratio !== undefined && { ratio }), ...(placement && { placement }) };
    if (learningRate !== undefined) training = { ...training, learningRate } as typeof training;
  }
  return { ...experiment, dropout, training, changes: [] };
}
