import { scenario } from './scenario';

export const asWritten = scenario({
  id: 'as-written',
  title: 'Evaluation scaled by the wrong fraction',
  description:
    'A demonstration of a slip: at a drop ratio of 0.2 evaluation multiplies by 0.2, the fraction dropped, where 0.8, the fraction kept, belongs. Sweep the rules to compare.',
  experiment: {
    data: { source: 'moons', train: 100, test: 500, noise: 0.3 },
    network: { hidden: [128, 128] },
    dropout: { rule: 'as-written', ratio: 0.2 },
    training: { optimizer: 'adam', learningRate: 0.003, batchSize: 100, epochs: 300 },
    seeds: 3,
    baseline: true,
  },
});
