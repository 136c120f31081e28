import { parseArgs } from 'node:util';
import { madeStudies, samplers, tally } from '../study/made-studies';

const percent = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`;

/**
 * `matters [--studies N] [--trials N] [--only WORDS]`: how often a study is wrong about a setting that does not matter, and
 * how often it sees one that does, on made losses with noise.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: args.slice(1),
    options: {
      studies: { type: 'string', default: '500' },
      trials: { type: 'string', default: '50' },
      only: { type: 'string', default: '' },
    },
  });
  const [studies, trials] = [Number(values.studies), Number(values.trials)];
  console.log(`| ${studies} studies of ${trials} trials | sampler | wrong | seen |\n|---|---|--:|--:|`);
  for (const study of madeStudies.filter(({ title }) => title.includes(values.only)))
    for (const sampler of Object.keys(samplers)) {
      const { hits, wrong } = tally(study, sampler, studies, trials);
      const seen = hits.map((count) => percent(count, studies)).join(', ') || '–';
      console.log(`| ${study.title} | ${sampler} | ${percent(wrong, studies)} | ${seen} |`);
    }
}
