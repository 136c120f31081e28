import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { roleWords } from '../../experiment/role-words';
import type { Role } from '../../logs/metric';
import type { Trial } from '../../try/plan';
import { sideName } from '../../try/plan';
import { type PointedLine, plainLine, pointAt } from '../../try/pointed';
import { DisposableObject } from '../disposable';
import type { TryRunner } from '../try-runner';
import { escaped } from './hovers';

export const TRIAL_SCHEME = 'dropout-playground-trial';

/** Roles that a number in the output may be said to have. */
export const POINTED_ROLES = [
  'trainLoss',
  'validationLoss',
  'testLoss',
  'trainScore',
  'validationScore',
  'testScore',
] as const satisfies readonly Role[];

/** Milliseconds between two looks at an output that grows. */
const PAUSE = 500;
/** Places of a traceback, and of a warning. */
const PLACE =
  /^[ \t]*File "([^"\n]{1,1000})", line (\d{1,9})|^((?:[A-Za-z]:)?[^:"\n]{1,1000}\.py):(\d{1,9}):/gm;
const MOST_LINKS = 2000;

/** Where a number is that a person points at. */
export interface PointedPlace {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
  readonly role: Role;
}

/** What each trial has written, as a document: its places in files are links, its numbers can be said to be a loss. */
export class TrialDocuments
  extends DisposableObject
  implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider, vscode.HoverProvider
{
  readonly #changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;
  readonly #runner: TryRunner;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(runner: TryRunner) {
    super();
    this.#runner = runner;
    const selector = { scheme: TRIAL_SCHEME };
    this.register(vscode.workspace.registerTextDocumentContentProvider(TRIAL_SCHEME, this));
    this.register(vscode.languages.registerDocumentLinkProvider(selector, this));
    this.register(vscode.languages.registerHoverProvider(selector, this));
    this.register(runner.onDidChange(() => this.refresh()));
    this.register(runner.onDidWrite(() => this.refresh()));
    this.register({ dispose: () => clearTimeout(this.#timer) });
  }

  /** Shows what a trial has written, its end where that is an error. */
  async show(trial: Trial): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.#uriOf(trial));
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: besidePanel(),
      preview: true,
    });
    const end = new vscode.Position(document.lineCount - 1, 0);
    editor.revealRange(new vscode.Range(end, end));
  }

  /** The trials, with what became of each, as they are chosen from; those that failed or go on come first. */
  items(): (vscode.QuickPickItem & { readonly trial: Trial })[] {
    const { tried, state } = this.#runner;
    if (!tried || !state) return [];
    const rank = { failed: 0, running: 1, stopped: 2, complete: 3, waiting: 4 };
    const words = {
      failed: vscode.l10n.t('failed'),
      running: vscode.l10n.t('running'),
      stopped: vscode.l10n.t('stopped'),
      complete: vscode.l10n.t('complete'),
      waiting: '',
    };
    const icons = {
      failed: 'error',
      running: 'sync',
      stopped: 'debug-stop',
      complete: 'pass',
      waiting: 'clock',
    };
    return tried.plan.trials
      .map((trial, i) => ({ trial, now: state.trials[i]! }))
      .filter(({ now }) => now.state !== 'waiting')
      .sort((a, b) => rank[a.now.state] - rank[b.now.state])
      .map(({ trial, now }) => ({
        trial,
        label: `$(${icons[now.state]}) ${this.#words(trial)}`,
        description: words[now.state],
        ...(now.reason !== undefined && { detail: now.reason }),
      }));
  }

  #words({ side, seed }: Trial): string {
    const { plan } = this.#runner.tried!;
    const what = plan.targets.length === 1 ? `${plan.targets[0]!.name} ` : '';
    return vscode.l10n.t('{0}, seed {1}', what + sideName(plan.sides[side]!), seed);
  }

  /** Its words are in the path: a document of other trials is not taken for one of these. */
  #uriOf(trial: Trial): vscode.Uri {
    const path = `/${this.#words(trial).replaceAll('/', '∕')}.log`;
    return vscode.Uri.from({ scheme: TRIAL_SCHEME, path, query: String(trial.number) });
  }

  #trialOf(uri: vscode.Uri): Trial | undefined {
    const trial = this.#runner.tried?.plan.trials[Number(uri.query)];
    return trial && this.#uriOf(trial).toString() === uri.toString() ? trial : undefined;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const trial = this.#trialOf(uri);
    const text = trial && (await this.#runner.output(trial.number));
    if (text === undefined) return vscode.l10n.t('The output of this trial is no longer there.');
    return text === ''
      ? vscode.l10n.t('This trial has printed nothing.')
      : text.split('\n').map(plainLine).join('\n');
  }

  /** Has those that are open read anew, soon. */
  refresh(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const { uri } of vscode.workspace.textDocuments)
        if (uri.scheme === TRIAL_SCHEME) this.#changed.fire(uri);
    }, PAUSE);
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const folder = this.#runner.tried?.command.cwd ?? '/';
    const links: vscode.DocumentLink[] = [];
    for (const match of document.getText().matchAll(PLACE)) {
      if (links.length >= MOST_LINKS) break;
      const path = match[1] ?? match[3]!;
      const line = match[2] ?? match[4]!;
      // `<string>`, `<frozen importlib>`.
      if (path.startsWith('<')) continue;
      const start = match.index + match[0].indexOf(path);
      const end = match.index + match[0].lastIndexOf(line) + line.length;
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      links.push(
        new vscode.DocumentLink(range, vscode.Uri.file(resolve(folder, path)).with({ fragment: `L${line}` })),
      );
    }
    return links;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const found = pointAt(document.lineAt(position).text, position.character);
    if (!found) return undefined;
    const { line } = position;
    const text = new vscode.MarkdownString();
    text.isTrusted = { enabledCommands: ['dropoutPlayground.pointAtNumber'] };
    text.appendMarkdown(
      `${escaped(vscode.l10n.t('What is this number? It is read from every line like this one.'))}\n\n`,
    );
    const choices = POINTED_ROLES.map((role) => {
      const place: PointedPlace = { uri: document.uri.toString(), line, character: position.character, role };
      const query = encodeURIComponent(JSON.stringify([place]));
      return `[${escaped(roleWords(role))}](command:dropoutPlayground.pointAtNumber?${query})`;
    });
    text.appendMarkdown(choices.join(' · '));
    return new vscode.Hover(text, new vscode.Range(line, found.start, line, found.end));
  }
}

/** Where text is shown that is asked for in the panel: not over it. */
export const besidePanel = (): vscode.ViewColumn =>
  vscode.window.visibleTextEditors.find(({ viewColumn }) => viewColumn !== undefined)?.viewColumn ??
  vscode.ViewColumn.One;

/** What a person says by choosing a role for the number at a place; undefined: there is no number. */
export function pointedAt(
  document: vscode.TextDocument,
  { line, character }: { readonly line: number; readonly character: number },
  role: Role,
): PointedLine | undefined {
  const found = line < document.lineCount ? pointAt(document.lineAt(line).text, character) : undefined;
  return found && { before: found.before, role };
}
