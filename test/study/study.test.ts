import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Point } from '../../src/core/search/distribution';
import type { PastTrial, Sampler } from '../../src/core/search/sampler';
import { ladder } from '../../src/core/search/samplers/ladder';
import type { EpochRecord } from '../../src/core/trainer-types';
import { defaultExperiment } from '../../src/experiment/defaults';
import { parseExperiment } from '../../src/experiment/parse';
import type { RunInfo } from '../../src/protocol';
import { compareFairly, FAIR, fairExperiment, sidesOf } from '../../src/study/fair';
import { type Course, checkpointsOf, isBeaten, isEndedAt, NO_PRUNING } from '../../src/study/pruning';
import { REGULARIZERS, regularizerSides } from '../../src/study/regularizers';
import { bestOf, OtherPlanError, ROUND, runStudy, type StudyPlan, type Trial } from '../../src/study/study';
import type { Train, TrainingRequest } from '../../src/study/training';

const EPOCHS = 100;
const info = { testCount: 500, trainCount: 100, guessLoss: 0.7, guessTestLoss: 0.7 } as unknown as RunInfo;

function record(epoch: number, loss: number): EpochRecord {
  return {
    ...{ epoch, step: epoch, trainLoss: loss / 2, testLoss: loss * 1.1, trainLossWithDropout: loss },
    ...{ trainScore: 1, testScore: 0.9, learningRate: 0.1, dropRatio: 0, validationScore: 0.9 },
    validationLoss: loss,
  };
}

/** A training whose loss falls to `lossOf`, taking so many turns of the event loop. */
function trainer(
  lossOf: (request: TrainingRequest) => number,
  log: string[] = [],
  delay: () => number = () => 0,
): Train {
  return async (request, signal) => {
    const { seed, experiment, isEnough } = request;
    const { epochs } = experiment.training;
    log.push(`${experiment.training.learningRate} ${seed}`);
    for (let turns = delay(); turns > 0; turns--) await new Promise((done) => setImmediate(done));
    signal?.throwIfAborted();
    let last = record(0, 10);
    for (let epoch = 1; epoch <= epochs; epoch++) {
      last = record(epoch, lossOf(request) + 1 - epoch / epochs);
      if (isEnough?.(last)) return { seed, best: last, last, diverged: false, cut: true, info, seconds: 1 };
    }
    return { seed, best: last, last, diverged: false, cut: false, info, seconds: 1 };
  };
}

const experimentAt = (point: Point) => {
  const experiment = defaultExperiment();
  return {
    ...experiment,
    training: { ...experiment.training, epochs: EPOCHS, learningRate: point['training.learningRate']! },
  };
};

/** Proposes by what it knows of earlier rounds, as samplers do that learn. */
const learning: StudyPlan['sampler'] = {
  propose: (count, history) =>
    Array.from({ length: count }, (_, i) => {
      const last = history.findLast(({ value }) => Number.isFinite(value))?.value ?? 0;
      return { 'training.learningRate': 10 ** (-4 * (((history.length + i) * 0.37 + last) % 1)) };
    }),
};

const scale = { kind: 'float', low: 1e-4, high: 1, log: true } as const;

function planOf(trials: number, more: Partial<StudyPlan> = {}): StudyPlan {
  return {
    sampler: ladder('training.learningRate', scale, 8),
    trials,
    seeds: [1, 2, 3],
    pruning: NO_PRUNING,
    request: (point, seed) => ({ experiment: experimentAt(point), variant: 'dropout', seed, folder: null }),
    ...more,
  };
}

/** Least at a rate of 0.03; a seed shifts it by a little. */
const valley = ({ experiment, seed }: TrainingRequest) =>
  Math.log10(experiment.training.learningRate / 0.03) ** 2 + 0.01 * (seed % 3);

