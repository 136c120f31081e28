import type { LogFormat } from '../reader';
import { csv } from './csv';
import { mlflow } from './mlflow';
import { output } from './output';
import { tensorboard } from './tensorboard';
import { trackio } from './trackio';
import { trainerState } from './trainer-state';
import { wandb } from './wandb';

/** Kinds of logs that are read as bytes. */
export type FormatId = 'tensorboard' | 'csv' | 'trainerState' | 'mlflow' | 'wandb' | 'trackio' | 'output';

/** Every kind of log; the first that matches reads a file. */
export const formats: Readonly<Record<FormatId, LogFormat>> = {
  tensorboard,
  csv,
  trainerState,
  mlflow,
  wandb,
  trackio,
  output,
};

/** @param path with `/`. */
export function formatOf(path: string, head: Uint8Array): FormatId | undefined {
  return (Object.keys(formats) as FormatId[]).find((id) => formats[id].matches(path, head));
}
