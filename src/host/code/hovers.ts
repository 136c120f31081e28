import * as vscode from 'vscode';
import type { Finding, ScanResult } from '../../code/finding';
import { oneLine, touches } from '../../code/lines';
import { DisposableObject } from '../disposable';
import { problemAt, resultHere } from './own-data';
import type { Results } from './results';
import { SELECTOR } from './scan-target';
import { documentOf, rangeOf, type Scan, type Scans } from './scans';
import { canTry, type TryTarget } from './try-values';
import { type ValueWords, valueWords } from './value-words';

/** The finding at a place: of the literal there, or else of the use there; the shortest of several. */
export function findingAt(scan: Scan, document: vscode.TextDocument, offset: number): Finding | undefined {
  const isHere = (span: { start: number; end: number; cell?: number } | null) =>
    span !== null && documentOf(scan, span) === document && touches(span, offset);
  const { findings } = scan.result;
  const length = ({ start, end }: Finding) => end - start;
  const literals = findings.filter(({ edit }) => edit !== null && edit.text !== '' && isHere(edit));
  const uses = findings.filter(isHere).sort((a, b) => length(a) - length(b));
  return literals[0] ?? uses[0];
}

/** The optimizer of a file; null: none, or several. */
export function optimizerOf({ findings }: ScanResult): string | null {
  const names = new Set(findings.flatMap(({ kind, name }) => (kind === 'optimizer' && name ? [name] : [])));
  return names.size === 1 ? ([...names][0] ?? null) : null;
}

/** What a hyperparameter means, where it usually lies, and what the playground made of it. */
export class Hovers extends DisposableObject implements vscode.HoverProvider {
  readonly #scans: Scans;
  readonly #results: Results;

  constructor(scans: Scans, results: Results) {
    super();
    this.#scans = scans;
    this.#results = results;
    this.register(vscode.languages.registerHoverProvider(SELECTOR, this));
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const scan = await this.#scans.of(document);
    const finding = scan && findingAt(scan, document, document.offsetAt(position));
    if (!scan || !finding) return undefined;
    const { kind, value, edit } = finding;
    const found = value === null ? undefined : this.#results.withValue(kind, value);
    const here = found && resultHere(problemAt(scan.result, finding), found);
    const origin = originOf(scan, finding, position.line);
    const words = valueWords(finding, { optimizer: optimizerOf(scan.result), ...here, origin });
    if (words === undefined) return undefined;
    const isLiteral = edit !== null && edit.text !== '' && documentOf(scan, edit) === document;
    const literal = isLiteral ? rangeOf(document, edit) : undefined;
    const range = literal?.contains(position) ? literal : rangeOf(document, finding);
    return new vscode.Hover(withTry(markdown(words), scan, finding, document), range);
  }
}

/** The line that sets a value, unless the pointer is on it. */
function originOf(scan: Scan, { edit, isDefault }: Finding, line: number) {
  const document = edit === null || isDefault ? undefined : documentOf(scan, edit);
  if (!edit || !document) return undefined;
  const { text, lineNumber } = document.lineAt(document.positionAt(edit.start));
  return lineNumber === line ? undefined : { line: lineNumber + 1, text: oneLine(text, 80) };
}

/** As it is: what looks like markup is escaped, and lines may break at spaces. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&$]/g, '\\$&');
}

/** A link that tries other values in the person's own script. */
function withTry(
  text: vscode.MarkdownString,
  { isNotebook }: Scan,
  finding: Finding,
  document: vscode.TextDocument,
): vscode.MarkdownString {
  if (isNotebook || !canTry(finding)) return text;
  const target: TryTarget = { uri: document.uri.toString(), start: finding.edit!.start };
  const query = encodeURIComponent(JSON.stringify([target]));
  text.isTrusted = { enabledCommands: ['dropoutPlayground.tryValues'] };
  return text.appendMarkdown(
    `\n\n[${vscode.l10n.t('Try Values in My Script…')}](command:dropoutPlayground.tryValues?${query})`,
  );
}

function markdown({ title, lines, source }: ValueWords): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(`**${escaped(title)}**`);
  for (const line of lines) text.appendMarkdown(`\n\n${escaped(line)}`);
  if (source !== null) text.appendMarkdown(`\n\n[${source.title}](${source.url})`);
  return text;
}
