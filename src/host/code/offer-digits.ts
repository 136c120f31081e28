import * as vscode from 'vscode';
import { readsMnist } from '../../code/reads-mnist';
import { generators } from '../../core/datasets/index';
import type { Playground } from '../playground';
import type { Setup } from '../setup';
import type { Scan } from './scans';

/** Drawn pictures of digits: as near to MNIST as the playground comes without files. */
const DIGITS = 'digits';

export interface DigitsOffer {
  readonly setup: Setup;
  readonly playground: Playground;
  /** The files for which a person has been asked. */
  readonly asked: Set<string>;
}

/**
 * Whether code trains on MNIST and the run is on another generated set all the same, as a network of two features in
 * such a file is.
 */
export function missesDigits({ setup }: DigitsOffer, scan: Scan): boolean {
  const { source } = setup.experiment.data;
  const isDrawn = generators.some(({ id }) => id === source && id !== DIGITS);
  return isDrawn && scan.documents.some((document) => readsMnist(document.getText()));
}

/** Says once that the run is not on digits, and offers them. */
export async function offerDigits(offer: DigitsOffer, scan: Scan, file: string): Promise<void> {
  const { setup, playground, asked } = offer;
  const drawn = generators.find(({ id }) => id === setup.experiment.data.source);
  if (!drawn || asked.has(scan.key)) return;
  asked.add(scan.key);
  const use = vscode.l10n.t('Use Drawn Digits');
  const choose = vscode.l10n.t('Choose a File…');
  const words = vscode.l10n.t('{0} reads MNIST; this run is on “{1}”.', file, vscode.l10n.t(drawn.title));
  const answer = await vscode.window.showInformationMessage(words, use, choose);
  if (answer === choose) await vscode.commands.executeCommand('dropoutPlayground.useAsData');
  if (answer !== use || !setup.edit(['data', 'source'], DIGITS).ok) return;
  playground.restart();
}