describe('A study', () => {
  it('trains every trial on every seed and finds the best', async () => {
    const trials = await runStudy(planOf(12), { train: trainer(valley) });
    assert.equal(trials.length, 12);
    assert.ok(trials.every(({ state, results }) => state === 'complete' && results.length === 3));
    const rate = bestOf(trials)!.point['training.learningRate']!;
    assert.ok(rate > 0.02 && rate < 0.045, `${rate}`);
  });

  it('comes to the same trials whatever the order in which trainings end', async () => {
    const run = (delay: () => number) =>
      runStudy(planOf(12, { pruning: { seeds: true, epochs: 'median' } }), {
        train: trainer(valley, [], delay),
      });
    const expected = await run(() => 0);
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 0, max: 20 })), async (delays) => {
        assert.deepEqual(await run(() => delays.next().value), expected);
      }),
      { numRuns: 20 },
    );
  });

  it('goes on where it was broken off, and trains nothing twice', async () => {
    const whole = await runStudy(planOf(20), { train: trainer(valley) });
    const seen = new Map<number, Trial>();
    const stop = new AbortController();
    const broken = runStudy(
      planOf(20),
      {
        train: trainer(valley),
        changed: (trial) => {
          seen.set(trial.number, trial);
          if (trial.number === ROUND + 2 && trial.results.length === 2) stop.abort();
        },
      },
      { signal: stop.signal },
    );
    await assert.rejects(broken, { name: 'AbortError' });
    const history = [...seen.values()];
    const done = history.filter(({ state }) => state === 'complete').length;
    assert.ok(done >= ROUND && done < 20);
    const log: string[] = [];
    assert.deepEqual(await runStudy(planOf(20), { train: trainer(valley, log) }, { history }), whole);
    const kept = history.reduce((sum, { results }) => sum + results.length, 0);
    assert.equal(log.length, 3 * 20 - kept);
  });

  for (const epochs of ['none', 'median', 'halving'] as const)
    it(`comes to the same trials wherever it is broken off, pruning by seeds and ${epochs}`, async () => {
      const plan = planOf(40, { sampler: learning, pruning: { seeds: true, epochs } });
      // Rates above 0.5 diverge, and seeds differ enough that some races are lost and others are not.
      const lossOf = (request: TrainingRequest) => {
        const { learningRate } = request.experiment.training;
        return learningRate > 0.5
          ? Number.NaN
          : valley(request) + ((learningRate * 1e4 * request.seed) % 0.3);
      };
      const whole = await runStudy(plan, { train: trainer(lossOf) });
      const ends = new Set(whole.map(({ why }) => why));
      assert.ok(ends.has('beaten') && ends.has('diverged'), [...ends].join());
      if (epochs !== 'none') assert.ok(ends.has(epochs === 'median' ? 'median' : 'rung'), [...ends].join());
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
          fc.integer({ min: 0, max: 4 }),
          async (stops, delay) => {
            const seen = new Map<number, Trial>();
            for (const most of stops) {
              const stop = new AbortController();
              let count = 0;
              const keep = (trial: Trial) => void seen.set(trial.number, trial);
              await runStudy(
                plan,
                {
                  train: trainer(lossOf, [], () => delay),
                  changed: keep,
                  trained: (number, result) => {
                    const trial = seen.get(number)!;
                    keep({ ...trial, results: [...trial.results, result] });
                    if (++count === most) stop.abort();
                  },
                },
                { history: [...seen.values()], signal: stop.signal },
              ).catch(() => {});
            }
            const history = [...seen.values()];
            assert.deepEqual(await runStudy(plan, { train: trainer(lossOf) }, { history }), whole);
          },
        ),
        { numRuns: 25 },
      );
    });

  describe('of a sampler that looks at points alone, where nothing is pruned', () => {
    const plan = planOf(60, { sampler: { ...ladder('training.learningRate', scale, 60), isBlind: true } });

    it('begins further rounds while there are places, to the same trials', async () => {
      const whole = await runStudy(plan, { train: trainer(valley) });
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 50 }),
          fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
          fc.integer({ min: 1, max: 400 }),
          async (places, delays, most) => {
            const [stop, seen] = [new AbortController(), new Map<number, Trial>()];
            let [going, highest, count] = [0, 0, 0];
            const port = {
              places: () => places,
              async train(...what: Parameters<Train>) {
                highest = Math.max(highest, ++going);
                return await trainer(valley, [], () => delays.next().value)(...what).finally(() => going--);
              },
              changed: (trial: Trial) => void seen.set(trial.number, trial),
              trained: () => void (++count === most && stop.abort()),
            };
            await runStudy(plan, port, { signal: stop.signal }).catch(() => {});
            assert.deepEqual(
              [...seen.keys()],
              [...seen.keys()].sort((a, b) => a - b),
            );
            assert.ok(highest < places + ROUND || highest === ROUND, `${highest} for ${places}`);
            if (places > 24 && most > 60) assert.ok(highest > 2 * ROUND, `${highest} for ${places}`);
            assert.deepEqual(await runStudy(plan, port, { history: [...seen.values()] }), whole);
          },
        ),
        { numRuns: 30 },
      );
    });

    it('waits for a round where one is pruned by what others came to, or the sampler learns', async () => {
      for (const more of [{ pruning: { seeds: true, epochs: 'none' } }, { sampler: learning }] as const) {
        let [going, highest] = [0, 0];
        const train: Train = async (...what) => {
          highest = Math.max(highest, ++going);
          return await trainer(valley, [], () => 2)(...what).finally(() => going--);
        };
        await runStudy({ ...plan, ...more }, { train, places: () => 50 });
        assert.equal(highest, ROUND);
      }
    });
  });

  it('proposes as many trials together as its plan says', async () => {
    const counts: number[] = [];
    const sampler: Sampler = {
      propose(count, history) {
        counts.push(count);
        return learning.propose(count, history);
      },
    };
    await runStudy(planOf(25, { sampler, round: 10 }), { train: trainer(valley) });
    assert.deepEqual(counts, [10, 10, 5]);
  });

  it('goes on with a trial while another of its round still trains, unless they race', async () => {
    for (const [seeds, expected] of [
      [false, ['0.1 1', '0.2 1', '0.2 2', '0.2 3']],
      [true, ['0.1 1', '0.2 1']],
    ] as const) {
      const log: string[] = [];
      let release = () => {};
      const held = new Promise<void>((go) => {
        release = go;
      });
      const train = trainer(() => 1, log);
      const sampler = { propose: () => [0.1, 0.2].map((rate) => ({ 'training.learningRate': rate })) };
      const study = runStudy(planOf(2, { sampler, pruning: { seeds, epochs: 'none' } }), {
        train: async (request) => {
          const trained = train(request);
          if (request.experiment.training.learningRate === 0.1) await held;
          return trained;
        },
      });
      for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
      assert.deepEqual(log, expected);
      release();
      for (const { state, results } of await study)
        assert.deepEqual([state, results.map(({ seed }) => seed)], ['complete', [1, 2, 3]]);
    }
  });

  it('refuses what another plan has proposed, rather than mix the two', async () => {
    const history = await runStudy(planOf(8), { train: trainer(valley) });
    const other = planOf(8, { sampler: ladder('training.learningRate', { ...scale, high: 0.5 }, 8) });
    await assert.rejects(runStudy(other, { train: trainer(valley) }, { history }), OtherPlanError);
  });

  it('keeps a trial that fails, with its reason, and goes on', async () => {
    const train: Train = (request, signal) =>
      request.experiment.training.learningRate > 0.5
        ? Promise.reject(new Error('out of memory'))
        : trainer(valley)(request, signal);
    const trials = await runStudy(planOf(12), { train });
    const failed = trials.filter(({ state }) => state === 'failed');
    assert.deepEqual(
      failed.map(({ failure }) => failure),
      ['out of memory'],
    );
    assert.equal(trials.length, 12);
  });

  it('ends where the space has no more points', async () => {
    const two: Sampler = {
      propose: (count, history) =>
        history.length >= 2
          ? []
          : [{ 'training.learningRate': 0.1 }, { 'training.learningRate': 0.2 }].slice(0, count),
    };
    assert.equal((await runStudy(planOf(50, { sampler: two }), { train: trainer(valley) })).length, 2);
  });

  it('counts a training without a finite loss as diverged, and does not choose it', async () => {
    const lossOf = (request: TrainingRequest) =>
      request.experiment.training.learningRate > 0.02 ? Number.NaN : valley(request);
    const trials = await runStudy(planOf(12), { train: trainer(lossOf) });
    assert.ok(bestOf(trials)!.point['training.learningRate']! <= 0.02);
    assert.ok(trials.some(({ why, state }) => why === 'diverged' && state === 'pruned'));
  });

  it('reports each change of a trial', async () => {
    const states: string[] = [];
    const changed = ({ number, state, results }: Trial) => {
      if (number === 0) states.push(`${state} ${results.length}`);
    };
    await runStudy(planOf(8), { train: trainer(valley), changed });
    assert.deepEqual(states, ['running 0', 'running 1', 'running 2', 'complete 3']);
  });
});

