import * as vscode from 'vscode';
import { charts } from '../../charts/index';
import { taskOf } from '../../charts/model';
import type { ChartAppearance, ChartDrawn, ChartFormat, ToView } from '../../protocol';
import { DisposableObject } from '../disposable';
import type { RunStore } from '../store/run-store';
import type { Views } from '../views';
import { askWhere, fileNameOf, writeFile } from './save';

/** A view has this long to draw; a panel that has to be opened for it needs most of it. */
const PATIENCE = 20_000;
/** Until a view is asked again: one that is not there yet, and one that does not answer. */
const RETRY = 100;
const AGAIN = 2_000;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** What a person asks for; what is left out they are asked. */
export interface ChartRequest {
  readonly chart?: string | undefined;
  readonly format?: ChartFormat | undefined;
}

/** A chart that a view can draw. */
export interface Drawable {
  readonly id: string;
  readonly title: string;
  /** What its file is called by. */
  readonly file: string;
}

interface Choice extends vscode.QuickPickItem {
  readonly chart: string;
  readonly file: string;
  readonly format: ChartFormat;
  readonly appearance: ChartAppearance;
}

export interface ChartExportContext {
  readonly store: RunStore;
  readonly views: Views;
  /** Opens the panel where no view shows charts. */
  readonly showPanel: () => void;
}

/** Charts as files. A view draws them: it has the theme, and knows which lines a person looks at. */
export class ChartExports extends DisposableObject {
  readonly #waiting = new Map<number, (drawn: ChartDrawn) => void>();
  #requests = 0;

  readonly #context: ChartExportContext;

  constructor(context: ChartExportContext) {
    super();
    this.#context = context;
  }

  /** Asks for what is not said yet, lets a view draw, and asks where to save it. */
  async export(request: ChartRequest): Promise<void> {
    const run = this.#context.store.current;
    if (run === null) {
      const words = vscode.l10n.t('There is no run to export yet. Run an experiment first.');
      void vscode.window.showInformationMessage(words);
      return;
    }
    const drawables = charts.map(({ id, title }) => ({ id, title: title(taskOf(run.state())), file: id }));
    await this.exportOne(request, drawables, run.name, run.folder);
  }

  /** As {@link export}, one of these. @param name that its file begins with. */
  async exportOne(
    request: ChartRequest,
    drawables: readonly Drawable[],
    name: string,
    folder: string | null,
  ): Promise<void> {
    const choice = await choose(request, drawables);
    if (choice === undefined) return;
    const bytes = await this.draw(choice.chart, choice.format, choice.appearance);
    const { format, file } = choice;
    const uri = await askWhere(`${fileNameOf(`${name}-${file}`)}.${format}`, folder, {
      title: vscode.l10n.t('Export Chart'),
      filters: { [format.toUpperCase()]: [format] },
    });
    if (uri !== undefined) await writeFile(uri, bytes);
  }

  /** A chart of the run on the screen as the bytes of a file. */
  async draw(chart: string, format: ChartFormat, appearance: ChartAppearance): Promise<Uint8Array> {
    this.#requests += 1;
    const request = this.#requests;
    const drawn = new Promise<ChartDrawn>((done) => this.#waiting.set(request, done));
    const message = { type: 'drawChart', request, chart, format, appearance } as const;
    try {
      const answer = await this.#ask(message, drawn);
      if (answer === undefined) throw new Error(vscode.l10n.t('The panel did not draw the chart in time.'));
      return bytesOf(answer, format);
    } finally {
      this.#waiting.delete(request);
    }
  }

  /** Asks a view, opening the panel where there is none, until one answers; undefined: none did in time. */
  async #ask(message: ToView, drawn: Promise<ChartDrawn>): Promise<ChartDrawn | undefined> {
    const end = performance.now() + PATIENCE;
    let answer: ChartDrawn | undefined;
    for (let opened = false; answer === undefined && performance.now() < end; ) {
      const posted = this.#context.views.post(message);
      if (!posted && !opened) {
        this.#context.showPanel();
        opened = true;
      }
      // A view that is closed meanwhile takes the question with it.
      answer = await Promise.race([drawn, sleep(posted ? AGAIN : RETRY)]);
    }
    return answer;
  }

  /** A view has drawn, or says why not. */
  drawn(answer: ChartDrawn): void {
    this.#waiting.get(answer.request)?.(answer);
  }
}

/** A view's answer as a file; what a view sends is looked at before it is written. */
function bytesOf({ svg, png, problem }: ChartDrawn, format: ChartFormat): Uint8Array {
  if (format === 'svg' && svg?.startsWith('<svg ')) return new TextEncoder().encode(svg);
  if (format === 'png' && png !== undefined && PNG.every((byte, index) => png[index] === byte)) return png;
  throw new Error(vscode.l10n.t('The chart was not drawn: {0}', problem ?? format));
}

async function choose(
  { chart, format }: ChartRequest,
  drawables: readonly Drawable[],
): Promise<Choice | undefined> {
  const items = drawables
    .filter(({ id }) => chart === undefined || id === chart)
    .flatMap(({ id, title, file }) =>
      (['png', 'svg'] as const)
        .filter((one) => format === undefined || one === format)
        .flatMap((one) =>
          (['theme', 'light'] as const).map(
            (appearance): Choice => ({
              label: [
                ...(chart === undefined ? [title] : []),
                ...(format === undefined ? [one.toUpperCase()] : []),
                appearance === 'theme'
                  ? vscode.l10n.t('as on the screen')
                  : vscode.l10n.t('light, for paper'),
              ].join(', '),
              chart: id,
              file,
              format: one,
              appearance,
            }),
          ),
        ),
    );
  return vscode.window.showQuickPick(items, { title: vscode.l10n.t('Export Chart') });
}

const sleep = (milliseconds: number) => new Promise<undefined>((done) => setTimeout(done, milliseconds));
