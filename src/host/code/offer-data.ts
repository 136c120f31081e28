import { basename, dirname, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../../code/problem';
import { append } from '../../core/lists';
import type { Playground } from '../playground';
import type { Setup } from '../setup';
import type { Trust } from '../trust';
import { dataKind } from './data-files';
import { isSameFile, type StandIn } from './stand-in';
import { type TakenWords, takenSentence } from './taken-words';
import { useAsData } from './use-as-data';

export interface DataOffer {
  readonly trust: Trust;
  readonly setup: Setup;
  readonly playground: Playground;
  /** The files whose data were offered already. */
  readonly asked: Set<string>;
}

/** What is known of a run of code that has begun. */
export interface CodeRun extends TakenWords {
  /** The scan's key. */
  readonly key: string;
  /** Where the code lies. */
  readonly uri: vscode.Uri;
  readonly problem: Problem;
  readonly standIn: StandIn | null;
}

/** So many files of one program are looked for, each in the whole workspace. */
const MOST_FILES = 20;

/** Never looked into: files of libraries are nobody's data. */
const OTHERS = '**/{node_modules,.git,.venv,venv,site-packages,__pycache__}/**';

/**
 * Says once of each file and data what stands in for the code's data and which values are the playground's own, and
 * offers the file that the code reads, where it is there.
 */
export async function offerData({ trust, setup, playground, asked }: DataOffer, run: CodeRun): Promise<void> {
  const words = [run.standIn?.words, sentence(run)].filter((one) => one !== undefined);
  const key = `${run.key}\n${words.join('\n')}`;
  if ((run.standIn?.kind !== 'other' && run.own.length === 0) || asked.has(key)) return;
  asked.add(key);
  const [file] = run.standIn === null || !trust.isTrusted ? [] : await filesOf(run.problem, run.uri);
  const use = file && vscode.l10n.t('Use {0}', basename(file.fsPath));
  const choose = vscode.l10n.t('Choose a File…');
  const buttons = run.standIn === null ? [] : [...(use ? [use] : []), choose];
  const name = basename(run.uri.path);
  const answer = await vscode.window.showInformationMessage(`${name}: ${words.join(' ')}`, ...buttons);
  if (answer === undefined) return;
  if (await useAsData({ trust, setup }, answer === use ? file : undefined)) playground.restart();
}

function sentence(run: TakenWords): string | undefined {
  const words = takenSentence(run);
  return words && `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** The files that code reads and that can be read here, where they are: beside the code or in the workspace. */
async function filesOf({ files, sets }: Problem, code: vscode.Uri): Promise<vscode.Uri[]> {
  const found: vscode.Uri[] = [];
  for (const file of files.slice(0, MOST_FILES)) {
    if (dataKind(file) === undefined || /^\w+:\/\//.test(file)) continue;
    const uri = (await besides(file, code)) ?? (await anywhere(file));
    if (uri) found.push(uri);
  }
  const isMnist = sets.some(({ name }) => name === 'MNIST');
  if (found.length === 0 && isMnist) append(found, await inWorkspace('train-images[-.]idx3-ubyte{,.gz}'));
  return found;
}

/** Relative to the code's folder, or to those of the workspace, as a program may be run from there. */
async function besides(file: string, { scheme, fsPath }: vscode.Uri): Promise<vscode.Uri | undefined> {
  const folders = [
    ...(scheme === 'file' ? [dirname(fsPath)] : []),
    ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
  ];
  for (const path of isAbsolute(file) ? [file] : folders.map((folder) => join(folder, file))) {
    const uri = vscode.Uri.file(path);
    if (await isFile(uri)) return uri;
  }
  return undefined;
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}

/** A file whose path ends as the code says; `undefined`: none or several, of which no one can tell the right one. */
async function anywhere(file: string): Promise<vscode.Uri | undefined> {
  const name = basename(file);
  const all = /[{}[\]*?]/.test(name) ? [] : await inWorkspace(name);
  const [first, ...others] = all.filter(({ path }) => isSameFile(file, path));
  return others.length === 0 ? first : undefined;
}

async function inWorkspace(pattern: string): Promise<vscode.Uri[]> {
  return vscode.workspace.findFiles(`**/${pattern}`, OTHERS, 10);
}
