import assert from 'node:assert/strict';
import {
  judge,
  type VerdictInput,
  type VerdictKind,
  type VerdictMember,
} from '../../src/core/analysis/verdict';
import type { Variant } from '../../src/core/trainer-types';
import { verdictText, verdictWords } from '../../src/experiment/words';
import { type Curve, constant, input, line, losses, member, pairs, rises, settles } from './verdict-support';

const table: { name: string; input: VerdictInput; kind: VerdictKind }[] = [
  { name: 'nothing yet', input: input([]), kind: 'tooEarly' },
  {
    name: 'three epochs of a hundred',
    input: input([
      {
        ...member('dropout', 1, constant(0.5), constant(0.5)),
        records: member('dropout', 1, constant(0.5), constant(0.5)).records.slice(0, 4),
      },
    ]),
    kind: 'tooEarly',
  },
  {
    name: 'one member diverged',
    input: input([
      member('dropout', 1, constant(0.6), constant(0.6), { ending: { kind: 'diverged', step: 41 } }),
    ]),
    kind: 'diverged',
  },
  {
    name: 'finite, and far above where it began',
    input: input([member('dropout', 1, line(0.69, 1e16), line(0.69, 1e16))]),
    kind: 'unstable',
  },
  {
    name: 'a gap that grows, no baseline',
    input: input([member('dropout', 1, settles(0.01), rises(0.3, 0.8))]),
    kind: 'overfitting',
  },
  {
    name: 'train loss at chance',
    input: input([member('dropout', 1, constant(0.69), constant(0.69))]),
    kind: 'underfitting',
  },
  {
    name: 'slow and steady',
    input: input([member('dropout', 1, line(0.69, 0.5), line(0.69, 0.5))]),
    kind: 'tooSlow',
  },
  {
    name: 'still falling',
    input: input([member('dropout', 1, line(0.6, 0.2), line(0.6, 0.2))]),
    kind: 'stillImproving',
  },
  {
    name: 'settled with a small gap',
    input: input([member('dropout', 1, settles(0.2), settles(0.24))]),
    kind: 'fine',
  },
  { name: 'clearly lower on every seed', input: input(pairs(-0.4, 0.01)), kind: 'dropoutHelps' },
  {
    name: 'clearly higher, and nothing to cure',
    input: input(pairs(0.1, 0.01, 0.2, 0.24)),
    kind: 'dropoutHurts',
  },
  { name: 'lower on average, but the seeds disagree', input: input(pairs(-0.1, 0.4)), kind: 'noDifference' },
  { name: 'no overfitting and no difference', input: input(pairs(0, 0.001, 0.2, 0.24)), kind: 'notNeeded' },
];

