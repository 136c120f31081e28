// Whether answers survive fresh seeds: what the command line says of dropout at one learning rate and fairly compared,
// and whether what a study reports of its best trial holds on seeds that nobody has seen. Needs `npm run build`.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

type Json = Record<string, unknown>;

/** The set-up of the table in test/bench/README.md: 100 moons, on which 300 epochs overfit. */
const MOONS: Json = {
  version: 1,
  data: { source: 'moons', train: 100, validation: 500, test: 500, noise: 0.3 },
  network: { hidden: [128, 128] },
  dropout: { ratio: 0 },
  training: { optimizer: 'adam', learningRate: 0.001, batchSize: 32, epochs: 300 },
};
const RATIOS = [0, 0.3, 0.5];
const RATES = [0.0003, 0.001, 0.003, 0.01, 0.03];
const SEEDS = 6;

const folder = mkdtempSync(join(tmpdir(), 'fair-'));
const nodes = resolve('node_modules/.bin/node');

/** Writes an experiment into a folder of its own kind. */
function write(name: string, experiment: Json, into = folder): string {
  const file = join(into, `${name}.dropout.json`);
  writeFileSync(file, JSON.stringify(experiment));
  return file;
}

/** The lines that the command line prints with `--json`. */
function play(args: readonly string[]): Json[] {
  const { stdout, stderr, status } = spawnSync(nodes, [resolve('dist/cli.js'), ...args, '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Json);
}

const last = (lines: readonly Json[]) => lines[lines.length - 1]!;
const print = (...cells: readonly unknown[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
const head = (...titles: readonly string[]) => {
  print(...titles);
  print(...titles.map(() => '---'));
};
const fixed = (value: number, digits = 3) => value.toFixed(digits).replace('-', '−');

function set(experiment: Json, part: string, values: Json): Json {
  return { ...experiment, [part]: { ...(experiment[part] as Json), ...values } };
}

/** What `compare --fair` says of the first file against each of the others. */
function fairly(files: readonly string[]): Json {
  return last(play(['compare', ...files, '--fair']));
}

interface Difference {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}
interface Comparison {
  readonly claim: string;
  readonly difference: Difference;
  readonly seedsNeeded?: number;
}

const inWords = ({ claim, difference, seedsNeeded }: Comparison) => [
  fixed(difference.mean),
  `${fixed(difference.low)} … ${fixed(difference.high)}`,
  claim === 'open' && seedsNeeded ? `open; about ${seedsNeeded} seeds would settle it` : claim,
];

/** At each rate: mean final test loss, and what an ordinary run says of dropout against none; then the fair answers. */
function honest(): void {
  head('drop ratio', ...RATES.map((rate) => `lr ${rate}`));
  for (const ratio of RATIOS) {
    const cells = RATES.map((learningRate) => {
      const file = write('one', {
        ...set(set(MOONS, 'dropout', { ratio }), 'training', { learningRate }),
        seeds: SEEDS,
        baseline: ratio > 0,
      });
      const { kind, evidence } = last(play(['run', file])).verdict as {
        kind: string;
        evidence: { dropoutTest: { mean: number } };
      };
      return fixed(evidence.dropoutTest.mean) + (ratio > 0 ? ` \`${kind}\`` : '');
    });
    print(ratio, ...cells);
  }
  process.stdout.write('\n');
  head('fairly compared', 'dropout − none', 'interval', 'claim');
  for (const ratio of RATIOS.filter((one) => one > 0)) {
    const answer = fairly([write('fair', set(MOONS, 'dropout', { ratio }))]);
    print(`drop ratio ${ratio}`, ...inWords(answer as unknown as Comparison));
  }
}

/** Ten sets of scikit-learn as CSV files: drop ratio 0.5 against none, each at its best learning rate. */
function classics(): void {
  const names = execFileSync('/usr/bin/python3', ['test/bench/classics/tables.py', folder], {
    encoding: 'utf8',
  });
  head('set', 'dropout − none', 'interval', 'claim');
  for (const name of names.trim().split('\n')) {
    const file = write(name.replaceAll(/[^\w]/g, '-'), {
      version: 1,
      data: { source: 'csv', file: `${name}.csv` },
      network: { hidden: [64, 64] },
      dropout: { ratio: 0.5 },
      training: { optimizer: 'adam', learningRate: 0.003, batchSize: 32, epochs: 100 },
    });
    print(name, ...inWords(fairly([file]) as unknown as Comparison));
  }
}

const MNIST_SIDES: Readonly<Record<string, Json>> = {
  none: { ratio: 0 },
  'input 0.2': { ratio: 0.2, placement: { input: true, hidden: false } },
  'input and hidden 0.2': { ratio: 0.2, placement: { input: true, hidden: true } },
  'hidden 0.3': { ratio: 0.3, placement: { input: false, hidden: true } },
  'hidden 0.5': { ratio: 0.5, placement: { input: false, hidden: true } },
  'hidden 0.7': { ratio: 0.7, placement: { input: false, hidden: true } },
};

/** A thousand images of MNIST: no dropout against five ratios and places. */
function mnist(images: string): void {
  const files = Object.entries(MNIST_SIDES).map(([name, dropout]) =>
    write(name.replaceAll(' ', '-'), {
      version: 1,
      data: {
        source: 'idx',
        images: join(images, 't10k-images-idx3-ubyte.gz'),
        labels: join(images, 't10k-labels-idx1-ubyte.gz'),
        train: 1000,
        validation: 1000,
        test: 4000,
      },
      network: { hidden: [128, 128] },
      dropout,
      training: { optimizer: 'adam', learningRate: 0.001, batchSize: 50, epochs: 40 },
    }),
  );
  process.stdout.write(`${JSON.stringify(fairly(files), null, 1)}\n`);
}

interface StudyAnswer {
  readonly best: Record<string, number>;
  readonly validationLoss: number;
  readonly fresh: { readonly mean: number; readonly deviation: number; readonly count: number };
}

/** Repeats of a study of 25 trials: what it reports of its winner, against twenty seeds that nothing has seen. */
function optimism(repeats: number): void {
  head(
    'repeat',
    'best',
    'in the search',
    'reported: ten fresh seeds',
    'twenty other seeds',
    'reported − other, standard errors',
  );
  const distances: number[] = [];
  const searched: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const experiment: Json = {
      ...set(MOONS, 'training', { epochs: 100 }),
      seed: 1 + 1000 * repeat,
      study: {
        space: {
          'dropout.ratio': { min: 0, max: 0.8 },
          'training.learningRate': { min: 0.0003, max: 0.03, scale: 'log' },
        },
        trials: 25,
        seeds: 1,
        fresh: 10,
      },
    };
    const { best, validationLoss, fresh } = last(
      play(['study', write('study', experiment)]),
    ) as unknown as StudyAnswer;
    const other = {
      ...set(
        set(set(MOONS, 'training', { epochs: 100, learningRate: best['training.learningRate'] }), 'dropout', {
          ratio: best['dropout.ratio'],
        }),
        'data',
        {},
      ),
      seed: 500 + 1000 * repeat,
      study: {
        space: { 'dropout.ratio': { values: [best['dropout.ratio']] } },
        trials: 1,
        seeds: 20,
        fresh: 0,
      },
    };
    const truth = last(play(['study', write('truth', other)])) as unknown as StudyAnswer;
    const error = Math.hypot(fresh.deviation / Math.sqrt(fresh.count), fresh.deviation / Math.sqrt(20));
    distances.push((fresh.mean - truth.validationLoss) / error);
    searched.push(validationLoss - truth.validationLoss);
    print(
      repeat + 1,
      Object.values(best)
        .map((value) => value.toPrecision(2))
        .join(', '),
      fixed(validationLoss),
      `${fixed(fresh.mean)} ± ${fixed(fresh.deviation / Math.sqrt(fresh.count))}`,
      fixed(truth.validationLoss),
      fixed(distances.at(-1)!, 1),
    );
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  process.stdout.write(
    `\nreported − other: ${fixed(mean(distances), 2)} standard errors of one repeat on average, within one in ` +
      `${distances.filter((one) => Math.abs(one) <= 1).length} of ${repeats}; what the search alone promised: ${fixed(mean(searched))}\n`,
  );
}

/** `--only honest,classics,mnist,optimism`, `--mnist FOLDER`, `--repeats 20`. */
export function run(args: readonly string[]): void {
  const value = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  mkdirSync(folder, { recursive: true });
  const only = (value('--only') ?? 'honest,classics,optimism').split(',');
  if (only.includes('honest')) honest();
  if (only.includes('classics')) classics();
  if (only.includes('mnist')) mnist(resolve(value('--mnist') ?? '../shared/data/mnist'));
  if (only.includes('optimism')) optimism(Number(value('--repeats') ?? 20));
}
