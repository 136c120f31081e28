import assert from 'node:assert/strict';
import { studyCsv } from '../../src/host/exports/study-csv';
import { type StudyState, TRIAL_COLUMNS, TRIAL_ENDS, TRIAL_STATES } from '../../src/protocol';

describe('the trials of a study as CSV', () => {
  it('are a row each, with choices and states in words and nothing where nothing is known', () => {
    const row = (known: Partial<Record<(typeof TRIAL_COLUMNS)[number], number>>, ...at: number[]) => [
      ...TRIAL_COLUMNS.map((name) => known[name] ?? Number.NaN),
      ...at,
    ];
    const complete = { state: TRIAL_STATES.indexOf('complete'), why: 0, seeds: 3, validationLoss: 0.25 };
    const diverged = { state: TRIAL_STATES.indexOf('failed'), why: TRIAL_ENDS.indexOf('diverged'), seeds: 1 };
    const study = {
      axes: [
        { name: 'dropout.ratio', title: '', kind: 'float' },
        { name: 'network.hidden', title: '', kind: 'choice', choices: ['32', '64-64'] },
      ],
      count: 2,
      rows: Float64Array.from([...row(complete, 0.5, 1), ...row(diverged, 0.25, Number.NaN)]),
    } as unknown as StudyState;
    const [head, first, second] = studyCsv(study).split(/\r?\n/);
    assert.match(head!, /^trial,state,why,dropout\.ratio,network\.hidden,seeds,validationLoss,/);
    assert.match(first!, /^0,complete,none,0\.5,64-64,3,0\.25,,/);
    assert.match(second!, /^1,failed,diverged,0\.25,,1,,/);
  });
});
