import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import type { FrameLocator } from 'playwright-core';

type Harness = {
  stage(options?: object): Promise<{ env: Record<string, string>; stop(): Promise<void> }>;
  packageExtension(): Promise<{ size: number; vsix: string }>;
  insideHost(module: string): Promise<Record<string, number>>;
  build(): Promise<unknown>;
};

/** The harness is plain ES modules that find the project by their own place, so it is not bundled. */
async function harness(): Promise<Harness> {
  const parts = ['stage', 'package', 'suites'].map(
    (name) => import(pathToFileURL(resolve(`test/harness/lib/${name}.mjs`)).href),
  );
  return Object.assign({}, ...(await Promise.all(parts)));
}

/** `bench -- ui`: what a person feels, in the real VS Code; one JSON line. */
export async function run(): Promise<void> {
  const { build, insideHost, packageExtension, stage } = await harness();
  await build();
  const module = 'dist/bench/ui-host.cjs';
  await esbuild.build({
    entryPoints: ['test/bench/ui-host.ts'],
    outfile: module,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'error',
  });
  const inside = await insideHost(module);
  const { size } = await packageExtension();
  const { env, stop } = await stage();
  Object.assign(process.env, env);
  try {
    const view = await measureView();
    const { Workbench } = await import('../e2e/support/workbench');
    await Workbench.quit();
    process.stdout.write(
      `${JSON.stringify({ bench: 'ui', ...rounded({ ...inside, ...view }), vsixBytes: size })}\n`,
    );
  } finally {
    await stop();
  }
}

async function measureView(): Promise<Record<string, number>> {
  const { Workbench } = await import('../e2e/support/workbench');
  const newPanel = [await newPanelToFirstPoint(), await newPanelToFirstPoint(), await newPanelToFirstPoint()];
  const workbench = await Workbench.open();
  try {
    await workbench.command('Run Dropout Experiment');
    const panel = await workbench.panel();
    await panel.locator('dp-run-head', { hasText: 'Completed' }).waitFor({ timeout: 60_000 });
    const firstPoint: number[] = [];
    for (let i = 0; i < 5; i++) firstPoint.push(await clickToFirstPoint(panel));
    const sorted = firstPoint.toSorted((a, b) => a - b);
    const seconds = await secondsToComplete(panel);
    await sevenLayers(panel);
    const paints = await paintsPerSecond(panel);
    return {
      newPanelFirstPointMs: newPanel.toSorted((a, b) => a - b)[1],
      firstPointMedianMs: sorted[2],
      firstPointLongestMs: sorted[4],
      defaultRunSeconds: seconds,
      paintsPerSecond: paints,
    };
  } finally {
    await workbench.close();
  }
}

/** From Enter in the palette of a fresh window, with no panel yet, to the first paint with a point. */
async function newPanelToFirstPoint(): Promise<number> {
  const { Workbench } = await import('../e2e/support/workbench');
  const workbench = await Workbench.open();
  const { page } = workbench;
  try {
    await page.addInitScript(noteFirstPoint);
    // A window that is itself still loading is another matter.
    await page.waitForTimeout(5000);
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input.input').fill('>Run Dropout Experiment');
    const row = page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Run Dropout Experiment' });
    await row.first().waitFor();
    await page.keyboard.press('Enter');
    const begun = Date.now();
    const panel = await workbench.panel();
    await panel.locator('dp-run-head', { hasText: 'Completed' }).waitFor({ timeout: 60_000 });
    return (
      (await panel.locator('dp-panel').evaluate(() => (window as unknown as Noted).firstPointAt)) - begun
    );
  } finally {
    await workbench.close();
  }
}

interface Noted {
  /** Milliseconds since 1970. */
  readonly firstPointAt: number;
}

/** Runs in the page of a webview: Playwright's own looks into a window that is busy come late. */
function noteFirstPoint(): void {
  if (!['pending-frame', 'active-frame'].includes(window.frameElement?.id ?? '')) return;
  type Panel = { readonly store?: { readonly series: Map<string, { readonly count: number }> } };
  const look = () => {
    const panel = document.querySelector('dp-panel') as Panel | null;
    const counts = [...(panel?.store?.series.values() ?? [])].map(({ count }) => count);
    if (Math.max(0, ...counts) === 0) setTimeout(look, 5);
    else requestAnimationFrame(() => Object.assign(window, { firstPointAt: Date.now() }));
  };
  look();
}

/** From a click on Restart to the first paint of the loss chart with a point of the new run. */
function clickToFirstPoint(panel: FrameLocator): Promise<number> {
  return panel.locator('dp-panel').evaluate(
    (element) =>
      new Promise<number>((done) => {
        const { store } = element as HTMLElement & {
          store: { run: { id: string }; series: Map<string, { count: number }> };
        };
        const old = store.run.id;
        const head = element.shadowRoot!.querySelector('dp-run-head')!;
        const begun = performance.now();
        head.shadowRoot!.querySelector<HTMLElement>('.buttons > :nth-child(3)')!.click();
        const look = () => {
          const counts = [...store.series.values()].map(({ count }) => count);
          if (store.run.id !== old && Math.max(0, ...counts) > 0)
            requestAnimationFrame(() => done(performance.now() - begun));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

async function secondsToComplete(panel: FrameLocator): Promise<number> {
  const begun = performance.now();
  await clickToFirstPoint(panel);
  await panel.locator('dp-run-head', { hasText: 'Completed' }).waitFor({ timeout: 60_000 });
  return (performance.now() - begun) / 1000;
}

/** The book's depth, with no end within the measurement. */
async function sevenLayers(panel: FrameLocator): Promise<void> {
  await panel.locator('dp-panel').evaluate((element) => {
    const { store } = element as HTMLElement & { store: { edit(path: string[], value: unknown): void } };
    store.edit(['network', 'hidden'], [100, 100, 100, 100, 100, 100]);
    store.edit(['training', 'epochs'], 100_000);
  });
  await panel.locator('dp-run-head', { hasText: '100000' }).waitFor({ timeout: 20_000 });
}

/** Paints of the loss chart while a net of seven layers trains. */
function paintsPerSecond(panel: FrameLocator): Promise<number> {
  return panel.locator('dp-chart.loss canvas').evaluate(
    (canvas) =>
      new Promise<number>((done) => {
        const context = (canvas as HTMLCanvasElement).getContext('2d')!;
        const clear = context.clearRect.bind(context);
        let paints = 0;
        context.clearRect = (...rectangle: [number, number, number, number]) => {
          paints++;
          clear(...rectangle);
        };
        setTimeout(() => done(paints / 5), 5000);
      }),
  );
}

function rounded(figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Number(value.toPrecision(3))]),
  );
}
