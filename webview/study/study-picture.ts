import * as l10n from '@vscode/l10n';
import type { Extent } from '../../src/charts/chart-spec';
import { heatColors } from '../../src/charts/study/heat-colors';
import type { Brushes, ParallelAxis } from '../../src/charts/study/parallel';
import { scaleOf } from '../../src/charts/study/scale';
import { curvePlot, historyPlot, slicePlot } from '../../src/charts/study/specs';
import { heatMapOf } from '../../src/charts/study/summaries';
import type { Quantity, Trials } from '../../src/charts/study/trials';
import { heatTitle, parallelTitle, quantityText } from '../../src/charts/study/words';
import type { StudyState, StudyUi } from '../../src/protocol';
import type { Frame } from '../../src/report/chart-frame';
import { plotSvg } from '../../src/report/plot-svg';
import { heatSvg, parallelSvg } from '../../src/report/study-svg';
import type { Drawn } from '../pictures';

/** What of a study is on the screen. */
export interface ShownView {
  readonly study: StudyState;
  readonly trials: Trials;
  readonly view: NonNullable<StudyUi['view']>;
  readonly settings: readonly [x: number, y: number];
  readonly quantity: Quantity;
  /** The trials of a history that are on the screen; undefined: all. */
  readonly zoom: Extent | undefined;
  /** Of the parallel coordinates. */
  readonly axes: readonly ParallelAxis[];
  readonly lines: readonly number[];
  readonly faint: readonly number[];
  readonly brushes: Brushes;
  readonly chosen: number | undefined;
}

/** The view of a study as a standalone SVG. Throws an `Error`, with words for a person, for a table. */
export function studyPicture(shown: ShownView, { kind, ...drawn }: Drawn): string {
  const { study, trials, view, settings, quantity } = shown;
  const [x, y] = settings;
  const frame: Frame = { ...drawn, caption: study.name };
  switch (view) {
    case 'curve':
      return plotSvg(curvePlot(study, trials, x, quantity).spec, frame);
    case 'slice':
      return plotSvg(slicePlot(study, trials, x, quantity).spec, frame);
    case 'history':
      return plotSvg(historyPlot(study, trials, quantity, shown.zoom).spec, frame);
    case 'heat': {
      const map = heatMapOf(trials, study.axes, settings, quantity);
      const titles = [study.axes[x]!.title, study.axes[y]!.title] as const;
      const textOf = (value: number) => quantityText(quantity, value, study.task);
      const title = heatTitle(study, settings, quantity);
      return heatSvg({ map, title, titles, textOf, ...heatColors(map, quantity, study, kind) }, frame);
    }
    case 'parallel':
      return parallelSvg(
        { ...shown, title: parallelTitle(study, quantity), colorAt: scaleOf({ kind }) },
        frame,
      );
    case 'table':
      throw new Error(l10n.t('A table is no picture: export it as CSV, or choose another view.'));
  }
}
