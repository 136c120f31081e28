import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { existsAt, type Point } from '../../../src/core/search/distribution';
import { JournalError } from '../../../src/study/journal/journal';
import { type Operation, writeOperation } from '../../../src/study/journal/operations';
import type { StudySetup } from '../../../src/study/journal/setup';
import { Space, type StudyParameter } from '../../../src/study/journal/space';
import { StudyJournal } from '../../../src/study/journal/study-journal';
import { point, setup, useFolder } from './support';

describe('a study in a journal', () => {
  const folder = useFolder();
  const path = () => join(folder(), '내 study.log');
  let now = Date.UTC(2026, 0, 1);
  const options = { now: () => now };
  const create = () => StudyJournal.create(path(), setup, options);
  const open = () => StudyJournal.open(path(), setup.name, options);
  const append = (...operations: Operation[]) =>
    appendFileSync(path(), operations.map((operation) => writeOperation(operation, 'optuna')).join(''));
  const lines = () =>
    readFileSync(path(), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('keeps its set-up', async () => {
    await create();
    assert.deepEqual((await open()).setup, setup);
    assert.deepEqual((await StudyJournal.open(path())).setup, setup);
  });

  it('shares a journal with others, whatever they are of', async () => {
    await create();
    append({ op_code: 0, study_name: 'of another program', directions: [2] });
    const second = await StudyJournal.create(path(), { ...setup, name: 'second' });
    assert.deepEqual(await second.add([point], 'grid'), [0]);
    assert.equal((await open()).trials.length, 0);
    assert.equal((await StudyJournal.open(path(), 'second')).trials.length, 1);
  });

  it('says what there is not', async () => {
    const study = await create();
    const rejects = (work: Promise<unknown>, message: string) =>
      assert.rejects(work, (error: Error) => {
        assert.ok(error instanceof JournalError);
        assert.equal(error.message, message);
        return true;
      });
    await rejects(create(), `${path()} has a study “${setup.name}” already.`);
    await rejects(StudyJournal.open(path(), 'x'), `${path()} has no study “x” of Dropout Playground.`);
    append({ op_code: 1, study_id: 0 });
    await rejects(study.add([point], 'grid'), `${path()} has no study “${setup.name}” any more.`);
    await rejects(StudyJournal.open(path()), `${path()} has no study of Dropout Playground.`);
  });

  it('does not open with a set-up that others have overwritten', async () => {
    const [first] = setup.parameters;
    const wrong = (distribution: object) => JSON.stringify([{ ...first, distribution }]);
    await create();
    const text = readFileSync(path(), 'utf8');
    for (const [name, value] of [
      ['experiment', '{'],
      ['experiment', 1],
      ['seeds', '["a"]'],
      ['parameters', '[{}]'],
      ['parameters', wrong({ kind: 'float', low: 2, high: 1, log: false })],
      ['parameters', wrong({ kind: 'float', low: 0, high: 1, log: true })],
      ['parameters', wrong({ kind: 'float', low: 0, high: 1, log: false, step: 0 })],
      ['parameters', wrong({ kind: 'choice', count: 2 })],
      ['parameters', wrong({ kind: 'normal' })],
      ['format', 2],
    ] as const) {
      writeFileSync(path(), text);
      append({ op_code: 2, study_id: 0, user_attr: { [`playground:${name}`]: value } });
      await assert.rejects(open(), JournalError, `${value}`);
    }
  });

  it('keeps a trial from its proposal to its end', async () => {
    const study = await create();
    assert.deepEqual(await study.add([point, { ...point, 'dropout.ratio': 0.5 }], 'sobol'), [0, 1]);
    assert.deepEqual(
      study.history.map(({ state, value }) => [state, value]),
      [
        ['running', undefined],
        ['running', undefined],
      ],
    );
    now += 1_000;
    const [claimed, ...others] = await study.claim(1);
    assert.deepEqual([claimed?.number, claimed?.point, others.length], [0, point, 0]);
    await study.report(0, [
      [10, 0.5],
      [20, Number.NaN],
      [30, 0.4],
    ]);
    await study.setSeed(0, 7, { validationLoss: 0.4, testLoss: Number.POSITIVE_INFINITY });
    now += 2_000;
    assert.ok(await study.tell(0, { state: 'complete', value: 0.4 }));
    assert.ok(!(await study.tell(0, { state: 'failed', reason: 'too late' })));
    await study.setSeed(0, 8, { validationLoss: 9 });
    await study.report(0, [[40, 9]]);

    for (const each of [study, await open()]) {
      const [trial, waiting] = each.trials;
      assert.deepEqual(
        { ...trial },
        {
          number: 0,
          state: 'complete',
          point,
          value: 0.4,
          intermediateValues: new Map([
            [10, 0.5],
            [20, Number.NaN],
            [30, 0.4],
          ]),
          seeds: new Map([[7, { validationLoss: 0.4, testLoss: Number.POSITIVE_INFINITY }]]),
          reason: undefined,
          origin: 'sobol',
          joined: [],
          startedAt: now - 2_000,
          endedAt: now,
        },
      );
      assert.equal(waiting?.state, 'waiting');
      assert.equal(waiting?.startedAt, undefined);
    }
  });

  it('says why trials were pruned or have failed', async () => {
    const study = await create();
    await study.add([point, point, point], 'grid');
    await study.claim(3);
    await study.report(1, [
      [20, 0.7],
      [10, 0.8],
    ]);
    await study.tell(0, { state: 'failed', reason: 'the loss is NaN' });
    await study.tell(1, { state: 'pruned', reason: 'above the median at epoch 20' });
    await study.tell(2, { state: 'pruned', reason: 'before its first epoch' });
    await assert.rejects(study.tell(2, { state: 'complete', value: Number.NaN }), RangeError);
    assert.deepEqual(
      (await open()).trials.map(({ state, value, reason }) => [state, value, reason]),
      [
        ['failed', undefined, 'the loss is NaN'],
        ['pruned', 0.7, 'above the median at epoch 20'],
        ['pruned', undefined, 'before its first epoch'],
      ],
    );
  });

  it('keeps what it has come to', async () => {
    const study = await create();
    await study.setAttribute('answer', { best: point, optimism: Number.NaN });
    assert.deepEqual((await open()).attribute('answer'), { best: point, optimism: Number.NaN });
    assert.equal(study.attribute('other'), undefined);
  });

  it('adds all points or none', async () => {
    const study = await create();
    const { 'data.noise': _, ...without } = point;
    for (const wrong of [
      without,
      { ...point, 'data.noise': 0.6 },
      { ...point, 'training.optimizer': 3 },
      { ...point, 'training.optimizer': 0 },
    ])
      await assert.rejects(study.add([point, wrong], 'grid'), RangeError);
    assert.deepEqual(study.trials, []);
  });

  it('gives the same objects for trials that have not changed', async () => {
    const study = await create();
    await study.add([point, point], 'grid');
    const before = study.trials;
    await study.claim(1);
    const after = study.trials;
    assert.notEqual(before[0], after[0]);
    assert.equal(before[1], after[1]);
  });

  it('writes what Optuna’s extension for VS Code can show: no null, and one attribute a line', async () => {
    const study = await create();
    await study.add([point], 'grid');
    await study.claim(1);
    await study.setSeed(0, 1, { validationLoss: 1 });
    await study.release([0]);
    await study.claim(1);
    await study.tell(0, { state: 'pruned', reason: 'why' });
    for (const { user_attr, user_attrs, value, op_code } of lines()) {
      assert.notEqual(value, null);
      for (const each of Object.values({ ...user_attr, ...user_attrs }))
        assert.match(typeof each, /^(string|number|boolean)$/);
      if (op_code === 8) assert.equal(Object.keys(user_attr).length, 1);
    }
  });

  describe('claimed by several', () => {
    it('gives each trial to one', async () => {
      const [a, b] = [await create(), await open()];
      await a.add(Array(20).fill(point), 'grid');
      await b.refresh();
      const claims = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? a : b).claim(2)));
      const numbers = claims.flat().map(({ number }) => number);
      assert.deepEqual(
        numbers.sort((x, y) => x - y),
        Array.from({ length: 20 }, (_, i) => i),
      );
      assert.deepEqual(await a.claim(1), []);
    });

    it('gives a trial on when its worker has not renewed it for a minute', async () => {
      const [a, b] = [await create(), await open()];
      await a.add([point], 'grid');
      await a.claim(1);
      await a.setSeed(0, 1, { validationLoss: 0.5 });
      now += 50_000;
      assert.deepEqual(await a.renew([0]), []);
      now += 50_000;
      await b.refresh();
      assert.deepEqual(await b.claim(1), []);
      now += 11_000;
      const [taken] = await b.claim(1);
      assert.deepEqual(taken?.seeds, new Map([[1, { validationLoss: 0.5 }]]));
      assert.deepEqual(await a.renew([0]), [0]);
      // Results are the same wherever they come from: the first counts.
      assert.ok(await a.tell(0, { state: 'complete', value: 0.5 }));
      assert.deepEqual(await b.renew([0]), [0]);
      assert.ok(!(await b.tell(0, { state: 'complete', value: 0.5 })));
    });

    it('gives a trial on at once when its process is no more', async () => {
      const [a, b] = [await create(), await open()];
      await a.add([point], 'grid');
      await a.claim(1);
      const lease = lines().at(-1)!;
      const [name, text] = Object.entries<string>(lease.user_attr)[0]!;
      // More than any system counts its processes to.
      append({ ...lease, user_attr: { [name]: JSON.stringify({ ...JSON.parse(text), pid: 2 ** 30 }) } });
      await b.refresh();
      assert.equal((await b.claim(1)).length, 1);
    });

    it('lets a released trial wait for the next', async () => {
      const [a, b] = [await create(), await open()];
      await a.add([point, point], 'grid');
      await a.claim(2);
      await a.release([1]);
      await b.refresh();
      assert.deepEqual(
        b.trials.map(({ state }) => state),
        ['running', 'waiting'],
      );
      await b.release([0]);
      assert.deepEqual(
        (await b.claim(2)).map(({ number }) => number),
        [1],
      );
    });
  });

  describe('with trials that Optuna proposes', () => {
    const distribution = (name: string, attributes: object) => JSON.stringify({ name, attributes });
    const float = (low: number, high: number) =>
      distribution('FloatDistribution', { step: null, low, high, log: false });
    const optimizers = distribution('CategoricalDistribution', { choices: ['sgd', 'adam'] });
    const small: StudySetup = {
      ...setup,
      name: 'small',
      parameters: [
        { name: 'rule', distribution: { kind: 'choice', count: 2 }, choices: ['sgd', 'adam'] },
        { name: 'rate', distribution: { kind: 'float', low: 0, high: 1, log: false } },
        {
          name: 'momentum',
          distribution: { kind: 'float', low: 0, high: 1, log: false },
          when: { name: 'rule', values: [0] },
        },
      ],
    };
    const parameter = (id: number, name: string, value: number, text: string): Operation => ({
      op_code: 5,
      trial_id: id,
      param_name: name,
      param_value_internal: value,
      distribution: text,
    });
    const asked: Operation = { op_code: 4, study_id: 0, datetime_start: '2026-01-01T00:00:00.000001' };
    const enqueued = (fixed: object): Operation =>
      ({ ...asked, state: 4, system_attrs: { fixed_params: fixed } }) as Operation;
    const begin = () => StudyJournal.create(path(), small, options);

    it('waits until all parameters that exist are set', async () => {
      const study = await begin();
      const claimed = async (...operations: Operation[]) => {
        append(...operations);
        await study.refresh();
        return (await study.claim(9)).map(({ number, point }) => [number, point]);
      };
      assert.deepEqual(await claimed(asked, asked), []);
      assert.deepEqual(
        await claimed(parameter(0, 'rule', 0, optimizers), parameter(1, 'rule', 1, optimizers)),
        [],
      );
      assert.deepEqual(await claimed(parameter(0, 'rate', 0.5, float(0, 1))), []);
      assert.deepEqual(await claimed(parameter(1, 'rate', 0.25, float(0, 1))), [
        [1, { rule: 1, rate: 0.25 }],
      ]);
      assert.deepEqual(await claimed(parameter(0, 'momentum', 0.9, float(0, 1))), [
        [0, { rule: 0, rate: 0.5, momentum: 0.9 }],
      ]);
    });

    it('leaves alone what is evaluated elsewhere, has ended, or is none of its points', async () => {
      const study = await begin();
      const set = (id: number, rate: number) => [
        parameter(id, 'rule', 1, optimizers),
        parameter(id, 'rate', rate, float(0, 9)),
      ];
      append(
        ...([
          asked,
          ...set(0, 0.5),
          { op_code: 8, trial_id: 0, user_attr: { 'playground:evaluate': false } },
        ] as Operation[]),
        ...([asked, ...set(1, 0.5), { op_code: 6, trial_id: 1, state: 1, values: [3] }] as Operation[]),
        ...([asked, ...set(2, 5)] as Operation[]),
      );
      await study.refresh();
      assert.deepEqual(await study.claim(9), []);
      assert.deepEqual(
        study.trials.map(({ state, point }) => [state, point?.rate]),
        [
          ['running', 0.5],
          ['complete', 0.5],
          ['running', undefined],
        ],
      );
      assert.deepEqual(
        study.history.map(({ value }) => value),
        [undefined, 3],
      );
    });

    it('evaluates what was enqueued, and fails what cannot be', async () => {
      const study = await begin();
      append(
        enqueued({ rule: 'sgd', rate: 0.5, momentum: 0.9 }),
        enqueued({ rule: 'rmsprop', rate: 0.5 }),
        enqueued({ rule: 'adam', rate: 7 }),
        enqueued({ rule: 'adam' }),
        enqueued({ rule: 'adam', rate: 0.25, other: 1 }),
      );
      await study.refresh();
      const claimed = await study.claim(9);
      assert.deepEqual(
        claimed.map(({ number, point }) => [number, point]),
        [
          [0, { rule: 0, rate: 0.5, momentum: 0.9 }],
          [4, { rule: 1, rate: 0.25 }],
        ],
      );
      assert.deepEqual(
        study.trials.slice(1, 4).map(({ state, reason }) => [state, reason]),
        [
          ['failed', 'rule cannot be "rmsprop" in this study.'],
          ['failed', 'rate cannot be 7 in this study.'],
          ['failed', 'rate has no value.'],
        ],
      );
    });

    it('lets the study complete what was enqueued in part', async () => {
      const study = await begin();
      append(enqueued({ rule: 'sgd', rate: 0.5 }));
      await study.refresh();
      const asked: unknown[] = [];
      const [claimed] = await study.claim(1, ({ name }, before) => {
        asked.push([name, { ...before }]);
        return 0.125;
      });
      assert.deepEqual(asked, [['momentum', { rule: 0, rate: 0.5 }]]);
      assert.deepEqual(claimed?.point, { rule: 0, rate: 0.5, momentum: 0.125 });
      assert.deepEqual((await StudyJournal.open(path())).trials[0]?.point, claimed?.point);
    });
  });

  it('evaluates nothing that was completed wrongly, and loses nothing over it', async () => {
    const study = await create();
    append({ op_code: 4, study_id: 0, datetime_start: null, state: 4 });
    await study.refresh();
    await assert.rejects(
      study.claim(1, () => {
        throw new Error('no idea');
      }),
      /no idea/,
    );
    assert.equal(study.trials[0]?.state, 'waiting');
    assert.deepEqual(await study.claim(1, () => 77), []);
    assert.equal(study.trials[0]?.reason, 'training.learningRate cannot be 77 in this study.');
  });

  it('maps points to parameters and back, whatever they are', async () => {
    // No setting has this name, and no point could hold it.
    const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__');
    const any: fc.Arbitrary<StudyParameter> = fc.oneof(
      fc
        .tuple(
          name,
          fc.uniqueArray(fc.jsonValue(), { minLength: 1, maxLength: 5, selector: (v) => JSON.stringify(v) }),
        )
        .map(([name, choices]) => ({
          name,
          distribution: { kind: 'choice' as const, count: choices.length },
          choices: choices as never,
        })),
      fc
        .tuple(
          name,
          fc.double({ min: -1e9, max: 1e9, noNaN: true }),
          fc.double({ min: 0, max: 1e9, noNaN: true }),
        )
        .map(([name, low, width]) => ({
          name,
          distribution: { kind: 'float' as const, low, high: low + width, log: false },
        })),
    );
    const spaces = fc
      .uniqueArray(any, { minLength: 1, maxLength: 5, selector: ({ name }) => name })
      .map((parameters) =>
        parameters.map((parameter, index) => {
          const on = parameters[index - 1];
          return on?.distribution.kind === 'choice' && index % 2
            ? { ...parameter, when: { name: on.name, values: [0] } }
            : parameter;
        }),
      );
    await fc.assert(
      fc.asyncProperty(spaces, fc.infiniteStream(fc.nat()), async (parameters, picks) => {
        rmSync(path(), { force: true });
        const study = await StudyJournal.create(path(), { ...setup, parameters });
        const point = pointIn(parameters, picks);
        await study.add([point], 'grid');
        assert.deepEqual(
          new Map(Object.entries((await StudyJournal.open(path())).trials[0]!.point!)),
          new Map(Object.entries(point)),
        );
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('refuses choices that are none', () => {
    const choice = (choices?: never[] | (string | number)[]) =>
      new Space([{ name: 'x', distribution: { kind: 'choice', count: 2 }, ...(choices && { choices }) }]);
    assert.throws(() => choice(), RangeError);
    assert.throws(() => choice(['a']), RangeError);
    assert.throws(() => choice(['a', 'a']), RangeError);
    choice(['1', 1]);
  });

  it('reads ten thousand trials, and then only what is new', async () => {
    const study = await create();
    const text = readFileSync(path(), 'utf8');
    await study.add([point], 'grid');
    await study.claim(1);
    for (const seed of setup.seeds) await study.setSeed(0, seed, { validationLoss: 0.1 + seed });
    await study.tell(0, { state: 'complete', value: 0.25 });
    const one = readFileSync(path(), 'utf8').slice(text.length);
    for (let trial = 1; trial < 10_000; trial += 100) {
      const some = Array.from({ length: Math.min(100, 10_000 - trial) }, (_, i) =>
        one.replaceAll('"trial_id":0', `"trial_id":${trial + i}`),
      );
      appendFileSync(path(), some.join(''));
    }
    const opened = await open();
    assert.equal(opened.faultCount, 0);
    assert.equal(opened.trials.length, 10_000);
    assert.ok(opened.trials.every(({ state, seeds }) => state === 'complete' && seeds.size === 3));
    const size = statSync(path()).size;
    append({ op_code: 4, study_id: 0, datetime_start: null });
    assert.ok(await opened.refresh());
    assert.equal(opened.trials.length, 10_001);
    assert.ok(statSync(path()).size - size < 200);
  });
});

/** A point of a space, by what numbers pick. */
function pointIn(parameters: readonly StudyParameter[], picks: Iterator<number>): Point {
  const point: Record<string, number> = {};
  for (const parameter of parameters) {
    if (!existsAt(parameter, point)) continue;
    const { distribution, name } = parameter;
    const pick = picks.next().value!;
    if (distribution.kind === 'choice') point[name] = pick % distribution.count;
    else point[name] = (pick % 2 ? distribution.low : distribution.high) + 0;
  }
  return point;
}
