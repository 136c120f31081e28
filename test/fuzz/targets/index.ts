import type { Target } from '../target';
import { csv } from './csv';
import { experiment } from './experiment';
import { idxFiles } from './idx';
import { javascript } from './javascript';
import { notebook } from './notebook';
import { npyFiles } from './npy';
import { python } from './python';
import { settings } from './settings';

/** Every reader of text or bytes that a person may have from anywhere. */
export const targets: readonly Target[] = [
  ...[experiment, csv, idxFiles, npyFiles, settings],
  ...[python, javascript, notebook],
];
