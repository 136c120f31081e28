import type { Interruption } from '../../src/cli/io';
import { main } from '../../src/cli/main';
import { startThread } from '../../src/worker/thread';
import { bundles, workerScript } from '../worker/built-worker';

export interface Answered {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  // biome-ignore lint/suspicious/noExplicitAny: lines of JSON, as anyone reads them.
  readonly lines: any[];
}

/** Runs the command line; `interruptAfter`: milliseconds until Ctrl+C, or what it waits for; `hear` gets each text that it prints. */
export async function cli(
  args: string[],
  input = '',
  interruptAfter?: number | Promise<unknown>,
  hear: (text: string) => unknown = () => {},
): Promise<Answered> {
  let [out, err] = ['', ''];
  const code = await main(args, {
    stdout: {
      write: (text: string) => {
        out += text;
        hear(text);
      },
    },
    stderr: { write: (text: string) => (err += text) },
    stdin: (async function* () {
      yield input;
    })(),
    cwd: () => process.cwd(),
    assets: bundles(),
    startWorker: () => startThread(workerScript()),
    onInterruption: (listener: (why: Interruption) => void) => {
      const interrupt = () => listener({ status: 130, words: 'Ctrl+C' });
      if (typeof interruptAfter !== 'number') {
        void interruptAfter?.then(interrupt);
        return () => {};
      }
      const timer = setTimeout(interrupt, interruptAfter);
      return () => clearTimeout(timer);
    },
  });
  const lines = args.includes('--json')
    ? out
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
  return { code, out, err, lines };
}
