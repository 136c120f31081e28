import assert from 'node:assert/strict';
import type { Metric, Role } from '../../src/logs/metric';
import { roleOf } from '../../src/logs/role';
import { answerOf, type TrialResult } from '../../src/try/answer';
import { Curves } from '../../src/try/curves';
import { type Plan, planTrials, type Target } from '../../src/try/plan';

const script = { path: '/train.py', text: '', sha256: '' };
const place = { source: script, ...{ start: 0, end: 1, keep: false, before: '' } };

function planOf(target: Partial<Target>, seeds: number, dropRatio?: number): Plan {
  const values = [0, 0.5];
  return planTrials(
    script,
    [{ name: 'DROP', values, places: [place], own: 0.5, ...target }],
    seeds,
    dropRatio,
  );
}

/** Trials that end with these values by name, as a function of value and seed. */
function answered(plan: Plan, ends: (value: number, seed: number) => Record<string, number>) {
  const results = plan.trials.map((trial): TrialResult => {
    const curves = new Curves();
    const value = Number(Object.values(plan.sides[trial.side]!.values)[0]);
    for (const [name, end] of Object.entries(ends(value, trial.seed)))
      curves.print(`epoch=1 ${name}=${end}\n`);
    curves.end();
    return { trial, state: 'complete', curves: curves.all, last: curves.last };
  });
  return answerOf(plan, results);
}

const noise = (seed: number) => Math.sin(seed) / 200;

describe('the answer to values that are tried', () => {
  const dropout = planOf({ kind: 'dropout' }, 8);

  it('goes by what validates, then by test rows, losses before scores, and says which', () => {
    const cases: readonly (readonly [string, Role, number, RegExp])[] = [
      ['val_loss', 'validationLoss', 0, /^0 has a lower validation loss than 0\.5$/],
      ['test_loss', 'testLoss', 0, /^0 has a lower test loss than 0\.5$/],
      ['val_acc', 'validationScore', 1, /^0\.5 has a higher validation score than 0$/],
      ['test_f1', 'testScore', 1, /^0\.5 has a higher test score than 0$/],
    ];
    for (const [name, measure, best, title] of cases) {
      const answer = answered(dropout, (value, seed) => ({ loss: 0.1, [name]: 0.3 + value + noise(seed) }));
      assert.deepEqual([answer.measure, answer.best, answer.verdict], [measure, best, 'better'], name);
      assert.match(answer.title, title);
      const better = measure.endsWith('Loss') ? 'lower' : 'higher';
      assert.match(answer.remarks.join(' '), new RegExp(`by their final .*; ${better} is better`));
    }
  });

  it('goes by a score that does not say on which rows it is, and says so; by one of training rows never', () => {
    for (const name of ['accuracy', 'f1_score', 'F1']) {
      const answer = answered(dropout, (value, seed) => ({ loss: 0.1, [name]: 0.3 + value + noise(seed) }));
      assert.equal(answer.verdict, 'better', name);
      assert.match(answer.title, new RegExp(`^0\\.5 has a higher ${name} than 0$`));
      assert.match(answer.remarks.join(' '), /does not say on which rows/);
    }
    const named = answered(dropout, (value, seed) => ({ train_acc: 0.3 + value + noise(seed) }));
    assert.deepEqual([named.verdict, named.best], ['trainingLossOnly', null]);
    assert.match(named.title, /^Only a training score is known/);
    const loss = answered(dropout, (value, seed) => ({ loss: 1 + value + noise(seed), trainacc: 0.5 }));
    assert.match(loss.title, /^Only a training loss is known/);
  });

  it('knows scores in per cent', () => {
    const near = answered(dropout, (value, seed) => ({ test_accuracy: 90 + value / 5 + noise(seed) }));
    assert.equal(near.verdict, 'none');
  });

  it('explains validation below training by the drop ratio, where it is known', () => {
    const below = (plan: Plan, isBelow = true) =>
      answered(plan, (value, seed) => ({ loss: 1, val_loss: (isBelow ? 0.5 : 2) + value / 5 + noise(seed) }))
        .remarks.filter((one) => one.startsWith('Validation is below training'))
        .join();
    assert.match(below(dropout), /with dropout on \(drop ratio 0\.5\)/);
    const rate = { name: 'lr' };
    assert.match(below(planOf(rate, 3, 0.3)), /with dropout on \(drop ratio 0\.3\)/);
    assert.match(below(planOf(rate, 3)), /That is no mistake where there is dropout/);
    assert.equal(below(dropout, false), '');
  });

  it('counts what is not finite as diverged, and judges the rest', () => {
    const nan = answered(dropout, (value, seed) => ({
      val_loss: value === 0 ? Number.NaN : 1 + noise(seed),
    }));
    assert.deepEqual([nan.verdict, nan.best, nan.sides[0]!.diverged], ['oneValue', 1, 8]);
    assert.equal(answered(dropout, () => ({ val_loss: Number.NaN })).verdict, 'diverged');
  });

  it('reads roles as names say them', () => {
    const role = (name: string): Metric['role'] => roleOf(name);
    assert.deepEqual(
      [role('accuracy'), role('val_acc'), role('F1')],
      ['trainScore', 'validationScore', 'trainScore'],
    );
  });
});
