import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Layer, Model } from '../../code/finding';
import { append } from '../../core/lists';
import type { Experiment } from '../../experiment/schema';
import { DisposableObject } from '../disposable';
import type { Setup } from '../setup';
import type { CodeSettings } from './code-settings';
import { lensWords, modelsWithLens, standInTitle } from './lens-words';
import { SELECTOR } from './scan-target';
import { documentOf, type Scan, type Scans } from './scans';
import { dataTitle } from './stand-in';
import { canTry, type TryTarget } from './try-values';

/** So many lenses are made without a break. */
const AT_ONCE = 10;

/** Which model a lens stands over. */
export interface LensTarget {
  readonly uri: string;
  readonly name: string;
  /** Where it began when the lens was made: tells models of one name apart. */
  readonly start: number;
}

/** A line over each model that runs it in the playground. */
export class Lenses extends DisposableObject implements vscode.CodeLensProvider {
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;

  readonly #scans: Scans;
  readonly #settings: CodeSettings;
  readonly #setup: Setup;

  constructor(scans: Scans, settings: CodeSettings, setup: Setup) {
    super();
    this.#scans = scans;
    this.#settings = settings;
    this.#setup = setup;
    this.register(vscode.languages.registerCodeLensProvider(SELECTOR, this));
    this.register(settings.onDidChange(() => this.#changed.fire()));
    this.register(
      setup.onDidChange(({ before, after }) => {
        // Lenses say on which data a run would be; while a slider is dragged that stays the same.
        if (dataTitle(before.data) !== dataTitle(after.data)) this.#changed.fire();
      }),
    );
    this.register(
      scans.onDidScan(({ before, after }) => {
        // VS Code asks after each edit by itself; asking it to do so again would make lenses jump.
        if (before !== undefined && signature(before) !== signature(after)) this.#changed.fire();
      }),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!this.#settings.codeLens) return [];
    const scan = await this.#scans.of(document);
    return scan === undefined ? [] : lensesOf(scan, document, this.#setup.experiment);
  }
}

async function lensesOf(
  scan: Scan,
  document: vscode.TextDocument,
  current: Experiment,
): Promise<vscode.CodeLens[]> {
  const lenses: vscode.CodeLens[] = [];
  const models = modelsWithLens(scan.result).filter((model) => documentOf(scan, model) === document);
  for (const [index, model] of models.entries()) {
    // Each makes an experiment and checks it: the host does other things between them.
    if (index % AT_ONCE === AT_ONCE - 1) await setImmediate();
    append(lenses, lensesOfModel(scan, model, document, current));
  }
  append(lenses, tryLenses(scan, models, document));
  return lenses;
}

/** Over each model, and where the playground knows none over the first value that decides most. */
function tryLenses(scan: Scan, models: readonly Model[], document: vscode.TextDocument): vscode.CodeLens[] {
  if (document.uri.scheme !== 'file' || document.languageId !== 'python' || scan.isNotebook) return [];
  const all = scan.result.findings.filter((one) => canTry(one) && one.confidence !== 'low');
  const first = all.find(({ kind }) => kind === 'dropout') ?? all.find(({ kind }) => kind === 'learningRate');
  if (!first) return [];
  const uri = document.uri.toString();
  const lens = (start: number, target: Partial<TryTarget>) => {
    const at = document.positionAt(start);
    return new vscode.CodeLens(new vscode.Range(at, at), {
      title: vscode.l10n.t('Try Values in My Script…'),
      tooltip: vscode.l10n.t('Runs this script once for each value and seed. No file is changed.'),
      command: 'dropoutPlayground.tryValues',
      arguments: [target],
    });
  };
  if (models.length > 0) return models.map(({ start }) => lens(start, { uri }));
  const { start } = first.edit!;
  return [lens(start, { uri, start })];
}

function lensesOfModel(
  scan: Scan,
  model: Model,
  document: vscode.TextDocument,
  current: Experiment,
): vscode.CodeLens[] {
  const at = document.positionAt(model.start);
  const target: LensTarget = { uri: document.uri.toString(), name: model.name, start: model.start };
  const { standIn, ...words } = lensWords(scan.result, model, current);
  const range = new vscode.Range(at, at);
  const run = { ...words, command: 'dropoutPlayground.runFromCode', arguments: [target] };
  const lens = new vscode.CodeLens(range, run);
  if (standIn === null) return [lens];
  const choose = {
    title: standInTitle(standIn),
    tooltip: vscode.l10n.t('{0}\n\nClick to choose a file of data.', standIn.words),
    command: 'dropoutPlayground.useAsData',
  };
  return [lens, new vscode.CodeLens(range, choose)];
}

/** All that lenses are made from. */
function signature({ result }: Scan): string {
  const { findings, data } = result;
  const models = modelsWithLens(result).map((model) => ({
    ...model,
    end: 0,
    layers: model.layers.map(withoutSpan),
  }));
  return JSON.stringify([
    models,
    findings.map(({ kind, name, value, text, isDefault }) => [kind, name, value, text, isDefault]),
    data,
  ]);
}

const withoutSpan = ({ start, end, ...layer }: Layer) => layer;
