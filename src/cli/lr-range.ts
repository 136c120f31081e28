import { describeExperiment } from '../experiment/label';
import { formatNumber } from '../experiment/number-text';
import type { Experiment } from '../experiment/schema';
import { findRate, RANGE_SEEDS, type RangeAnswer, type SeedRange } from '../study/rate-range';
import { rateWords, short } from '../study/rate-words';
import { WorkerPool } from '../worker/pool';
import { coresOf, wholeNumber } from './arguments';
import { InputError, type Interruption, type Io, UsageError } from './io';
import { readExperiment } from './read-experiment';

export interface RangeFlags {
  readonly json: boolean;
  readonly seeds?: string | undefined;
  readonly workers?: string | undefined;
}

type Findings = RangeAnswer['seeds'][number]['findings'];

/** `lr-range FILE`: the learning-rate range test of an experiment. Returns the exit status. */
export async function rangeCommand(paths: readonly string[], flags: RangeFlags, io: Io): Promise<number> {
  if (paths.length !== 1)
    throw new UsageError(
      `lr-range takes one experiment file (or - for standard input), not ${paths.length}.`,
    );
  const cores = coresOf(flags.workers, 'workers');
  const count = flags.seeds === undefined ? RANGE_SEEDS : wholeNumber('seeds', flags.seeds, [1, 100]);
  const { experiment, folder } = await readExperiment(paths[0]!, { json: false, baseline: false }, io);
  const stopping = new AbortController();
  let interruption: Interruption | undefined;
  const unlisten = io.onInterruption?.((why) => {
    interruption = why;
    stopping.abort();
  });
  const pool = new WorkerPool({ size: cores, createWorker: (memory) => io.startWorker(memory) });
  const output = flags.json ? jsonOutput(io) : textOutput(io, experiment);
  try {
    const port = { trainers: pool, ended: output.ended };
    output.end(await findRate(experiment, folder, count, port, stopping.signal));
    return 0;
  } catch (error) {
    if (interruption === undefined) throw new InputError((error as Error).message);
    if (interruption.words) io.stderr.write(`Stopped (${interruption.words}): nothing was found.\n`);
    return interruption.status;
  } finally {
    unlisten?.();
    pool.dispose();
  }
}

interface Output {
  ended(range: SeedRange, findings: Findings): void;
  end(answer: RangeAnswer): void;
}

/** JSON has no infinity: a loss that is not finite is null. */
function jsonOutput(io: Io): Output {
  const write = (value: object) => io.stdout.write(`${JSON.stringify(value)}\n`);
  return {
    ended({ seed, start, lambdaMax, rates, losses }, { steepest, turn, diverges, middle }) {
      for (const [i, learningRate] of rates.entries())
        write({ type: 'rate', seed, step: i + 1, learningRate, loss: losses[i] });
      const found = { steepest, turn, diverges, middle };
      const marks = Object.fromEntries(Object.entries(found).map(([key, rate]) => [key, rate ?? null]));
      write({ type: 'seed', seed, startLoss: start, ...marks, ...sharpness(lambdaMax) });
    },
    end({ suggestion, reason, seeds, lambdaMax }) {
      const more = { reason: reason ?? null, seeds: seeds.length, ...sharpness(lambdaMax) };
      write({ type: 'answer', suggestion, ...more });
    },
  };
}

const sharpness = (lambdaMax: number | undefined) => ({
  lambdaMax: lambdaMax ?? null,
  limit: lambdaMax === undefined ? null : 2 / lambdaMax,
});

function textOutput(io: Io, experiment: Experiment): Output {
  const write = (line: string) => io.stdout.write(`${line}\n`);
  const rate = (value: number | undefined) => (value === undefined ? 'none' : short(value));
  write(describeExperiment(experiment));
  write('The learning rate rises with each step, from 1e-6 on; the training loss is measured after each.');
  return {
    ended({ seed, start }, { steepest, turn, diverges, middle }) {
      const fell = `steepest at ${rate(steepest)}, lowest at ${rate(turn)}, diverges at ${rate(diverges)}`;
      write(`seed ${seed}: loss ${formatNumber(start)} at first, falls ${fell}; points to ${rate(middle)}`);
    },
    end(answer) {
      const { title, evidence, remarks } = rateWords(answer, experiment.training);
      write(`\n${title}`);
      write(evidence);
      for (const remark of remarks) write(remark);
    },
  };
}
