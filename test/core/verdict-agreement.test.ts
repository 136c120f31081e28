import assert from 'node:assert/strict';
import fc from 'fast-check';
import { excludesNone, SMALLEST } from '../../src/core/analysis/compare-pairs';
import { judge, type Verdict, type VerdictInput, type VerdictMember } from '../../src/core/analysis/verdict';
import { parseExperiment } from '../../src/experiment/parse';
import { verdictText, verdictWords } from '../../src/experiment/words';
import { type Curve, constant, EPOCHS, input, line, losses, member, rises, settles } from './verdict-support';

const three = <T>(of: (seed: number) => readonly T[]) => [1, 2, 3].flatMap(of);
const adviceOf = (of: VerdictInput) =>
  judge(of).advice.map(({ kind, value }) => `${kind} ${value ?? ''}`.trim());
const textOf = (of: VerdictInput) => verdictText(verdictWords(judge(of)));
/** Falls to a low at a moment and rises from there to an end. */
const turns =
  (at: number, low: number, end: number): Curve =>
  (t) =>
    t < at ? 0.7 - ((0.7 - low) * t) / at : low + ((end - low) * (t - at)) / (1 - at);
/** As another, and falls by a share over the last fifth. */
const fallsAtLast =
  (curve: Curve, share: number): Curve =>
  (t) =>
    curve(t) * (t > 0.8 ? 1 - share * (t - 0.8) * 5 : 1);
const pair = (seed: number, dropout: Curve, baseline: Curve, train = [settles(0.2), settles(0.1)]) => [
  member('dropout', seed, train[0], dropout),
  member('baseline', seed, train[1], baseline),
];

