import { generateDataset } from '../core/datasets/generate';
import { generators } from '../core/datasets/index';
import { parseExperiment } from '../experiment/parse';
import type { DataSpec } from '../experiment/schema';
import type { Problem } from './problem';

/** What samples of a set look like. */
export interface DataShape {
  readonly task: 'classification' | 'regression';
  readonly features: number;
  /** Classes, or numbers to predict. */
  readonly outputs: number;
  readonly isImage: boolean;
}

/** The shape of a generated set; `undefined`: the data are a person's file. */
export function generatedShape(data: DataSpec): DataShape | undefined {
  if (!generators.some(({ id }) => id === data.source)) return undefined;
  // A set says its shape with the first sample that it draws.
  const { task, features, outputs, image } = generateDataset(
    { ...data, train: 1, validation: 0, test: 1 },
    0,
  );
  return { task, features, outputs, isImage: image !== undefined };
}

let known: readonly (DataShape & { readonly data: DataSpec })[] | undefined;

/** Every generated set as it is by default. */
function sets() {
  known ??= generators.flatMap(({ id }) => {
    const parsed = parseExperiment({ version: 1, data: { source: id } });
    const shape = parsed.ok ? generatedShape(parsed.experiment.data) : undefined;
    return parsed.ok && shape ? [{ data: parsed.experiment.data, ...shape }] : [];
  });
  return known;
}

/**
 * The data for a problem: what is set, where that is a person's own file or a set as near as any; else the generated
 * set that is nearest.
 */
export function nearestData(problem: Problem, current: DataSpec): DataSpec {
  const shape = generatedShape(current);
  if (!shape) return current;
  const drawn = problem.sets.length === 1 ? problem.sets[0]?.drawn : undefined;
  if (drawn) return ofDrawn(drawn, current);
  const here = { data: current, ...shape };
  const [nearest = here] = [here, ...sets()].sort((a, b) => distance(problem, a) - distance(problem, b));
  return nearest.data;
}

function ofDrawn({ source, noise }: { source: string; noise: number | null }, current: DataSpec): DataSpec {
  const base = current.source === source ? current : sets().find(({ data }) => data.source === source)?.data;
  if (!base) return current;
  return noise === null || noise > 1 ? base : ({ ...base, noise } as DataSpec);
}

/** How far a set is from a problem: its task first, then whether it is pictures, then how many classes it has. */
function distance({ task, isImage, classes }: Problem, shape: DataShape): number {
  if (task === null) return isImage && !shape.isImage ? 1 : 0;
  if (shape.task !== task) return 1000;
  const ofPictures = isImage && !shape.isImage ? 100 : 0;
  // Pictures of something else are taken for no problem that is none of pictures, unless it has as many classes.
  const apart = classes === null || task === 'regression' ? 0 : Math.abs(Math.log(shape.outputs / classes));
  const strange = shape.isImage && !isImage ? 0.1 : 0;
  return ofPictures + apart + strange;
}
