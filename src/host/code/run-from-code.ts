import * as vscode from 'vscode';
import { toExperiment } from '../../code/experiment';
import type { Model } from '../../code/finding';
import { problemOf } from '../../code/problem';
import { mainModels, runnableModels } from '../../code/runnable';
import { reasonOf } from '../log';
import type { Playground } from '../playground';
import type { Setup } from '../setup';
import type { Trust } from '../trust';
import type { LensTarget } from './lenses';
import { offerData } from './offer-data';
import { missesDigits, offerDigits } from './offer-digits';
import type { OpenFile } from './open-file';
import { networkKey } from './results';
import { documentOf, type Scan, type Scans } from './scans';
import { takenSentence } from './taken-words';
import { type CompleteTakeover, completeTakeover } from './takeover';
import { unreadWords } from './unread';

const STATUS_MILLISECONDS = 12_000;

export interface RunFromCodeContext {
  readonly scans: Scans;
  readonly trust: Trust;
  readonly setup: Setup;
  readonly playground: Playground;
  readonly openFile: OpenFile;
  readonly showPanel: () => void;
  readonly log: vscode.LogOutputChannel;
  /** The files for which a person has been asked whether to use pictures of digits. */
  readonly asked: Set<string>;
  readonly origins: Map<string, Origin>;
}

/** What of a file was run. */
export interface Origin {
  readonly model: string | null;
  /** Which of the models of that name. */
  readonly place: number;
  readonly network: string;
}

/** Fills the set-up from a model in the code, says what it could not take over, and runs it. */
export async function runFromCode(context: RunFromCodeContext, target: unknown): Promise<void> {
  const document = await documentFor(target, context.openFile);
  const scan = document && (await context.scans.fresh(document));
  const unread = document && unreadWords(context.scans, document);
  if (document && unread && (!scan || scan.result.models.length === 0)) {
    void vscode.window.showWarningMessage(`${nameOf(document.uri)}: ${unread}`);
    return;
  }
  if (!document || !scan) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a file with a neural network first: Python, a notebook, or TensorFlow.js.'),
    );
    return;
  }
  const model = await chooseModel(scan, document, target);
  if (model === undefined) return;
  const { setup, playground, showPanel, origins } = context;
  const { findings, data } = scan.result;
  const takeover = completeTakeover(toExperiment(findings, model ?? undefined, data), setup.experiment);
  const { experiment } = takeover;
  const alike = scan.result.models.filter(({ name }) => name === model?.name);
  const place = model ? Math.max(0, alike.indexOf(model)) : 0;
  origins.set(scan.key, { model: model?.name ?? null, place, network: networkKey(experiment) });
  tell(context, nameOf(document.uri), takeover);
  showPanel();
  playground.replaceAndRun(experiment, setup.folder, takeover.standIn?.words ?? null);
  if (missesDigits(context, scan)) return void offerDigits(context, scan, nameOf(document.uri));
  const problem = problemOf(data, model ?? undefined);
  const run = { ...takeover, key: scan.key, uri: document.uri, problem };
  offerData(context, run).catch((error) => {
    void vscode.window.showErrorMessage(vscode.l10n.t('Dropout Playground: {0}', reasonOf(error)));
  });
}

async function documentFor(target: unknown, openFile: OpenFile): Promise<vscode.TextDocument | undefined> {
  // In a notebook whose cells are not being edited, no text editor has the focus.
  if (!isTarget(target)) return vscode.window.activeTextEditor?.document ?? openFile.document;
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === target.uri);
  return open ?? vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri));
}

function isTarget(target: unknown): target is LensTarget {
  return typeof target === 'object' && target !== null && typeof (target as LensTarget).uri === 'string';
}

/** `null`: there are values but no model; `undefined`: there is nothing, or a person chose nothing. */
async function chooseModel(
  scan: Scan,
  document: vscode.TextDocument,
  target: unknown,
): Promise<Model | null | undefined> {
  const all = runnableModels(scan.result);
  if (isTarget(target)) {
    const here = all.filter((model) => model.name === target.name && documentOf(scan, model) === document);
    const distance = ({ start }: Model) => Math.abs(start - target.start);
    const [nearest] = here.sort((a, b) => distance(a) - distance(b));
    if (nearest) return nearest;
  }
  const models = mainModels(scan.result);
  if (models.length === 0) return withoutModel(scan, document);
  const here = underCursor(scan, document, all);
  return here ?? (models.length === 1 ? models[0] : pickModel(scan, models));
}

function withoutModel(scan: Scan, document: vscode.TextDocument): null | undefined {
  if (scan.result.findings.some(({ kind, value }) => kind === 'dropout' && value !== null)) return null;
  void vscode.window.showInformationMessage(
    vscode.l10n.t('No layers and no drop ratio were found in {0}.', nameOf(document.uri)),
  );
  return undefined;
}

function underCursor(scan: Scan, document: vscode.TextDocument, models: readonly Model[]): Model | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document !== document) return undefined;
  const offset = document.offsetAt(editor.selection.active);
  return models.find(
    (model) => documentOf(scan, model) === document && model.start <= offset && offset <= model.end,
  );
}

async function pickModel(scan: Scan, models: readonly Model[]): Promise<Model | undefined> {
  const items = models.map((model) => {
    const line = (documentOf(scan, model)?.positionAt(model.start).line ?? 0) + 1;
    return { label: model.name, description: vscode.l10n.t('line {0}', line), model };
  });
  const title = vscode.l10n.t('Run Dropout Experiment from Code');
  const placeHolder = vscode.l10n.t('Which model?');
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.model;
}

/** In the log in full, in the status bar in short; the lens's tooltip has said it before. */
function tell({ log }: RunFromCodeContext, file: string, takeover: CompleteTakeover): void {
  const { notes, standIn } = takeover;
  const said = [standIn?.words, takenSentence(takeover)].filter((one) => one !== undefined);
  if (said.length > 0) log.info(`${file}: ${said.join(' ')}`);
  if (notes.length === 0) {
    log.info(`${file}: everything was taken over.`);
    return;
  }
  log.info(`${file}: not as in the code:\n${notes.map((note) => `  - ${note}`).join('\n')}`);
  const words =
    notes.length === 1
      ? vscode.l10n.t('Differs from {0}: {1}', file, notes[0] ?? '')
      : vscode.l10n.t(
          'Differs from {0}: {1}, and {2} more (Show Log)',
          file,
          notes[0] ?? '',
          notes.length - 1,
        );
  vscode.window.setStatusBarMessage(`$(info) ${words}`, STATUS_MILLISECONDS);
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