describe('Racing on paired seeds', () => {
  it('ends what the best clearly beats, and never on one seed', () => {
    assert.equal(isBeaten([5], [1]), false);
    assert.equal(isBeaten([2, 3.1, 4], [1, 2, 3]), true);
    assert.equal(isBeaten([1, 2, 3], [2, 3.1, 4]), false);
    assert.equal(isBeaten([1, 4, 2], [2, 1, 3]), false);
  });

  it('saves trainings and keeps the best', async () => {
    const [log, all]: [string[], string[]] = [[], []];
    const raced = await runStudy(planOf(20, { pruning: { seeds: true, epochs: 'none' } }), {
      train: trainer(valley, log),
    });
    const whole = await runStudy(planOf(20), { train: trainer(valley, all) });
    assert.ok(log.length < 0.85 * all.length, `${log.length} of ${all.length}`);
    assert.deepEqual(bestOf(raced)!.point, bestOf(whole)!.point);
    assert.ok(raced.some(({ why }) => why === 'beaten'));
  });
});

describe('Pruning by epochs', () => {
  /** Good values and bad ones by turns. */
  const anywhere: Sampler = {
    propose: (count, { length }) =>
      Array.from({ length: count }, (_, i) => ({
        'training.learningRate': 10 ** (-4 + (((length + i) * 1.7) % 4)),
      })),
  };
  const earlier = (losses: readonly number[]): Course[] => losses.map((loss) => [loss]);

  it('needs five earlier trials', () => {
    assert.equal(isEndedAt('median', 0, 9, earlier([1, 2, 3, 4])), false);
    assert.equal(isEndedAt('median', 0, 9, earlier([1, 2, 3, 4, 5])), true);
  });

  it('lets the better half pass, or the best third at a rung', () => {
    const losses = earlier([1, 2, 3, 4, 5, 6]);
    assert.equal(isEndedAt('median', 0, 3, losses), false);
    assert.equal(isEndedAt('median', 0, 3.5, losses), true);
    assert.equal(isEndedAt('halving', 0, 2, losses), false);
    assert.equal(isEndedAt('halving', 0, 2.5, losses), true);
  });

  it('ends trainings at a checkpoint, with the reason', async () => {
    for (const kind of ['median', 'halving'] as const) {
      const plan = planOf(24, { sampler: anywhere, pruning: { seeds: false, epochs: kind } });
      const trials = await runStudy(plan, { train: trainer(valley) });
      const cut = trials.filter(({ state }) => state === 'pruned');
      assert.ok(cut.length > 0, kind);
      assert.ok(cut.every(({ why }) => why === (kind === 'median' ? 'median' : 'rung')));
      const at = cut.flatMap(({ results }) => results.at(-1)!.epoch / EPOCHS);
      const near = (epoch: number) => checkpointsOf(kind).some((one) => Math.abs(one - epoch) < 0.011);
      assert.ok(at.every(near), `${kind}: ${at}`);
    }
  });
});