describe('what one verdict says', () => {
  it('sets the epochs once: where a curve still falls more of them, though the other has turned', () => {
    const members = three((seed) => pair(seed, line(0.7, 0.4), turns(0.25, 0.26, 0.3 + seed / 4)));
    const verdict = judge(input(members));
    assert.ok(verdict.at.risingSince !== undefined);
    assert.deepEqual(
      verdict.advice.map(({ kind }) => kind).filter((kind) => kind === 'stopAt' || kind === 'moreEpochs'),
      ['moreEpochs'],
    );
  });

  it('calls no curve both risen and still falling', () => {
    const members = three((seed) =>
      pair(seed, settles(0.4 + seed / 10), fallsAtLast(turns(0.5, 0.2, 0.6), 0.2 + seed / 10)),
    );
    const text = textOf(input(members));
    assert.match(
      text,
      /Without dropout the network overfits: its test loss has risen since its best epoch, 50\./,
    );
    assert.doesNotMatch(text, /still falling/);
  });

  it('names the end where dropout is worse there and the best epochs are open', () => {
    const members = three((seed) =>
      pair(seed, turns(0.1, 0.3 + seed / 50, 0.625), settles(0.36 - seed / 100), [
        settles(0.38),
        settles(0.38),
      ]),
    );
    const verdict = judge(input(members));
    const { title, tone } = verdictWords(verdict);
    assert.equal(verdict.kind, 'endsWorse');
    assert.match(title, /behind at the end/);
    assert.equal(tone, 'neutral');
    assert.match(
      verdictWords(verdict).text,
      /With dropout the test loss has risen since its best epoch, 10\./,
    );
    assert.ok(verdict.advice.some(({ kind, value }) => kind === 'stopAt' && value === 10));
  });

  it('names the end where dropout is worse there and better at its best epoch', () => {
    const members = three((seed) => pair(seed, turns(0.2, 0.2, 0.6 + seed / 100), settles(0.3 + seed / 100)));
    const verdict = judge(input(members));
    assert.equal(verdictWords(verdict).title, 'Dropout is ahead at its best epoch, and behind at the end.');
  });

  it('names the best epochs where the end does not bear the claim out', () => {
    const members = three((seed) =>
      pair(seed, turns(0.2, 0.3 + seed / 200, 0.6 + seed / 5), turns(0.2, 0.2 + seed / 200, 1.4 - seed / 5)),
    );
    assert.match(verdictWords(judge(input(members))).title, /^Dropout hurts here at the best epochs, at/);
  });

  it('calls a difference too small only where the whole interval is', () => {
    const ratios = (values: readonly number[]) =>
      input(losses(values.map((value, i) => [0.3 + i / 100, (0.3 + i / 100) * value] as const)));
    const titleOf = (...values: number[]) => verdictWords(judge(ratios(values))).title;
    assert.equal(titleOf(1.05, 1.055, 1.06), 'A difference too small to matter.');
    assert.equal(titleOf(0.95, 0.945, 0.94), 'A difference too small to matter.');
    assert.equal(titleOf(1.045, 1.065, 1.08), 'A small difference; whether it matters is open.');
    assert.equal(titleOf(0.957, 0.94, 0.925), 'A small difference; whether it matters is open.');
    assert.deepEqual(adviceOf(ratios([1.045, 1.065, 1.08])), ['moreSeeds 6']);
    assert.match(titleOf(1.2, 1.21, 1.23), /^Dropout hurts/);
  });

  it('says that the seeds disagree where ratio and difference do', () => {
    const seven = Array.from({ length: 9 }, (_, i) => [0.02, 0.005 + i * 0.0001] as const);
    const { title, text } = verdictWords(judge(input(losses([...seven, [0.3, 0.5]], 0.01))));
    assert.equal(title, 'The seeds disagree about dropout.');
    assert.match(text, /a few seeds decide/);
  });

  it('finds nothing fine that is past its best, however small the gap', () => {
    const past = input([member('dropout', 1, turns(0.1, 0.13, 0.136), turns(0.1, 0.111, 0.154))]);
    const words = verdictWords(judge(past));
    assert.equal(words.title, 'Past its best epoch.');
    assert.match(words.text, /risen since its best epoch, 10, where it was 0\.111/);
    assert.deepEqual(adviceOf(past), ['stopAt 10']);
    assert.equal(judge(input([member('dropout', 1, settles(0.1), settles(0.12))])).kind, 'fine');
  });

  it('reports best epochs with their spread, and advises none if they differ too much', () => {
    const at = (...moments: number[]) =>
      input(
        moments.flatMap((moment, i) =>
          pair(i + 1, settles(0.4), turns(moment, 0.3, 0.3 + 0.6 * (1 - moment))),
        ),
      );
    const close = at(0.3, 0.34, 0.38);
    assert.match(textOf(close), /its best epoch, 34 ± 4\./);
    assert.ok(adviceOf(close).includes('stopAt 34'));
    const apart = input(
      [0.02, 0.5, 0.98].flatMap((moment, i) => pair(i + 1, settles(0.4), turns(moment, 0.3, 0.38))),
    );
    assert.ok(judge(apart).at.risingSince !== undefined);
    assert.match(textOf(apart), /its best epoch, 50 ± 48\./);
    assert.ok(!adviceOf(apart).some((one) => one.startsWith('stopAt')));
  });

  it('advises no epoch to stop at by which the better side would lose', () => {
    const members = three((seed) =>
      pair(seed, turns(0.1, 0.3 + seed / 50, 0.6), line(0.7, 0.03 * seed), [settles(0.2), settles(0.05)]),
    );
    assert.ok(!adviceOf(input(members)).some((one) => one.startsWith('stopAt')));
  });

  it('says of one run that it is one', () => {
    const one = pair(1, settles(0.4), turns(0.3, 0.35, 1), [settles(0.2), settles(0.01)]);
    assert.match(verdictWords(judge(input(one))).title, /^Dropout held off overfitting, in one run/);
  });

  it('says large changes as times', () => {
    const of = (...ratios: number[]) =>
      verdictWords(judge(input(losses(ratios.map((ratio) => [0.01, 0.01 * ratio] as const)))));
    assert.match(of(50, 59, 70).text, /59 times as high \(95% interval: \d+ to \d+ times as high\)/);
    assert.match(of(50, 59, 70).rows[1].change, /^59 times as high \(×\d+ to ×\d+\)$/);
    assert.match(of(1900, 2000, 2100).text, /2,\d{3} times as high/);
    assert.doesNotMatch(of(1, 1, 1).text, /0\.0%/);
    assert.match(of(0.0001, 0.00011, 0.00012).text, /99\.9% lower/);
  });
});

