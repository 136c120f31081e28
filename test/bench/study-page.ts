import '../../webview/study/study-view';
import type { STUDY_VIEWS, StudyAxis, StudyState } from '../../src/protocol';
import { TRIAL_COLUMNS } from '../../src/protocol';
import type { ViewStore } from '../../webview/store';

type View = (typeof STUDY_VIEWS)[number];

const AXES: readonly StudyAxis[] = [
  { name: 'dropout.ratio', title: 'Drop ratio', kind: 'float', low: 0, high: 0.9 },
  { name: 'training.learningRate', title: 'Learning rate', kind: 'float', low: 1e-4, high: 0.1, log: true },
  { name: 'training.batchSize', title: 'Batch size', kind: 'integer', low: 8, high: 256, log: true },
  { name: 'network.activation', title: 'Activation', kind: 'choice', choices: ['relu', 'tanh', 'gelu'] },
];

/** Trials whose losses a search could have found: a valley, noise, and one in fifty that is far off. */
function studyOf(trials: number): StudyState {
  const width = TRIAL_COLUMNS.length + AXES.length;
  const rows = new Float64Array(trials * width);
  for (let trial = 0; trial < trials; trial++) {
    const [u, v, w] = [0.618034, 0.7548777, 0.5698403].map((step) => ((trial + 1) * step) % 1) as [
      number,
      number,
      number,
    ];
    const loss = 0.3 + (u - 0.4) ** 2 + (v - 0.5) ** 2 + 0.1 * w + (trial % 50 === 0 ? 20 * w : 0);
    const known: Partial<Record<(typeof TRIAL_COLUMNS)[number], number>> = {
      ...{ state: 1, why: 0, seeds: 3, epoch: 100, seconds: 1, validationLoss: loss, testLoss: loss + 0.02 },
      ...{ trainLoss: loss / 2, testScore: 1 - loss / 3, validationDeviation: 0.01, testDeviation: 0.01 },
    };
    const values = [0.9 * u, 10 ** (-4 + 3 * v), Math.round(8 * 32 ** w), trial % 3];
    rows.set([...TRIAL_COLUMNS.map((name) => known[name] ?? Number.NaN), ...values], trial * width);
  }
  return {
    ...{ id: 's', name: 's', status: 'paused', of: 'moons', task: 'classification', axes: AXES },
    ...{ sampler: 'TPE', pruning: 'none', seeds: 3, total: trials, count: trials, rows, fresh: [] },
    ...{ freshTotal: 0, done: 3 * trials, trainings: 3 * trials, seconds: 1, importance: null },
  } as StudyState;
}

/** When what was asked for is on the screen: after the frame that paints it. */
const painted = () =>
  new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));

let study: StudyState;
let changed = () => {};
const element = document.createElement('dp-study');
element.store = {
  get study() {
    return study;
  },
  subscribe: (_topics: unknown, hear: () => void) => {
    changed = hear;
    return () => {};
  },
} as unknown as ViewStore;

Object.assign(window, {
  begin(trials: number) {
    study = studyOf(trials);
    document.body.append(element);
    return painted();
  },
  /** Another tab, of trials that nothing was computed of. */
  async show(view: View) {
    study = { ...study, rows: study.rows.slice() };
    const begun = performance.now();
    changed();
    element.renderRoot.querySelector<HTMLElement>(`#tab-${view}`)!.click();
    await painted();
    return performance.now() - begun;
  },
});
