import { randomUUID } from 'node:crypto';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { refusalOf } from '../../code/edit';
import type { Finding, FindingKind } from '../../code/finding';
import { KINDS as KINDS_BY_NAME, literalTarget } from '../../try/by-name';
import { namedNumbers } from '../../try/literals';
import { dropRatioIn, findingTarget, planTrials, type Target } from '../../try/plan';
import { readSource, type Source } from '../../try/source';
import type { TryRunner } from '../try-runner';
import { kindWords } from './kind-words';
import { interpreterFor } from './python';
import type { Scans } from './scans';
import { splitArguments } from './split-arguments';
import { plain } from './value-words';

export interface TryContext {
  readonly scans: Scans;
  readonly runner: TryRunner;
  /** What is remembered of scripts, for the workspace. */
  readonly memento: vscode.Memento;
  /** Path of launcher.py. */
  readonly launcher: string;
  readonly showPanel: () => void;
}

/** Where the finding is that a lens, a hover or a light bulb was asked about. */
export interface TryTarget {
  readonly uri: string;
  /** Where its literal begins. */
  readonly start: number;
}

/** What is remembered of a script. */
interface Remembered {
  readonly script: string;
  readonly args: string;
  readonly folder: string;
  readonly interpreter: string;
  readonly env: string;
  readonly seeds: number;
}

/** Kinds whose values can be tried. */
const KINDS: ReadonlySet<FindingKind> = new Set([
  'dropout',
  'learningRate',
  'weightDecay',
  'momentum',
  'batchSize',
  'epochs',
]);

/** Whether values of a finding can be tried in a script. */
export const canTry = ({ kind, value, edit, framework }: Finding): boolean =>
  KINDS.has(kind) && value !== null && edit !== null && framework !== 'tfjs';

const SEEDS = 3;
/** Numbers of a file, beside its hyperparameters, that are offered. */
const MOST_OTHERS = 200;

/** What a person can vary: places that the scanner knows, or a number that has a name. */
interface Choice {
  /** Null: nothing is known of it but its name. */
  readonly kind: FindingKind | null;
  readonly name: string;
  readonly own: number;
  readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  target(source: Source, values: readonly number[]): Target;
}

/** Asks what to try, shows what will be run, and starts. */
export async function tryInScript(context: TryContext, target: unknown): Promise<void> {
  if (!(await mayRun())) return;
  const found = await choiceFor(context, target);
  if (!found) return;
  const { document, choice } = found;
  if (document.isDirty && !(await document.save())) return;
  const source = await readSource(document.uri.fsPath);
  for (const { start, end, text: old } of choice.edits)
    if (source.text.slice(start, end) !== old)
      throw new Error(
        vscode.l10n.t('{0} on the disk is not what the editor shows; save it first.', basename(source.path)),
      );
  const form = await askAll(context, source, choice);
  if (!form) return;
  const { remembered, values } = form;
  const script = remembered.script === source.path ? source : await readSource(remembered.script);
  const scan = await context.scans.fresh(
    await vscode.workspace.openTextDocument(vscode.Uri.file(script.path)),
  );
  const ratio = dropRatioIn(scan?.result.findings ?? []);
  const plan = planTrials(script, [choice.target(source, values)], remembered.seeds, ratio);
  await context.memento.update(keyOf(source.path), remembered);
  context.runner.start({
    id: randomUUID(),
    plan,
    command: {
      interpreter: remembered.interpreter,
      args: splitArguments(remembered.args),
      cwd: remembered.folder,
      env: { ...process.env, ...environmentOf(remembered.env) },
      launcher: context.launcher,
    },
  });
  context.showPanel();
}

const keyOf = (path: string) => `try:${path}`;

/** Scripts are run only where a person trusts the workspace. */
async function mayRun(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const words = vscode.l10n.t('This workspace is not trusted: no script of it is run.');
  if ((await vscode.window.showWarningMessage(words, manage)) === manage)
    await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}

async function choiceFor(
  { scans }: TryContext,
  target: unknown,
): Promise<{ readonly document: vscode.TextDocument; readonly choice: Choice } | undefined> {
  const { uri, start } = (target ?? {}) as Partial<TryTarget>;
  const document = uri
    ? await vscode.workspace.openTextDocument(vscode.Uri.parse(uri))
    : vscode.window.activeTextEditor?.document;
  const scan = document && (await scans.fresh(document));
  const isFile = document?.uri.scheme === 'file' && scan?.isNotebook !== true;
  const findings = isFile ? (scan?.result.findings.filter(canTry) ?? []) : [];
  const others = isFile && document.languageId === 'python' ? othersIn(document.getText(), findings) : [];
  if (!document || findings.length + others.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Open a training script, or a file that it uses, with a drop ratio or a learning rate in it: Python, YAML, JSON or TOML on this machine’s disk.',
      ),
    );
    return undefined;
  }
  const at = findings.filter(({ edit }) => edit!.start === start);
  const choice = at.length > 0 ? ofFindings(at) : await choose(document, findings, others);
  return choice && { document, choice };
}

