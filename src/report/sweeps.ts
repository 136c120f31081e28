import { sweepSpec } from '../charts/study/sweep-plot';
import { Trials } from '../charts/study/trials';
import type { StudyState } from '../protocol';
import { CHART_SIZE } from './chart-svg';
import type { DrawnChart } from './charts';
import { PAPER } from './palette';
import { plotSvg } from './plot-svg';

/** The sweeps of a set-up, as the lesson shows them, in colours for print. */
export function drawSweeps(sweeps: readonly StudyState[]): DrawnChart[] {
  return sweeps.map((study) => {
    const spec = sweepSpec(study, new Trials(study), 'testLoss', { withTraining: study.sweep === 'ratio' });
    const svg = plotSvg(spec, { palette: PAPER, caption: study.of, ...CHART_SIZE });
    return { id: `sweep-${study.sweep}`, title: spec.label, svg };
  });
}