describe('rows that are ordered in time', () => {
  const counts = { trainCount: 300, validationCount: 60, testCount: 60, parameterCount: 1000 };
  const drift = { kind: 'targetDrift', name: 'y', deviations: 2 } as const;
  const judged = (order: 'fileOrder' | 'shuffled', inTime: string | undefined) => {
    const split = {
      order,
      testFile: false,
      redrawn: false,
      ...(inTime !== undefined && { inTime }),
    } as const;
    const cautions = order === 'fileOrder' ? [drift] : [];
    const verdict = judge({ ...input(losses([[0.3, 0.5]])), data: { ...counts, split, cautions } });
    return { text: verdictText(verdictWords(verdict)), advice: verdict.advice.map(({ kind }) => kind) };
  };

  it('are not advised to be shuffled if they differ, nor called similar once they are', () => {
    assert.deepEqual(judged('fileOrder', undefined).advice, ['shuffleRows']);
    const kept = judged('fileOrder', 'date');
    assert.deepEqual(kept.advice, []);
    assert.match(kept.text, /ordered in time \(“date”\), and the last ones test/);
    assert.match(judged('shuffled', 'date').text, /ordered in time.*little about rows to come/);
    assert.doesNotMatch(judged('shuffled', undefined).text, /in time/);
  });
});

describe('a run in which nothing is dropped', () => {
  const alike = (dropRatio: number) =>
    three((seed) =>
      pair(seed, line(0.7, 0.3), line(0.7, 0.3), [line(0.7, 0.3), line(0.7, 0.3)]).map((one) => ({
        ...one,
        records: one.records.map((record) => ({ ...record, dropRatio })),
      })),
    );
  const said = (dropRatio: number, settings: object) => {
    const verdict = judge(input(alike(dropRatio), settings));
    assert.equal(verdict.kind, 'nothingDropped');
    return { text: verdictText(verdictWords(verdict)), advice: verdict.advice };
  };

  it('names the cause, and advice that mends it', () => {
    const scheduled = said(0, { ratio: 0.5 });
    assert.match(scheduled.text, /the dropout schedule keeps the drop ratio at 0/);
    assert.deepEqual(scheduled.advice, [{ kind: 'constantRatio' }]);
    const nowhere = said(0.5, { ratio: undefined, nothingDrops: 'placement' });
    assert.match(nowhere.text, /no layer drops\. Train/);
    assert.deepEqual(nowhere.advice, [{ kind: 'dropHidden' }]);
    assert.match(said(0, { ratio: 0 }).text, /the drop ratio is 0\. Train/);
    const low = said(1e-9, { ratio: 1e-9 });
    assert.match(low.text, /so low a drop ratio/);
    assert.deepEqual(low.advice, [{ kind: 'raiseRatio', value: 0.2 }]);
  });

  it('expects no other order of two trainings that are one', () => {
    assert.doesNotMatch(said(0, { ratio: 0.5 }).text, /falling/);
  });

  it('and nothing is compared is one without dropout', () => {
    const falling = [member('dropout', 1, line(1.5, 0.9), line(1.5, 0.9))];
    const verdict = judge(input(falling, { ratio: 0, nothingDrops: 'ratio', learningRate: 0.003 }));
    const words = verdictWords(verdict);
    assert.doesNotMatch(verdictText(words), /[Dd]ropout/);
    assert.ok(verdict.advice.every(({ kind }) => kind !== 'addBaseline'));
  });
});

/** Any curve that a training may have. */
const curves = fc.oneof(
  fc.double({ min: 0.001, max: 0.9, noNaN: true }).map(settles),
  fc.double({ min: 0.001, max: 0.9, noNaN: true }).map(constant),
  fc
    .tuple(fc.double({ min: 0.4, max: 1, noNaN: true }), fc.double({ min: 0.001, max: 0.9, noNaN: true }))
    .map(([from, to]) => line(from, to)),
  fc
    .tuple(
      fc.double({ min: 0.02, max: 0.98, noNaN: true }),
      fc.double({ min: 0.001, max: 0.6, noNaN: true }),
      fc.double({ min: 0.001, max: 2, noNaN: true }),
      fc.double({ min: 0, max: 0.6, noNaN: true }),
    )
    .map(([at, low, end, share]) => fallsAtLast(turns(at, low, end), share)),
  fc.constant(rises(0.3, 0.9)),
);

const scaled =
  (curve: Curve, factor: number): Curve =>
  (t) =>
    curve(t) * factor;

/** Seeds whose curves are those of a side, more or less. */
const membersOf = fc
  .tuple(
    ...[curves, curves, curves, curves],
    fc.array(
      fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
      {
        minLength: 1,
        maxLength: 6,
      },
    ),
    fc.constantFrom(0, 0.02, 0.1, 0.5),
    fc.boolean(),
  )
  .map(([dropoutTrain, dropoutTest, baselineTrain, baselineTest, noise, jitter, alone]) =>
    noise.flatMap(([one, other], i): VerdictMember[] => [
      member('dropout', i + 1, dropoutTrain, scaled(dropoutTest, Math.exp(jitter * one))),
      ...(alone
        ? []
        : [member('baseline', i + 1, baselineTrain, scaled(baselineTest, Math.exp(jitter * other)))]),
    ]),
  );

