import type { Model, ScanResult } from './finding';

type Models = Pick<ScanResult, 'models'>;

/** Models that a file trains and that have a hidden layer. */
export function trainedModels({ models }: Models): Model[] {
  return models.filter((model) => model.trained && linearLayers(model) > 1);
}

/** Models that the playground can say something about: with dropout, or with a hidden layer. */
export function runnableModels({ models }: Models): Model[] {
  const hasDropout = ({ layers }: Model) => layers.some(({ kind }) => kind === 'dropout');
  return models.filter((model) => hasDropout(model) || linearLayers(model) > 1);
}

/** What a file is about: the models that it trains, or where it trains none all that can be run. */
export function mainModels(result: Models): Model[] {
  const trained = trainedModels(result);
  return trained.length > 0 ? trained : runnableModels(result);
}

function linearLayers({ layers }: Model): number {
  return layers.filter(({ kind }) => kind === 'linear').length;
}