describe('verdict', () => {
  for (const row of table) {
    it(`${row.name}: ${row.kind}`, () => {
      const verdict = judge(row.input);
      assert.equal(verdict.kind, row.kind);
      const words = verdictWords(verdict);
      assert.ok(words.title.length > 0 && words.text.length > 0);
      assert.doesNotMatch(words.text, /NaN|undefined|Infinity/);
    });
  }

  it('names the step of a divergence and a learning rate to try', () => {
    const at = (learningRate: number) =>
      judge(
        input(
          [member('dropout', 1, constant(0.6), constant(0.6), { ending: { kind: 'diverged', step: 41 } })],
          { learningRate },
        ),
      );
    const verdict = at(3);
    assert.deepEqual(at(1e6).advice, verdict.advice, 'a tenth of far too much is far too much');
    assert.equal(verdict.at.divergedAt, 41);
    assert.deepEqual(verdict.advice, [{ kind: 'lowerLearningRate', value: 0.3 }]);
    assert.match(verdictWords(verdict).title, /step 41/);
  });

  it('knows what a guess costs under the loss that is trained', () => {
    const squared = [member('dropout', 1, constant(0.2), constant(0.21))];
    assert.equal(judge(input(squared, { loss: 'meanSquaredError' })).kind, 'underfitting');
    assert.equal(judge(input(squared)).kind, 'fine');
  });

  it('compares rare classes with always predicting the frequent one', () => {
    // 95 % of one class: its entropy is 0.199, and a training loss of 0.19 has learned next to nothing.
    const lazy = input([member('dropout', 1, constant(0.19), constant(0.2))]);
    assert.equal(judge(lazy).kind, 'fine');
    const verdict = judge({ ...lazy, guessLoss: 0.199 });
    assert.equal(verdict.kind, 'underfitting');
    assert.match(verdictWords(verdict).text, /a guess costs 0\.199/);
  });

  it('blames the drop ratio for underfitting only where the baseline learns', () => {
    const learns = [
      member('dropout', 1, constant(0.65), constant(0.65)),
      member('baseline', 1, settles(0.1), settles(0.3)),
    ];
    const neither = [
      member('dropout', 1, constant(0.65), constant(0.65)),
      member('baseline', 1, constant(0.64), constant(0.64)),
    ];
    const words = (members: VerdictMember[]) => verdictWords(judge(input(members, { ratio: 0.9 })));
    assert.match(words(learns).text, /Without dropout it reaches 0\.100, and the test loss is lower too/);
    assert.deepEqual(
      words(learns).advice.map(({ edit }) => edit),
      [{ path: ['dropout', 'ratio'], value: 0.5 }],
    );
    assert.match(words(neither).text, /without dropout too/);
    assert.ok(words(neither).advice.every(({ edit }) => edit?.path[1] !== 'ratio'));
  });

  it('reports that nothing is dropped if the trainings are identical, and judges no dropout', () => {
    const alike = losses([
      [0.3, 0.3],
      [0.31, 0.31],
    ]);
    const verdict = judge(input(alike));
    assert.equal(verdict.kind, 'nothingDropped');
    assert.deepEqual(verdict.advice, [{ kind: 'dropHidden' }]);
    assert.match(verdictWords(verdict).text, /one and the same/);
    assert.equal(
      judge(
        input(
          losses([
            [0.3, 0.3],
            [0.31, 0.3100001],
          ]),
        ),
      ).kind,
      'notNeeded',
    );
    const off = judge(input(losses([[0.9, 0.9]]), { ratio: 0 }));
    assert.equal(off.kind, 'nothingDropped');
    assert.deepEqual(off.advice, [{ kind: 'raiseRatio', value: 0.2 }]);
  });

  it('a test loss that has blown up is no overfitting', () => {
    const blown = [
      member('dropout', 1, settles(0.25), line(0.69, 1e4)),
      member('baseline', 1, settles(0.25), line(0.69, 3e4)),
    ];
    assert.equal(judge(input(blown)).kind, 'unstable');
  });

  it('blames no learning rate where the baseline learns and dropout does not', () => {
    const falls = [1, 2, 3].flatMap((seed) => [
      member('dropout', seed, line(0.69, 0.6), line(0.69, 0.6)),
      member('baseline', seed, settles(0.1), settles(0.35)),
    ]);
    for (const ratio of [0.2, 0.95]) {
      const verdict = judge(input(falls, { ratio }));
      assert.equal(verdict.kind, 'underfitting');
      assert.equal(verdict.advice[0].kind, 'lowerRatio');
      assert.match(verdictWords(verdict).text, /this drop ratio leaves it too little/);
    }
  });

  it('does not call a high training loss underfitting where it halves the test loss', () => {
    const noisy = [1, 2, 3].flatMap((seed) => [
      member('dropout', seed, settles(0.5), settles(0.55)),
      member('baseline', seed, settles(0.01), rises(0.6, 2 + seed / 100)),
    ]);
    assert.equal(judge(input(noisy)).kind, 'heldOff');
  });

  it('names which trainings diverged or blew up', () => {
    const broken = { ending: { kind: 'diverged', step: 41 } } as const;
    const some = [
      member('dropout', 1, settles(0.2), settles(0.3)),
      member('baseline', 1, constant(0.6), constant(0.6), broken),
    ];
    assert.match(
      verdictWords(judge(input(some))).text,
      /Diverged with dropout: 0 of 1 trainings; without: 1 of 1\./,
    );
    const blown = [
      member('dropout', 1, settles(0.2), settles(0.3)),
      member('baseline', 1, line(0.69, 5e4), line(0.69, 5e4)),
    ];
    const words = verdictWords(judge(input(blown)));
    assert.match(words.text, /reached 4\d,\d{3}/);
  });

  it('waits for a tenth of a training that goes on, and says that the rest may change it', () => {
    const going = (epochs: number) =>
      pairs(-0.4, 0.01).map(({ variant, seed, records }) => ({
        variant,
        seed,
        records: records.slice(0, epochs + 1),
      }));
    assert.equal(judge(input(going(9))).kind, 'tooEarly');
    const later = judge(input(going(60)));
    assert.match(verdictWords(later).basis, /Trainings go on/);
    assert.doesNotMatch(verdictWords(judge(input(pairs(-0.4, 0.01)))).basis, /Trainings go on/);
  });

  it('says that dropout still improved when it lost', () => {
    const slow = [1, 2, 3].flatMap((seed) => [
      member('dropout', seed, line(0.69, 0.3), line(0.69, 0.4 + seed / 1000)),
      member('baseline', seed, settles(0.2), settles(0.24)),
    ]);
    const verdict = judge(input(slow));
    assert.equal(verdict.kind, 'dropoutHurts');
    assert.ok(verdict.advice.some(({ kind }) => kind === 'moreEpochs'));
    assert.match(verdictText(verdictWords(verdict)), /still falling at the end/);
  });

  it('judges a training by how long it went, not by the epoch whose weights were put back', () => {
    /** Lowest at epoch 3 of 100. */
    const turns = (low: number) => (t: number) => (t < 0.03 ? 0.7 - (0.7 - low) * (t / 0.03) : low + t / 2);
    const restored = [1, 2, 3].flatMap((seed) => [
      member('dropout', seed, settles(0.05), turns(0.3 + seed / 1000)),
      member('baseline', seed, settles(0.05), turns(0.5 + seed / 1000)),
    ]);
    const kindOf = (members: VerdictMember[]) => judge(input(members, { restoreBest: true })).kind;
    assert.equal(kindOf(restored), 'dropoutHelps');
    const waiting = { variant: 'dropout', seed: 4, records: [] } as const;
    assert.equal(kindOf([...restored, waiting]), 'dropoutHelps', 'and while another seed waits');
  });

  it('where the best weights are kept, the end is one epoch for both sides, the last one too', () => {
    const members = [
      member('dropout', 1, line(0.6, 0.2), line(0.7, 0.3)),
      member('baseline', 1, settles(0.1), rises(0.4, 0.6)),
    ];
    const { evidence } = judge(input(members, { restoreBest: true }));
    assert.ok(
      Math.abs(evidence.dropoutTest.mean - 0.3) < 1e-9,
      'the best epoch is the last: no mean of five',
    );
    assert.ok(Math.abs(evidence.baselineTest.mean - 0.4) < 1e-9);
  });

  it('waits for a schedule that begins late: identical so far is not identical', () => {
    const alike = losses([[0.3, 0.3]]);
    const going = alike.map(({ variant, seed, records }) => ({
      variant,
      seed,
      records: records.slice(0, 31),
    }));
    assert.equal(judge(input(going)).kind, 'tooEarly');
    assert.equal(judge(input(going, { ratio: 0 })).kind, 'nothingDropped', 'no schedule makes more of 0');
    assert.equal(judge(input(alike)).kind, 'nothingDropped');
    const { ending: _, ...waiting } = { ...alike[0], seed: 2 };
    assert.equal(judge(input([...alike, waiting])).kind, 'nothingDropped', 'a whole pair is known');
  });

  it('finds no learning slow whose test loss has turned, and asks for no more of it', () => {
    const memorizes = (variant: Variant, seed: number, end: number) =>
      member(variant, seed, line(0.69, 0.5), line(0.69, end + seed / 100));
    const one = judge(input([memorizes('dropout', 1, 0.9)]));
    assert.deepEqual([one.kind, one.advice], ['nothingLearned', []]);
    const three = [1, 2, 3].flatMap((seed) => [
      memorizes('dropout', seed, 0.9),
      memorizes('baseline', seed, 1.1),
    ]);
    assert.equal(judge(input(three)).kind, 'nothingLearned');
    const decays: Curve = (t) => 0.7 * Math.exp(-5 * t);
    const low = [1, 2, 3].flatMap((seed) => [
      member('dropout', seed, decays, rises(0.3, 0.5 + seed / 100)),
      member('baseline', seed, decays, rises(0.3, 0.9 + seed / 100)),
    ]);
    assert.equal(judge(input(low, { learningRate: 1e-4, optimizer: 'adam' })).kind, 'heldOff');
  });

  it('calls no curve falling with too few evaluations', () => {
    const every = (epochs: number) => {
      const one = member('dropout', 1, settles(0.2), settles(0.25));
      return judge(input([{ ...one, records: one.records.filter(({ epoch }) => epoch % epochs === 0) }]));
    };
    for (const epochs of [1, 25, 50, 100]) {
      const { kind, advice } = every(epochs);
      assert.ok(!['stillImproving', 'tooSlow'].includes(kind), `${kind} with a record each ${epochs}`);
      assert.ok(!advice.some((one) => one.kind === 'moreEpochs'));
    }
  });

  it('compares balanced classes with a guess that weights them equally', () => {
    // 1 % of the rows are of one class: the guess that leans on that is no measure of a training that must not.
    const members = [1, 2, 3].flatMap((seed) => [
      member('dropout', seed, settles(0.1), settles(0.12 + seed / 1000)),
      member('baseline', seed, settles(0.09), settles(0.13 + seed / 1000)),
    ]);
    const counts = { trainCount: 1000, validationCount: 0, testCount: 1000, parameterCount: 1000 };
    const rare = (classWeights: string) => {
      const data = { ...counts, cautions: [], guessTestLoss: 0.056 };
      return judge({ ...input(members, { classWeights }), guessLoss: 0.056, data });
    };
    assert.equal(rare('none').kind, 'nothingLearned');
    const balanced = rare('balanced');
    assert.notEqual(balanced.kind, 'nothingLearned');
    assert.ok(balanced.remarks?.every(({ kind }) => kind !== 'worseThanGuess'));
    assert.equal(balanced.evidence.testChance.mean, Math.log(2));
  });
});