/** All proposals, round by round, each with the loss of its number. */
function climb(sampler: Sampler, losses: readonly number[]): PastTrial[] {
  const history: PastTrial[] = [];
  for (let points: Point[] = [{}]; points.length > 0; ) {
    points = sampler.propose(Math.min(ROUND, losses.length - history.length), history);
    for (const point of points) history.push({ point, value: losses[history.length]!, state: 'complete' });
  }
  return history;
}

describe('The ladder', () => {
  it('stays in its range and proposes no value twice', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        fc.double({ min: 1.5, max: 1e5, noNaN: true }),
        fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 24, maxLength: 24 }),
        (low, ratio, losses) => {
          const history = climb(ladder('x', { kind: 'float', low, high: low * ratio, log: true }, 8), losses);
          const values = history.map(({ point }) => point.x!);
          assert.ok(values.every((value) => value >= low / ratio && value <= low * ratio ** 2));
          assert.equal(new Set(values).size, values.length);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('regularizers side by side', () => {
  const experiment = {
    ...experimentAt({ 'training.learningRate': 0.003 }),
    training: { ...experimentAt({ 'training.learningRate': 0.003 }).training, weightDecay: 0.2, maxNorm: 3 },
  };
  const sides = regularizerSides(experiment, null);
  const of = (name: string) => sides.find((side) => side.name === name)!;

  it('stand alone: each differs from none in its own settings, and only early stopping chooses its epoch', () => {
    const none = of('none');
    assert.equal(none, sides[0]);
    const { weightDecay, maxNorm, restoreBest, mixup, inputNoise, dropConnect } = none.experiment.training;
    assert.deepEqual(
      [weightDecay, maxNorm, restoreBest, mixup, inputNoise, dropConnect],
      [0, 0, false, 0, 0, 0],
    );
    assert.deepEqual(none.experiment.dropout.placement, { input: false, hidden: false, output: false });
    for (const side of sides) {
      const parts = (['data', 'network', 'dropout', 'training'] as const).filter(
        (part) => JSON.stringify(side.experiment[part]) !== JSON.stringify(none.experiment[part]),
      );
      assert.ok(parts.length <= 1, `${side.name}: ${parts}`);
      assert.equal(side.atEnd, side.name !== 'early stopping');
      assert.equal(parts.length > 0 || side.strength !== undefined, side !== none, side.name);
    }
  });

  it('are only those that the data and the network allow', () => {
    const names = (more: object) =>
      regularizerSides({ ...experiment, ...more } as typeof experiment, null).map(({ name }) => name);
    const linear = names({ network: { ...experiment.network, hidden: [] } });
    assert.ok(
      !linear.includes('dropout') && !linear.includes('batch normalization') && linear.includes('mixup'),
    );
    const single = names({ training: { ...experiment.training, batchSize: 1 } });
    assert.ok(!single.includes('mixup') && !single.includes('batch normalization'));
  });

  it('tune learning rate and strength, and are claimed as one of many', async () => {
    const lossOf = ({ seed, experiment: { training, dropout } }: TrainingRequest) => {
      const rate = 0.2 * Math.log10(training.learningRate / 3e-3) ** 2;
      const noise = 0.01 * Math.sin(seed * 7919 + training.weightDecay + training.mixup);
      const gain = training.weightDecay > 0 ? 0.15 - 0.05 * Math.log10(training.weightDecay / 1e-2) ** 2 : 0;
      return 0.5 + rate + noise - gain + (dropout.placement.hidden === false ? 0 : 0.4);
    };
    const answer = await compareFairly(sides, REGULARIZERS, { train: trainer(lossOf) });
    const decay = answer.sides.find(({ name }) => name === 'weight decay')!;
    const strength = decay.best['training.weightDecay']!;
    assert.ok(Math.abs(Math.log10(strength / 1e-2)) < 1, `${strength}`);
    const claims = answer.comparisons.map(({ second, claim }) => [second, claim]);
    const [dropout, better, other] = ['dropout', 'weight decay', 'early stopping'].map(
      (name) => claims.find(([second]) => second === name)![1],
    );
    assert.deepEqual([dropout, better, other], ['lower', 'higher', 'none']);
    const [{ difference }] = answer.comparisons as [(typeof answer.comparisons)[number]];
    const pair = await compareFairly(sides.slice(0, 2), REGULARIZERS, { train: trainer(lossOf) });
    assert.ok(difference.level < pair.comparisons[0]!.difference.level, 'the interval is wider for many');
    assert.ok(
      answer.tunesStrengths &&
        !(await compareFairly([sides[0]!, of('early stopping')], FAIR, { train: trainer(lossOf) }))
          .tunesStrengths,
    );
  });
});

describe('A fair comparison', () => {
  const experiment = { ...experimentAt({ 'training.learningRate': 0.003 }), seed: 5 };
  const sides = sidesOf(experiment, null, ['dropout', 'no dropout']);
  /** Each side has its own best rate; at it, the first is better by `gain`. */
  const lossOf = (gain: number) => (request: TrainingRequest) => {
    const { variant, seed, experiment: one } = request;
    const best = variant === 'dropout' ? 3e-3 : 3e-4;
    const noise = 0.02 * Math.sin(seed * 7919 + (variant === 'dropout' ? 1 : 2));
    return (
      0.3 +
      0.2 * Math.log10(one.training.learningRate / best) ** 2 +
      noise -
      (variant === 'dropout' ? gain : 0)
    );
  };

  it('tunes each side by itself and claims what fresh seeds carry', async () => {
    const { sides: answers, comparisons } = await compareFairly(sides, FAIR, {
      train: trainer(lossOf(0.15)),
    });
    const rates = answers.map(({ best }) => best['training.learningRate']!);
    assert.ok(
      Math.abs(Math.log10(rates[0]! / 3e-3)) < 0.25 && Math.abs(Math.log10(rates[1]! / 3e-4)) < 0.25,
      `${rates}`,
    );
    assert.equal(comparisons[0]!.claim, 'lower');
  });

  it('finds a tie where a rate that nobody tuned would not', async () => {
    const { comparisons } = await compareFairly(sides, FAIR, { train: trainer(lossOf(0)) });
    assert.equal(comparisons[0]!.claim, 'none');
  });

  it('compares on seeds that no search has seen', async () => {
    const log: string[] = [];
    const { freshSeeds } = await compareFairly(sides, FAIR, { train: trainer(lossOf(0), log) });
    assert.equal(freshSeeds.length, FAIR.fresh);
    const tuning = log.map((line) => Number(line.split(' ')[1])).filter((seed) => !freshSeeds.includes(seed));
    assert.deepEqual([...new Set(tuning)].sort(), [5, 6, 7]);
  });

  it('evaluates a side that counts its last epoch as often as its plateau schedule needs', () => {
    const evaluated = (schedule: object) => {
      const parsed = parseExperiment({ version: 1, training: { schedule, epochs: 50, evaluateEvery: 5 } });
      assert.ok(parsed.ok);
      return fairExperiment(parsed.experiment, true).training.evaluateEvery;
    };
    assert.equal(evaluated({ kind: 'plateau' }), 5);
    assert.equal(evaluated({ kind: 'constant' }), 50);
  });

  it('chooses by a validation set, counts the best epoch, and changes nothing in mid-run', () => {
    const odd = {
      ...experiment,
      data: { ...experiment.data, validation: 0 },
      changes: [{ step: 5, learningRate: 1 }],
    };
    const fair = fairExperiment(odd);
    assert.ok(fair.data.validation! > 0);
    assert.deepEqual(fair.changes, []);
    assert.equal(fair.training.restoreBest, true);
  });

  it('reports a side that cannot be trained', async () => {
    await assert.rejects(compareFairly(sides, FAIR, { train: trainer(() => Number.NaN) }), /"dropout"/);
  });

  it('passes the reason on for which data cannot be used', async () => {
    const train: Train = () => Promise.reject(new Error('rows.csv: no such file'));
    await assert.rejects(compareFairly(sides, FAIR, { train }), /rows\.csv/);
  });

  it('says how much better a search makes a value look', async () => {
    const { sides: answers } = await compareFairly(sides, FAIR, { train: trainer(lossOf(0)) });
    for (const { optimism, found, validation } of answers)
      assert.ok(Math.abs(validation.mean - found! - optimism!) < 1e-12);
  });

  it('holds every other side against the first', async () => {
    const third = { ...sides[1], name: 'again' };
    const { comparisons } = await compareFairly([...sides, third], FAIR, { train: trainer(lossOf(0.15)) });
    assert.deepEqual(
      comparisons.map(({ first, second }) => [first, second]),
      [
        ['dropout', 'no dropout'],
        ['dropout', 'again'],
      ],
    );
  });
});

describe('The ladder where the best value is an end of the range', () => {
  it('goes beyond it, three rungs at the most', () => {
    const climbing = (point: Point) => -Math.log(point.x!);
    const sampler = ladder('x', { kind: 'float', low: 1e-3, high: 1, log: true }, 4);
    const history: PastTrial[] = [];
    for (let round = 0; round < 8; round++)
      for (const point of sampler.propose(2, history))
        history.push({ point, value: climbing(point), state: 'complete' });
    const greatest = history.reduce((most, { point }) => Math.max(most, point.x!), 0);
    assert.equal(greatest, 1000);
  });
});