const settingsOf = fc.record({
  learningRate: fc.constantFrom(1e-5, 0.001, 0.003, 0.01, 0.1, 1),
  optimizer: fc.constantFrom('adam', 'sgd', 'rmsprop', 'momentum'),
  ratio: fc.constantFrom(0, 0.004, 0.1, 0.2, 0.5, 0.9),
  rule: fc.constantFrom('inverted', 'as-written'),
  restoreBest: fc.boolean(),
});

/** An edit of an experiment, in a copy. */
function edited(raw: object, path: readonly string[], value: unknown): object {
  const copy = structuredClone(raw) as Record<string, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) {
    at[key] ??= {};
    at = at[key] as Record<string, unknown>;
  }
  at[path.at(-1)!] = value;
  return copy;
}

function checkAdvice(verdict: Verdict, raw: object): void {
  const edits = verdictWords(verdict).advice.flatMap(({ edit }) => (edit ? [edit] : []));
  const paths = edits.map(({ path }) => path.join('.'));
  assert.equal(new Set(paths).size, paths.length, `two of one setting: ${paths}`);
  const before = parseExperiment(raw);
  assert.ok(before.ok);
  for (const { path, value } of edits) {
    const after = parseExperiment(edited(raw, path, value));
    assert.ok(after.ok, `${path} ${value}`);
    assert.notDeepEqual(after.experiment, before.experiment, `${path} ${value} changes nothing`);
  }
}

function checkTitle(verdict: Verdict): void {
  const { title } = verdictWords(verdict);
  const { comparison, evidence } = verdict;
  if (/Looks fine/.test(title))
    assert.ok(evidence.dropoutTest.mean <= 1.1 * evidence.dropoutBest.mean + 0.01);
  if (!comparison) return;
  const { primary, last, best } = comparison;
  const now = comparison[primary];
  if (/No difference/.test(title)) {
    assert.ok(!excludesNone(now), 'no difference, beside an interval without none');
    assert.ok(primary === 'last' || last.outcome !== 'higher', 'no difference, and worse at the end');
  }
  if (/too small/.test(title) && excludesNone(now))
    assert.ok(
      Math.abs(now.logRatio.mean) + now.half < SMALLEST.loss ||
        Math.abs(now.difference.mean) < 0.001 * evidence.chance.mean,
    );
  if (/^Dropout h(elps|urts) here[.,]/.test(title)) {
    const wanted = /helps/.test(title) ? 'lower' : 'higher';
    assert.equal(last.outcome, wanted);
    if (primary === 'best') assert.equal(best.outcome, wanted);
  }
}

function checkSentences(verdict: Verdict): void {
  const text = verdictText(verdictWords(verdict));
  for (const [side, both] of [
    ['With dropout', /Both test losses were still falling/],
    ['Without dropout', /Both test losses were still falling/],
  ] as const) {
    const risen = new RegExp(`${side} the (?:network overfits: its )?test loss has risen`).test(text);
    const falls = new RegExp(`${side} the test loss was still falling`).test(text) || both.test(text);
    assert.ok(!(risen && falls), text);
  }
  assert.ok(!/[−+]?0\.0% (?:lower|higher)/.test(text), text);
}

describe('no two parts of one verdict', () => {
  it('contradict each other, whatever the curves', () => {
    fc.assert(
      fc.property(
        membersOf,
        settingsOf,
        fc.constantFrom('completed', 'stoppedEarly'),
        (some, settings, kind) => {
          const members = some.map((one) => ({ ...one, ending: { kind, step: 4 * EPOCHS } }));
          const seeds = new Set(members.map(({ seed }) => seed)).size;
          const baseline = members.some(({ variant }) => variant === 'baseline');
          const verdict = judge(input(members, { ...settings, seeds, hiddenLayers: 2 }));
          const { ratio, rule, ...training } = settings;
          // With another ratio no two trainings come out alike, and with none they do not part after a while.
          fc.pre(verdict.kind !== 'nothingDropped' || (ratio === 0 && verdict.cause !== 'schedule'));
          const raw = {
            ...{ version: 1, seeds, baseline, dropout: { ratio, rule } },
            training: { ...training, epochs: EPOCHS },
          };
          checkAdvice(verdict, raw);
          checkTitle(verdict);
          checkSentences(verdict);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
