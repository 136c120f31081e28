import * as vscode from 'vscode';
import type { Span } from '../../code/finding';
import type { Problem } from '../../code/problem';
import { DisposableObject } from '../disposable';
import type { CodeSettings } from './code-settings';
import { problemOfModel, resultHere } from './own-data';
import type { Results, RunResult } from './results';
import { SELECTOR } from './scan-target';
import { documentOf, type Scan, type Scans } from './scans';
import { inlayWords, resultWords } from './value-words';

/** Which network a file's model was run as, so that results of other networks do not stand in its code. */
export type Origins = ReadonlyMap<string, { readonly model: string | null; readonly network: string }>;

export interface InlayContext {
  readonly scans: Scans;
  readonly settings: CodeSettings;
  readonly results: Results;
  readonly origins: Origins;
}

/** The playground's last results behind the drop ratios of a model that was run from there. */
export class Inlays extends DisposableObject implements vscode.InlayHintsProvider {
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeInlayHints = this.#changed.event;

  readonly #context: InlayContext;

  constructor(context: InlayContext) {
    super();
    this.#context = context;
    this.register(vscode.languages.registerInlayHintsProvider(SELECTOR, this));
    this.register(context.settings.onDidChange(() => this.refresh()));
    this.register(
      context.scans.onDidScan(({ after }) => {
        if (context.origins.has(after.key)) this.refresh();
      }),
    );
  }

  /** There is another result. */
  refresh(): void {
    this.#changed.fire();
  }

  async provideInlayHints(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.InlayHint[]> {
    const { scans, settings } = this.#context;
    if (!settings.inlayHints) return [];
    const scan = await scans.of(document);
    return scan === undefined ? [] : this.#hints(scan, document, range);
  }

  #hints(scan: Scan, document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
    const { origins, results } = this.#context;
    const origin = origins.get(scan.key);
    if (origin === undefined) return [];
    const { network } = origin;
    const problem = problemOfModel(scan.result, origin.model);
    const isOther = (result: RunResult) => resultHere(problem, result).standIn?.kind === 'other';
    const hints = new Map<number, vscode.InlayHint>();
    for (const { value, edit } of dropoutOf(scan, origin.model)) {
      if (edit === null || value === null || documentOf(scan, edit) !== document) continue;
      const position = document.positionAt(edit.end);
      const own = results.withValue('dropout', value, network);
      const words = inlayWords(own, results.last(network), isOther);
      if (words === undefined || !range.contains(position)) continue;
      hints.set(edit.end, hint(position, words, problem, [own, results.last(network)]));
    }
    return [...hints.values()];
  }
}

/** The drop ratios that are used in a model; all of the file where there is no model of that name. */
function dropoutOf({ result }: Scan, name: string | null) {
  const ratios = result.findings.filter(({ kind }) => kind === 'dropout');
  const models = result.models.filter((model) => model.name === name);
  if (models.length === 0) return ratios;
  // Layers that are added one by one stand behind the model's own place.
  const places = models.flatMap((model) => [model, ...model.layers]);
  return ratios.filter((ratio) => places.some((place) => isWithin(place, ratio)));
}

function isWithin(outer: Span, inner: Span): boolean {
  return outer.cell === inner.cell && outer.start <= inner.start && inner.end <= outer.end;
}

function hint(
  position: vscode.Position,
  words: string,
  problem: Problem,
  results: readonly (RunResult | undefined)[],
): vscode.InlayHint {
  const made = new vscode.InlayHint(position, words);
  const lines = results.flatMap((result) =>
    result === undefined ? [] : [resultWords(result, resultHere(problem, result).standIn)],
  );
  made.tooltip = [...new Set(lines)].join('\n');
  made.paddingLeft = true;
  return made;
}
