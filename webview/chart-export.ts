import { charts } from '../src/charts/index';
import { LineCache } from '../src/charts/lines';
import { chartModel } from '../src/charts/model';
import type { ChartDrawn, ToView } from '../src/protocol';
import { CHART_SIZE, chartSvg } from '../src/report/chart-svg';
import { PAPER } from '../src/report/palette';
import { post } from './bridge';
import { pageZoom } from './charts/zoom';
import { pictures } from './pictures';
import type { ViewStore } from './store';
import { theme } from './theme';
import { uiState } from './ui-state';

type Request = Extract<ToView, { type: 'drawChart' }>;

/** Pixels of a picture for each pixel of the chart: sharp on paper and slides. */
const SCALE = 2;

/** Draws what the host asks for, and says why where it cannot. */
export async function answerDrawing(request: Request, store: ViewStore): Promise<void> {
  const answer = await draw(request, store).catch((error) => ({
    problem: (error as Error).message.slice(0, 1_000),
  }));
  post({ type: 'chartDrawn', request: request.request, ...answer });
}

async function draw(request: Request, store: ViewStore): Promise<Partial<Pick<ChartDrawn, 'svg' | 'png'>>> {
  const svg = pictureOf(request) ?? chartOf(request, store);
  return request.format === 'svg' ? { svg } : { png: await rasterize(svg) };
}

/** What a view of a study shows; undefined: it is none of these. */
function pictureOf({ chart, appearance }: Request): string | undefined {
  const isPaper = appearance !== 'theme';
  const palette = isPaper ? PAPER : theme();
  return pictures.get(chart)?.({ palette, kind: isPaper ? 'light' : theme().kind, ...CHART_SIZE });
}

function chartOf({ chart, appearance }: Request, store: ViewStore): string {
  const spec = charts.find(({ id }) => id === chart);
  const { run } = store;
  if (!spec || !run) throw new Error(`no chart ${chart}`);
  const ui = uiState();
  const hidden = new Set(ui.hiddenLines);
  // The plot's size, less axes, legend and title: for the distance of ticks and marks.
  const room = { width: CHART_SIZE.width - 80, height: CHART_SIZE.height - 140 };
  const logarithmic = (ui.lossAxis ?? store.preferences.lossAxis) === 'logarithmic';
  const view = { logarithmic, hidden, cache: new LineCache(), zoom: pageZoom.of(run.id), ...room };
  const model = chartModel(spec, run, store.series, view, store.compared, store.trainings);
  const palette = appearance === 'theme' ? theme() : PAPER;
  return chartSvg({ spec, model, hidden, palette, caption: run.name, ...CHART_SIZE });
}

/** The picture as the bytes of a PNG file. */
async function rasterize(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = CHART_SIZE.width * SCALE;
  canvas.height = CHART_SIZE.height * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('no picture');
  return new Uint8Array(await blob.arrayBuffer());
}
