import * as vscode from 'vscode';
import { parseLocated } from '../experiment/located-json';
import { sameJson } from '../experiment/same-json';
import { DisposableObject } from './disposable';
import type { ExperimentFiles } from './experiment-files';
import type { Setup } from './setup';
import type { StudyRunner } from './study-runner';

const CODE = 'study-plan';
const MAX_DEPTH = 32;

/** Says at the study of the set-up's file that the study on the screen was begun with another plan, and offers choices. */
export class StudyPlanNote extends DisposableObject implements vscode.CodeActionProvider {
  readonly #diagnostics = this.register(
    vscode.languages.createDiagnosticCollection('Dropout Playground: study'),
  );
  #shown = '';

  readonly #studies: StudyRunner;
  readonly #setup: Setup;
  readonly #files: ExperimentFiles;

  constructor(studies: StudyRunner, setup: Setup, files: ExperimentFiles) {
    super();
    this.#studies = studies;
    this.#setup = setup;
    this.#files = files;
    this.register(studies.onDidChange(() => this.#show()));
    this.register(
      vscode.languages.registerCodeActionsProvider([{ language: 'json' }, { language: 'jsonc' }], this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
  }

  provideCodeActions(
    _document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const ours = diagnostics.filter(({ code }) => code === CODE);
    if (ours.length === 0) return [];
    return [
      action(vscode.l10n.t('Begin a New Study'), 'startStudy', ours),
      action(vscode.l10n.t('Go On with the Old Plan'), 'keepStudyPlan', ours),
    ];
  }

  #show(): void {
    const words = this.#studies.state?.planDifferences?.join('; ') ?? '';
    if (words === this.#shown) return;
    this.#shown = words;
    this.#diagnostics.clear();
    if (words === '') return;
    for (const document of vscode.workspace.textDocuments) this.#note(document, words);
  }

  #note(document: vscode.TextDocument, words: string): void {
    if (!/^jsonc?$/.test(document.languageId)) return;
    const parsed = this.#files.parse(document);
    if (!parsed.ok || !sameJson(parsed.experiment.study, this.#setup.experiment.study)) return;
    const located = parseLocated(document.getText(), MAX_DEPTH);
    if (!located.ok) return;
    const { line = 1, column = 1 } = located.placeOf(['study']);
    const range = new vscode.Range(line - 1, column - 1, line - 1, document.lineAt(line - 1).text.length);
    const message = vscode.l10n.t(
      'The study on the screen follows the plan that it began with. Here: {0}',
      words,
    );
    const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Information);
    diagnostic.source = 'Dropout Playground';
    diagnostic.code = CODE;
    this.#diagnostics.set(document.uri, [diagnostic]);
  }
}

function action(title: string, command: string, diagnostics: vscode.Diagnostic[]): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.command = { title, command: `dropoutPlayground.${command}` };
  made.diagnostics = diagnostics;
  return made;
}