const ofFindings = (findings: readonly Finding[]): Choice => {
  const [{ kind, value }] = findings as [Finding];
  const name = kindWords(kind);
  return {
    ...{ kind, name, own: value ?? 0 },
    edits: findings.map(({ edit }) => edit!),
    target: (source, values) => findingTarget(name, source, findings, values),
  };
};

/** Numbers of a Python file that have a name and are no findings; those whose name says what they are come first. */
function othersIn(code: string, findings: readonly Finding[]): Choice[] {
  const known = new Set(findings.map(({ edit }) => edit!.start));
  return namedNumbers(code)
    .filter(({ start }) => !known.has(start))
    .slice(0, MOST_OTHERS)
    .map((number): Choice => {
      const { name } = number;
      const kind = KINDS_BY_NAME[name.toLowerCase()] ?? null;
      const own = Number(number.text.replaceAll('_', ''));
      return {
        ...{ kind, name, own, edits: [number] },
        target: (source, values) => ({
          ...literalTarget(name, source, number, values),
          ...(kind && { kind }),
        }),
      };
    })
    .sort((a, b) => Number(a.kind === null) - Number(b.kind === null));
}

/** One place, or all of a kind. */
async function choose(
  document: vscode.TextDocument,
  findings: readonly Finding[],
  others: readonly Choice[],
): Promise<Choice | undefined> {
  const literals = [...new Map(findings.map((one) => [one.edit!.start, one])).values()];
  const groups = [...KINDS]
    .map((kind) => literals.filter((one) => one.kind === kind))
    .filter((group) => group.length > 1);
  const lineAt = (start: number) => document.lineAt(document.positionAt(start));
  const line = (start: number) => vscode.l10n.t('line {0}', lineAt(start).lineNumber + 1);
  const items = [
    ...groups.map((group) => ({
      label: vscode.l10n.t('{0}: all {1} places together', kindWords(group[0]!.kind), group.length),
      description: group.map(({ edit }) => line(edit!.start)).join(', '),
      detail: '',
      choice: ofFindings(group),
    })),
    ...literals.map((one) => ({
      label: `${kindWords(one.kind)} ${plain(one.value ?? 0)}`,
      description: line(one.edit!.start),
      detail: one.text,
      choice: ofFindings([one]),
    })),
    ...others.map((choice) => ({
      label: `${choice.name} ${plain(choice.own)}`,
      description: line(choice.edits[0]!.start),
      detail: lineAt(choice.edits[0]!.start).text.trim().slice(0, 200),
      choice,
    })),
  ];
  if (items.length === 1) return items[0]!.choice;
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Try Values in My Script'),
    placeHolder: vscode.l10n.t('Which value is to be varied?'),
    matchOnDetail: true,
  });
  return chosen?.choice;
}

interface Form {
  readonly remembered: Remembered;
  readonly values: readonly number[];
}

/** Shows everything that will be run, and lets each of it be changed, until a person starts or leaves. */
async function askAll(
  context: TryContext,
  source: Source,
  { kind, name, own }: Choice,
): Promise<Form | undefined> {
  let remembered = await rememberedOf(context, source);
  let values: readonly number[] = usualValues(kind, own);
  for (;;) {
    const fields = fieldsOf(name, values, remembered);
    const picked = await vscode.window.showQuickPick(fields, {
      title: vscode.l10n.t('Try Values in My Script: no file is changed'),
      placeHolder: vscode.l10n.t('Choose a line to change it, or start'),
      ignoreFocusOut: true,
      matchOnDescription: true,
    });
    if (!picked) return undefined;
    if (picked.field === 'start') return { remembered, values };
    if (picked.field === 'values') values = (await askValues(kind, name, values)) ?? values;
    else remembered = { ...remembered, ...(await askField(picked.field, remembered)) };
  }
}

type Field = 'start' | 'values' | keyof Remembered;

function fieldsOf(name: string, values: readonly number[], remembered: Remembered) {
  const { script, args, folder, interpreter, env, seeds } = remembered;
  const nothing = vscode.l10n.t('none');
  const field = (id: Field, icon: string, label: string, description: string) => ({
    ...{ field: id, label: `$(${icon}) ${label}`, description },
  });
  return [
    {
      ...field('start', 'play', vscode.l10n.t('Start {0} Trials', values.length * seeds), ''),
      detail: `${[interpreter, script, args].filter(Boolean).join(' ')}`,
    },
    field('values', 'symbol-numeric', name, values.map((value) => plain(value)).join(', ')),
    field('seeds', 'symbol-numeric', vscode.l10n.t('Seeds'), String(seeds)),
    field('script', 'file-code', vscode.l10n.t('Script'), script),
    field('args', 'terminal', vscode.l10n.t('Arguments'), args || nothing),
    field('folder', 'folder', vscode.l10n.t('Folder'), folder),
    field('interpreter', 'snake', vscode.l10n.t('Python'), interpreter),
    field('env', 'symbol-variable', vscode.l10n.t('Environment variables'), env || nothing),
  ];
}

