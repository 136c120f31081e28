import { CodeScanner } from '../../../src/code/scanner';
import { ScanThread, startScanner } from '../../../src/code/thread/scan-thread';
import { mixedProgram, program } from '../../code/program';
import { wasmDir } from '../../code/support';
import { scannerScript } from '../../worker/built-worker';

function took(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Scans from scratch of each text, and places that are typed at: there are 150 keystrokes at each. */
const [SCANS, PLACES] = [20, 2];

/** Words that a person types into code, letter by letter, and in what each of them is hard for a scan. */
const typed = {
  /** A name in a body. */
  name: 'hidden_units = 3',
  /** A call of which the bracket is open for a while. */
  call: 'self.more = nn.Dropout(p=0.25)',
  /** An open string swallows what follows, up to the end of the text. */
  string: '"""Docs of it."""',
  /** A name that many others refer to. */
  definition: 'nn = optim',
};

/** Types `word` at `at` letter by letter and deletes it again; milliseconds of each scan. */
function keystrokes(
  document: { update(text: string): unknown },
  text: string,
  at: number,
  word: string,
): number[] {
  const versions = Array.from({ length: word.length }, (_, n) => word.slice(0, n + 1));
  const all = [...versions, ...versions.toReversed(), ''];
  return all.map((part) => took(() => document.update(text.slice(0, at) + part + text.slice(at))));
}

/** The least time of each of some steps, of so many rounds: what others do on the machine makes it only longer. */
function leastOf(rounds: number, round: () => number[]): number[] {
  const all = Array.from({ length: rounds }, round);
  return all[0].map((_, step) => Math.min(...all.map((times) => times[step])));
}

/** Beginnings of lines in bodies, from the first to the last line. */
function places(text: string, count: number): number[] {
  const lines = [...text.matchAll(/^ {8}(?=\S)/gm)].map(({ index }) => index + 8);
  return Array.from({ length: count }, (_, i) => lines[Math.floor(((i + 0.5) / count) * lines.length)]);
}

interface ScanTimes {
  readonly lines: number;
  readonly findings: number;
  /** Nothing was compiled yet: as in a window that has just opened. */
  readonly firstScanMs: number;
  readonly scanMs: number;
  readonly scanLeastMs: number;
  readonly keystrokeMedianMs: number;
  readonly keystroke95Ms: number;
  readonly keystrokeWorstMs: number;
}

/** A text scanned from scratch, and again after each letter at many places. */
function timesOf(scanner: CodeScanner, text: string): ScanTimes {
  const firstScanMs = took(() => scanner.scan(text, 'python'));
  const scans = Array.from({ length: SCANS }, () => took(() => scanner.scan(text, 'python')));
  const document = scanner.open('python');
  const { findings } = document.update(text);
  const times: number[] = [];
  for (const at of places(text, PLACES))
    for (const word of Object.values(typed))
      times.push(...leastOf(2, () => keystrokes(document, text, at, word)));
  document.dispose();
  return {
    lines: text.split('\n').length,
    findings: findings.length,
    firstScanMs,
    scanMs: quantile(scans, 0.5),
    scanLeastMs: Math.min(...scans),
    keystrokeMedianMs: quantile(times, 0.5),
    keystroke95Ms: quantile(times, 0.95),
    keystrokeWorstMs: Math.max(...times),
  };
}

/** Lines of TypeScript, a fifth of them about networks. */
function typescriptProgram(lines: number): string {
  const part = (
    n: number,
  ) => `export function build${n}({ units = 16, rate = 0.${(n % 5) + 1} }: Partial<Options> = {}) {
  const model = tf.sequential();
  model.add(tf.layers.dense({ units, activation: 'relu', inputShape: [4] }));
  model.add(tf.layers.dropout({ rate: rate as number }));
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'meanSquaredError' });
  return model;
}
${Array.from({ length: 18 }, (_, i) => `const view${n}_${i} = (x: readonly number[]) => x.map((one) => ({ ...one, value: one + ${i} }));`).join('\n')}
`;
  const count = Math.ceil(lines / 25);
  return `import * as tf from '@tensorflow/tfjs';\n${Array.from({ length: count }, (_, n) => part(n)).join('')}`;
}

/** TypeScript has no state between two scans: a keystroke reads it whole. */
function typescriptTimes(scanner: CodeScanner, text: string) {
  const scans = Array.from({ length: SCANS }, () => took(() => scanner.scan(text, 'typescript')));
  const { findings } = scanner.scan(text, 'typescript');
  const lines = text.split('\n').length;
  return { lines, findings: findings.length, scanMs: quantile(scans, 0.5), scanLeastMs: Math.min(...scans) };
}

/** The scanner itself, and files of 5,000 lines: one in which every fifth line is about networks, and one that is nothing else. */
export const codeTimes = {
  load: async () => {
    const begun = performance.now();
    await CodeScanner.load(wasmDir);
    return { loadMs: performance.now() - begun };
  },
  mixed: async () => timesOf(await CodeScanner.load(wasmDir), mixedProgram(5000)),
  dense: async () => timesOf(await CodeScanner.load(wasmDir), program(200)),
  typescript: async () => typescriptTimes(await CodeScanner.load(wasmDir), typescriptProgram(5000)),
};

interface ThreadTimes {
  /** A keystroke read on the thread that asks. */
  readonly hereMs: number;
  /** The same, asked of the scanner's thread: from the question to the answer. */
  readonly threadMs: number;
  readonly ratio: number;
}

/** The least times of a keystroke here and by way of the thread, in turns, so that both meet the same machine. */
async function keystrokesInThread(
  scanner: CodeScanner,
  thread: ScanThread,
  text: string,
): Promise<ThreadTimes> {
  const here = scanner.open('python');
  let now = text;
  const there = thread.open('python', () => ({ text: now, moment: undefined }));
  const [at = 0] = places(text, 1);
  const times: { here: number; there: number }[] = [];
  for (let round = 0; round < 40; round++)
    for (const letter of ['n', 'nn', 'nn.']) {
      now = text.slice(0, at) + letter + text.slice(at);
      const begun = performance.now();
      here.update(now);
      const between = performance.now();
      await there.read();
      times.push({ here: between - begun, there: performance.now() - between });
    }
  here.dispose();
  there.dispose();
  const hereMs = quantile(
    times.map((one) => one.here),
    0.25,
  );
  const threadMs = quantile(
    times.map((one) => one.there),
    0.25,
  );
  return { hereMs, threadMs, ratio: threadMs / hereMs };
}

/** What it costs that code is read in a thread of its own. */
export async function threadTimes() {
  const scanner = await CodeScanner.load(wasmDir);
  const start = () => startScanner(scannerScript(), { wasmDir, isBounded: true });
  const thread = new ScanThread({ start, budget: 60_000 });
  const mixed = await keystrokesInThread(scanner, thread, mixedProgram(5000));
  const dense = await keystrokesInThread(scanner, thread, program(200));
  thread.dispose();
  return { mixed, dense };
}
