import * as vscode from 'vscode';
import { belongsTo, candidatesOf } from '../../code/candidates';
import { toExperiment } from '../../code/experiment';
import type { Finding, Model } from '../../code/finding';
import { problemOf } from '../../code/problem';
import type { Experiment } from '../../experiment/schema';
import { type EvidenceContext, evidenceWords } from './evidence';
import { optimizerOf } from './hovers';
import { kindWords } from './kind-words';
import type { OpenFile } from './open-file';
import { modelAt, resultHere } from './own-data';
import { type Proposal, proposals } from './playground-values';
import type { Preview } from './preview';
import type { Results, RunResult } from './results';
import type { Origin } from './run-from-code';
import { documentOf, type Scan, type Scans } from './scans';
import { takenFrom } from './takeover';
import { unreadWords } from './unread';
import { plain, ratesCompare } from './value-words';

export interface ApplyContext {
  readonly scans: Scans;
  readonly preview: Preview;
  readonly openFile: OpenFile;
  readonly experiment: () => Experiment;
  readonly results: Results;
  /** The model of a file that was run last; `undefined`: none was. */
  readonly ran: (key: string) => Origin | undefined;
}

/** Lets a person choose literals of the open file that the playground has other values for, and shows the change. */
export async function applyToCode(context: ApplyContext): Promise<void> {
  const { scans, preview, openFile } = context;
  // Asked from the panel, no text editor has the focus.
  const active = vscode.window.activeTextEditor?.document;
  const document = (active && preview.fileOf(active.uri)) ?? active ?? openFile.document;
  const scan = document && (await scans.fresh(document));
  const unread = document && unreadWords(scans, document);
  if (document && unread && (!scan || scan.result.findings.length === 0)) {
    void vscode.window.showWarningMessage(`${nameOf(document.uri)}: ${unread}`);
    return;
  }
  if (!document || !scan) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open the file first whose drop ratios or learning rate are to be changed.'),
    );
    return;
  }
  const experiment = context.experiment();
  const found = proposals(scan.result.findings, experiment);
  if (found.length === 0) {
    void vscode.window.showInformationMessage(nothingWords(scan, document));
    return;
  }
  const measured = ({ finding }: Proposal) => {
    const evidence = context.results.evidence(finding.kind, finding.value ?? 0, experiment);
    return evidenceWords(evidence, contextOf(scan, finding, experiment, evidence.after));
  };
  const chosen = await choose(scan, found, {
    measured,
    optimizer: experiment.training.optimizer,
    model: modelThatRan(scan, context.ran(scan.key)),
  });
  if (chosen === undefined || chosen.length === 0) return;
  await preview.show({ document, scan, changes: chosen });
}

/** What of the runs with these values is not of the code. */
function contextOf(
  { result }: Scan,
  finding: Finding,
  experiment: Experiment,
  after: RunResult | undefined,
): EvidenceContext {
  const model = modelAt(result, finding);
  const takeover = toExperiment(result.findings, model, result.data);
  const standIn = after ? resultHere(problemOf(result.data, model), after).standIn : null;
  return { standIn, own: takenFrom(takeover, experiment).own };
}

function nothingWords({ result }: Scan, { uri }: vscode.TextDocument): string {
  const name = nameOf(uri);
  return result.findings.some(({ edit }) => edit !== null)
    ? vscode.l10n.t('{0} has the playground’s values already.', name)
    : vscode.l10n.t('{0} has no drop ratio and no learning rate that can be changed.', name);
}

/** What the playground has to say for its values. */
interface Ours {
  readonly measured: (proposal: Proposal) => string | undefined;
  /** The optimizer that its learning rate is for. */
  readonly optimizer: string;
  /** The model that ran; `undefined`: none of the file's. */
  readonly model: Model | undefined;
}

function modelThatRan({ result }: Scan, ran: Origin | undefined): Model | undefined {
  const named = result.models.filter(({ name }) => name === ran?.model);
  return named[ran?.place ?? 0] ?? named[0];
}

async function choose(
  scan: Scan,
  found: readonly Proposal[],
  { measured, optimizer, model }: Ours,
): Promise<readonly Proposal[] | undefined> {
  const { findings } = scan.result;
  const theirs = model
    ? (candidatesOf(findings, model).of('optimizer').chosen?.name ?? null)
    : optimizerOf(scan.result);
  const isOfRun = (finding: Finding) => !model || belongsTo(finding, model, findings);
  const suits = ratesCompare(theirs, optimizer);
  const items = found.map((proposal) => {
    const { kind } = proposal.finding;
    const caution =
      kind === 'learningRate' && !suits
        ? vscode.l10n.t('a rate for {0}; this file trains with {1}', optimizer, theirs ?? '')
        : undefined;
    return {
      ...wordsOf(scan, proposal, caution ?? measured(proposal)),
      picked: isOfRun(proposal.finding) && (kind === 'dropout' || (kind === 'learningRate' && suits)),
      proposal,
    };
  });
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Apply Playground Values to Code'),
    placeHolder: vscode.l10n.t('Which of them? You will see the change before it is made.'),
    canPickMany: true,
    matchOnDetail: true,
  });
  return chosen?.map(({ proposal }) => proposal);
}

/** `Drop ratio 0.5 → 0.3` · `line 12` · `nn.Dropout(DROPOUT) · measured test loss 0.4 → 0.3: lower` */
function wordsOf(
  scan: Scan,
  { finding, value }: Proposal,
  measured: string | undefined,
): vscode.QuickPickItem {
  const { edit, text, isDefault } = finding;
  const line = ((edit && documentOf(scan, edit)?.positionAt(edit.start).line) ?? 0) + 1;
  const label = `${kindWords(finding.kind)} ${plain(finding.value ?? 0)} → ${plain(value)}`;
  const place =
    scan.isNotebook && edit
      ? vscode.l10n.t('code cell {0}, line {1}', (edit.cell ?? 0) + 1, line)
      : vscode.l10n.t('line {0}', line);
  const description = isDefault ? vscode.l10n.t('{0}, not written: will be added', place) : place;
  return { label, description, detail: measured === undefined ? text : `${text} · ${measured}` };
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