async function rememberedOf({ memento }: TryContext, source: Source): Promise<Remembered> {
  const { path } = source;
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path))?.uri.fsPath ?? dirname(path);
  const known = memento.get<Partial<Remembered>>(keyOf(path)) ?? {};
  const script = text(known.script) ?? (await likelyScript(source));
  return {
    script,
    args: text(known.args) ?? '',
    folder: text(known.folder) ?? folder,
    interpreter: text(known.interpreter) ?? (await interpreterFor(vscode.Uri.file(script))),
    env: text(known.env) ?? '',
    seeds: typeof known.seeds === 'number' ? known.seeds : SEEDS,
  };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The file itself where it does something; of a configuration or a module, a script beside it that is named as one. */
async function likelyScript({ path, text: code }: Source): Promise<string> {
  if (path.endsWith('.py') && doesSomething(code)) return path;
  const near = new vscode.RelativePattern(dirname(path), '{train,main,run}*.py');
  const [first] = await vscode.workspace.findFiles(near, undefined, 1);
  return first?.fsPath ?? path;
}

/** Whether a module calls, loops or asks for its name outside of its functions and classes. */
const doesSomething = (code: string): boolean =>
  /^(?:for |while |with |if __name__|try:|[A-Za-z_][\w.]*\()/m.test(code);

/** Values around that of the code, the usual ones of a drop ratio. */
export function usualValues(kind: FindingKind | null, own: number): number[] {
  const scaled = (factor: number) => Number((own * factor).toPrecision(2));
  const whole = kind === 'batchSize' || kind === 'epochs' || (kind === null && Number.isInteger(own));
  const around = whole
    ? own > 0
      ? [Math.max(1, Math.round(own / 2)), own, own * 2]
      : [own, own + 1]
    : kind === 'dropout' || kind === 'momentum'
      ? [0, 0.2, 0.5, own]
      : [scaled(1 / 3), own, scaled(3)];
  return [...new Set(around)]
    .filter((value) => kind === null || refusalOf(kind, value) === undefined)
    .sort((a, b) => a - b);
}

async function askValues(
  kind: FindingKind | null,
  name: string,
  values: readonly number[],
): Promise<readonly number[] | undefined> {
  const answer = await vscode.window.showInputBox({
    title: name,
    prompt: vscode.l10n.t('Values, separated by commas'),
    value: values.map((value) => plain(value)).join(', '),
    validateInput: (input) => valuesProblem(kind, input),
  });
  return answer === undefined ? undefined : numbersIn(answer);
}

const numbersIn = (input: string): number[] => [
  ...new Set(
    input
      .split(',')
      .filter((one) => one.trim() !== '')
      .map(Number),
  ),
];

function valuesProblem(kind: FindingKind | null, input: string): string | undefined {
  const numbers = numbersIn(input);
  if (numbers.length === 0) return vscode.l10n.t('At least one value is needed.');
  for (const value of numbers) {
    const bounds = kind === null ? undefined : refusalOf(kind, value);
    if (!Number.isFinite(value)) return vscode.l10n.t('Values, separated by commas');
    if (bounds !== undefined) return vscode.l10n.t('{0} is not allowed here: {1}', value, bounds);
  }
  return undefined;
}

async function askField(field: keyof Remembered, now: Remembered): Promise<Partial<Remembered>> {
  if (field === 'script' || field === 'folder') return browse(field, now);
  const prompts = {
    args: vscode.l10n.t('The script’s own arguments, as in a terminal'),
    interpreter: vscode.l10n.t('The Python that runs the script'),
    env: vscode.l10n.t('NAME=VALUE, separated by spaces'),
    seeds: vscode.l10n.t('How many seeds each value is tried on; from seven on a difference can be claimed'),
  };
  const answer = await vscode.window.showInputBox({
    prompt: prompts[field],
    value: String(now[field]),
    validateInput: (input) =>
      field === 'seeds' && !/^(?:[1-9]|[1-9]\d|100)$/.test(input)
        ? vscode.l10n.t('A whole number from {0} to {1} is needed.', 1, 100)
        : undefined,
  });
  if (answer === undefined) return {};
  return { [field]: field === 'seeds' ? Number(answer) : answer };
}

async function browse(field: 'script' | 'folder', now: Remembered): Promise<Partial<Remembered>> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.file(now[field]),
      canSelectFiles: field === 'script',
      canSelectFolders: field === 'folder',
      ...(field === 'script' && { filters: { Python: ['py'] } }),
    })) ?? [];
  return chosen ? { [field]: chosen.fsPath } : {};
}

function environmentOf(words: string): Record<string, string> {
  const pairs = splitArguments(words).map((one): [string, string] => {
    const cut = one.indexOf('=');
    return cut < 0 ? [one, ''] : [one.slice(0, cut), one.slice(cut + 1)];
  });
  return Object.fromEntries(pairs);
}
