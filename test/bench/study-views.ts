import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { type CDPSession, chromium } from 'playwright-core';
import { STUDY_VIEWS } from '../../src/protocol';

const ROUNDS = 7;

/**
 * For each view of a study the median milliseconds from a click on its tab to its painted picture, on a page of its own,
 * by the clock and of the page's thread.
 */
export async function studyViews(trials: number): Promise<Record<string, unknown>> {
  const { findChromium, CHROMIUM_FLAGS } = await import(
    pathToFileURL(resolve('test/harness/lib/chromium.mjs')).href
  );
  const { outputFiles } = await build({
    entryPoints: ['test/bench/study-page.ts'],
    ...{ bundle: true, write: false, format: 'iife', target: 'es2022', logLevel: 'error' },
    ...{
      loader: { '.wasm': 'binary', '.ttf': 'dataurl' },
      define: { 'process.env.NODE_ENV': '"production"' },
    },
  });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: CHROMIUM_FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    page.on('pageerror', (error) => process.stderr.write(`${error.stack}\n`));
    const api = '() => ({ postMessage() {}, getState() {}, setState() {} })';
    await page.addScriptTag({ content: `window.acquireVsCodeApi = ${api};${outputFiles[0]!.text}` });
    await page.evaluate(`begin(${trials})`);
    const thread = await page.context().newCDPSession(page);
    await thread.send('Performance.enable', { timeDomain: 'threadTicks' });
    const found = Object.fromEntries(STUDY_VIEWS.map((view) => [view, { clock: [], thread: [] } as Times]));
    for (let round = 0; round < ROUNDS; round++)
      for (const view of STUDY_VIEWS) {
        const before = await spent(thread);
        found[view]!.clock.push(await page.evaluate<number>(`show('${view}')`));
        found[view]!.thread.push((await spent(thread)) - before);
      }
    return Object.fromEntries(
      Object.entries(found).map(([view, { clock, thread: own }]) => [
        view,
        { milliseconds: median(clock), cpuMilliseconds: median(own) },
      ]),
    );
  } finally {
    await browser.close();
  }
}

interface Times {
  readonly clock: number[];
  readonly thread: number[];
}

/** Milliseconds of the page's thread. */
async function spent(thread: CDPSession): Promise<number> {
  const { metrics } = await thread.send('Performance.getMetrics');
  return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

const median = (times: readonly number[]) => Math.round(times.toSorted((a, b) => a - b)[ROUNDS >> 1]!);
