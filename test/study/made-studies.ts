import { createStream } from '../../src/core/random';
import type { Dimension, Point } from '../../src/core/search/distribution';
import { importanceOf } from '../../src/core/search/importance';
import type { PastTrial, Sampler } from '../../src/core/search/sampler';
import { createRandom } from '../../src/core/search/samplers/random';
import { createTpe } from '../../src/core/search/samplers/tpe';

export const samplers: Readonly<Record<string, (dimensions: readonly Dimension[], seed: number) => Sampler>> =
  {
    'random points': (dimensions, seed) => createRandom(dimensions, seed, {}),
    'a search that learns': (dimensions, seed) =>
      createTpe(dimensions, seed, { startup: 10, candidates: 64 }),
  };

/** A made loss; the noise is normal, with a standard deviation of 1. */
type Loss = (point: Point, noise: number) => number;

/** A study of which it is known what matters. */
export interface MadeStudy {
  readonly title: string;
  readonly dimensions: readonly Dimension[];
  readonly loss: Loss;
  /** The settings that matter. */
  readonly truth: readonly string[];
}

const unit = (name: string): Dimension => ({
  name,
  distribution: { kind: 'float', low: 0, high: 1, log: false },
});
const rate: Dimension = { name: 'y', distribution: { kind: 'float', low: 1e-4, high: 1, log: true } };
const choice: Dimension = { name: 'y', distribution: { kind: 'choice', count: 3 } };
const square = [unit('x'), unit('y')];
const many = ['x', 'y', 'z', 'u', 'v'].map(unit);

const nothing: Loss = (_point, noise) => noise;
const onlyX: Loss = ({ x }, noise) => (x! - 0.3) ** 2 + noise / 20;
const together: Loss = ({ x, y }, noise) => Math.abs(x! - y!) + noise / 20;
/** Rates above 0.1 are far worse; below, all are the same. */
const farWorse: Loss = ({ y }, noise) => (y! > 0.1 ? 2 + Math.log10(y!) : 0.3) + noise / 50;
/** As training losses are: a valley of the learning rate, of which the far end diverges. */
const diverging: Loss = ({ y }, noise) => {
  const away = Math.log10(y!) + 2.5;
  return (0.3 + 0.1 * away ** 2) * Math.exp(noise / 20) * (y! > 0.3 ? 1e4 : 1);
};

export const madeStudies: readonly MadeStudy[] = [
  { title: 'nothing matters', dimensions: square, loss: nothing, truth: [] },
  { title: 'none of five settings matters', dimensions: many, loss: nothing, truth: [] },
  { title: 'nothing matters beside a choice', dimensions: [unit('x'), choice], loss: nothing, truth: [] },
  { title: 'one matters', dimensions: square, loss: onlyX, truth: ['x'] },
  { title: 'one of five matters', dimensions: many, loss: onlyX, truth: ['x'] },
  { title: 'one matters beside a choice', dimensions: [unit('x'), choice], loss: onlyX, truth: ['x'] },
  {
    title: 'two matter together, neither by itself',
    dimensions: square,
    loss: together,
    truth: ['x', 'y'],
  },
  { title: 'a part of the range is far worse', dimensions: [unit('x'), rate], loss: farWorse, truth: ['y'] },
  {
    title: 'a valley, beyond which trainings diverge',
    dimensions: [unit('x'), rate],
    loss: diverging,
    truth: ['y'],
  },
];

/** The trials of a made study, in rounds of eight. */
function trialsOf({ loss }: MadeStudy, sampler: Sampler, seed: number, count: number): PastTrial[] {
  const random = createStream(seed, 'data');
  const history: PastTrial[] = [];
  while (history.length < count)
    for (const point of sampler.propose(Math.min(8, count - history.length), history))
      history.push({ point, value: loss(point, random.normal()), state: 'complete' });
  return history;
}

/** The settings that the trials are said to show to matter. */
function foundIn({ dimensions }: MadeStudy, trials: readonly PastTrial[]): string[] {
  const importance = importanceOf(dimensions, trials);
  if (importance.kind !== 'importance') throw new Error(importance.kind);
  return importance.settings.flatMap(({ name, matters }) => (matters ? [name] : []));
}

/** In how many studies each setting that matters is called so, and in how many any other is. */
export function tally(study: MadeStudy, sampler: string, studies: number, trials: number) {
  const hits = study.truth.map(() => 0);
  let wrong = 0;
  for (let seed = 0; seed < studies; seed++) {
    const create = samplers[sampler]!;
    const found = foundIn(study, trialsOf(study, create(study.dimensions, seed), seed, trials));
    for (const [i, name] of study.truth.entries()) if (found.includes(name)) hits[i]! += 1;
    if (found.some((name) => !study.truth.includes(name))) wrong += 1;
  }
  return { hits, wrong };
}
