import assert from 'node:assert/strict';
import { type LogRun, pairsVerdict } from '../../src/logs';
import { Curve } from '../../src/logs/curve';
import type { Role } from '../../src/logs/metric';

describe('trainings with and without dropout', () => {
  function trained(
    dropout: number,
    seed: number,
    end: number,
    lr = '0.1',
    role: Role = 'validationLoss',
  ): LogRun {
    const curve = new Curve();
    for (let epoch = 1; epoch <= 20; epoch++) curve.add(epoch, epoch, end + 1 / epoch);
    return {
      ...{ id: `${dropout} ${seed} ${lr}`, format: 'csv' },
      settings: new Map([
        ['dropout', String(dropout)],
        ['seed', String(seed)],
        ['lr', lr],
        ['run_name', `r${seed}-${dropout}`],
      ]),
      curves: [{ name: role, role, curve }],
    };
  }
  const both = (pairs: number, ratio: (seed: number) => number) =>
    Array.from({ length: pairs }, (_, seed) => [
      trained(0.5, seed, (1 + seed / 100) * ratio(seed)),
      trained(0, seed, 1 + seed / 100),
    ]).flat();

  it('carry a claim where enough pairs of the same seed agree', () => {
    const lower = pairsVerdict(both(8, (seed) => 0.6 + seed / 100))!;
    assert.deepEqual([lower.kind, lower.tone], ['lower', 'good']);
    assert.match(lower.title, /Drop ratio 0\.5 has a lower validation loss/);
    assert.match(lower.lead, /8 pairs/);
    assert.equal(pairsVerdict(both(8, (seed) => 1.6 + seed / 100))!.kind, 'higher');
    assert.equal(pairsVerdict(both(8, (seed) => 1 + (seed % 2) / 1_000))!.kind, 'none');
  });

  it('carry none where there are too few, and it is said', () => {
    const few = pairsVerdict(both(3, () => 0.5))!;
    assert.equal(few.kind, 'open');
    assert.match(few.remarks.join(' '), /too few pairs/);
    assert.equal(pairsVerdict(both(1, () => 0.5)), undefined);
  });

  it('are compared by the test loss, or by a score, where there is no validation loss: it says which', () => {
    const by = (role: Role, half: number, none: number) =>
      pairsVerdict(
        Array.from({ length: 8 }, (_, seed) => [
          trained(0.5, seed, half + seed / 1000, '0.1', role),
          trained(0, seed, none + seed / 900, '0.1', role),
        ]).flat(),
      )!;
    const test = by('testLoss', 0.6, 1);
    assert.deepEqual([test.kind, test.tone], ['lower', 'good']);
    assert.match(test.title, /lower test loss/);
    const score = by('validationScore', 0.9, 0.8);
    assert.deepEqual([score.kind, score.tone], ['higher', 'good']);
    assert.match(score.title, /higher validation score/);
    assert.match(score.lead, /^At the end, validation score: 0\.955 with dropout, 0\.855 without, \+0\.100/);
    assert.deepEqual([by('testScore', 80, 90).tone, by('testScore', 80, 80.1).kind], ['bad', 'none']);
    assert.equal(
      pairsVerdict([trained(0, 1, 1, '0.1', 'trainLoss'), trained(0.5, 1, 1, '0.1', 'trainLoss')]),
      undefined,
    );
  });

  it('are compared only where nothing else differs', () => {
    const runs = Array.from({ length: 8 }, (_, seed) => [
      trained(0.5, seed, 0.5, '0.2'),
      trained(0, seed, 1),
    ]);
    assert.equal(pairsVerdict(runs.flat()), undefined);
    assert.equal(
      pairsVerdict(both(8, () => 0.5).filter(({ settings }) => settings.get('dropout') === '0.5')),
      undefined,
    );
  });
});
