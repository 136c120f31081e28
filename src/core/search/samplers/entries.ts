import { type Entry, integer } from '../../params';

const grid = {
  id: 'grid',
  title: 'Grid',
  description:
    'Every combination of values, the coarse picture first: corners, then middles, then what is between.',
  params: {
    levels: integer({
      title: 'Levels',
      description: 'How many values are tried of a setting that has neither a step nor levels of its own.',
      default: 5,
      min: 2,
      max: 1000,
      slider: [2, 20],
    }),
  },
} as const satisfies Entry;

const random = {
  id: 'random',
  title: 'Random',
  description:
    'Independent points. With the same number of trials it tries more values of each setting than a grid.',
  params: {},
} as const satisfies Entry;

const sobol = {
  id: 'sobol',
  title: 'Sobol',
  description:
    'Points that fill the space more evenly than random ones (scrambled Sobol sequence, up to 20 settings). Good for exploring; powers of 2 are the best numbers of trials.',
  params: {},
} as const satisfies Entry;

const tpe = {
  id: 'tpe',
  title: 'TPE',
  description:
    'Learns from the trials so far: proposes values that are common among the best and rare among the others (tree-structured Parzen estimator).',
  params: {
    startup: integer({
      title: 'Trials before learning',
      description: 'Trials that must finish before it starts to learn; they are spread evenly.',
      default: 10,
      min: 1,
      max: 10_000,
      slider: [1, 100],
    }),
    candidates: integer({
      title: 'Candidates',
      description: 'Points drawn for each proposal, of which the most promising is tried.',
      default: 64,
      min: 1,
      max: 10_000,
      slider: [1, 200],
      advanced: true,
    }),
  },
} as const satisfies Entry;

/** Who can propose the points of a study, the default first. Ids are persisted in files and never renamed. */
export const samplers = { tpe, sobol, random, grid } as const satisfies { [Id in string]: Entry<Id> };

export type SamplerId = keyof typeof samplers;

/** What stands in the place of a sampler where another program proposes, through the study's journal. */
export const optuna = {
  id: 'optuna',
  title: 'Your own Optuna',
  description:
    'A Python program of yours proposes with any sampler of Optuna, through the journal of the study; its trials are trained here.',
  params: {},
} as const satisfies Entry;

/** The same in a list, for forms and schemas. */
export const samplerEntries = [...Object.values(samplers), optuna] as unknown as readonly [
  typeof tpe,
  ...((typeof samplers)[SamplerId] | typeof optuna)[],
];
