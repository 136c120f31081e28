import { join } from 'node:path';
import type { TryState } from '../../src/protocol';
import { planTrials } from '../../src/try/plan';
import { readSource } from '../../src/try/source';
import { python } from '../try/python';
import { bundles } from '../worker/built-worker';

export const script = `
import random
DROP = 0.5
random.seed(1)
for epoch in range(1, 4):
    print(f"Epoch {epoch} loss {1 / epoch} val_loss {DROP + random.random() / 100}")
`;

export async function triedIn(folder: string, values: readonly number[], seeds: number) {
  const source = await readSource(join(folder, 'train.py'));
  const start = source.text.indexOf('0.5');
  const places = [{ source, start, end: start + 3, keep: false, before: '' }];
  const plan = planTrials(source, [{ name: 'Drop ratio', values, places, own: 0.5, kind: 'dropout' }], seeds);
  const command = {
    ...{ interpreter: python!, args: [], cwd: folder },
    env: { ...process.env, OF_THE_PERSON: '1' },
    launcher: join(bundles(), 'launcher.py'),
  };
  return { id: 'a', plan, command };
}

interface Watched {
  readonly state: TryState | null;
  onDidChange(listener: () => void): { dispose(): void };
}

/** Resolves with the first state that fits. */
export const until = (runner: Watched, fits: (state: TryState) => boolean) =>
  new Promise<TryState>((resolve) => {
    const look = () => {
      if (!runner.state || !fits(runner.state)) return;
      held.dispose();
      resolve(runner.state);
    };
    const held = runner.onDidChange(look);
    look();
  });
