import * as l10n from '@vscode/l10n';
import { finiteMarks, type PlotColor, type PlotSpec } from '../../src/charts/plot-spec';
import type { FigureState } from '../../src/protocol';

const COLORS: readonly PlotColor[] = ['dropout', 'baseline', 'good', 'warning'];

/** Published numbers as lines, what is measured as points that are joined. */
export function figurePlot({ x, y, logarithmic, lines, marks }: FigureState): PlotSpec {
  let measured = 0;
  return {
    label: l10n.t('{0} against {1}', y, x),
    x: { title: x, logarithmic: logarithmic.x === true },
    y: { title: y, logarithmic: logarithmic.y === true },
    series: lines.map(({ label, published, points }) => ({
      ...{ label: published ? l10n.t('published: {0}', label) : label, points },
      color: published ? 'foreground' : COLORS[measured++ % COLORS.length],
      style: published ? 'dashed' : points.length > 1 ? 'solid' : 'points',
    })),
    marks: finiteMarks(marks.map((mark) => ({ ...mark, color: 'muted' }))),
  };
}
