// node test/harness/pictures.mjs: takes the pictures of README anew, in the real VS Code. Those of the steps in code are
// what the last `npm run test:e2e` has left in test/screenshots.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run, say } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { stage } from './lib/stage.mjs';

const STEPS = [
  ['code-lens', 'A line above the model'],
  ['code-run', 'One click runs it; the result stands in the code'],
  ['code-choice', 'Another ratio; what was measured of both'],
  ['code-preview', 'The change, before it is made'],
  ['code-applied', 'Written'],
  ['code-undone', 'One undo takes it back'],
];
const IDEAS = ['Learning rate', 'An ensemble'];

await setUp();
for (const [name] of STEPS)
  if (!existsSync(shot(name))) throw new Error(`${shot(name)} is missing: npm run test:e2e takes it.`);
await run(process.execPath, ['esbuild.mjs', '--tests'], { quiet: true });
const { env, stop } = await stage();
Object.assign(process.env, env);
const { Workbench } = (await import(pathToFileURL(resolve(root, 'dist/test/e2e/support/workbench.js')).href))
  .default;
try {
  await panel();
  await ideas();
} finally {
  await stop();
}

function shot(name) {
  return resolve(root, `test/screenshots/${name}.png`);
}

async function completed(options) {
  const workbench = await Workbench.open(options);
  await workbench.command('Run Dropout Experiment');
  const view = await workbench.panel();
  await view.locator('dp-run-head', { hasText: 'Completed' }).waitFor({ timeout: 60_000 });
  return { workbench, view };
}

async function panel() {
  const { workbench } = await completed({ width: 1600, height: 1000 });
  // The frames that were on their way, and the pictures that follow them.
  await workbench.page.waitForTimeout(2_000);
  await save(workbench.page, 'panel-dark');
  await workbench.close();
}

async function ideas() {
  const { workbench, view } = await completed({ width: 1500, height: 1100 });
  const pictures = [];
  for (const title of IDEAS) {
    await view.getByRole('tab', { name: title, exact: true }).click();
    await workbench.page.waitForTimeout(3_000);
    await view.locator('dp-explore').evaluate((element) => element.scrollIntoView());
    await workbench.page.waitForTimeout(500);
    const box = await workbench.page.locator('iframe.webview.ready').filter({ visible: true }).boundingBox();
    pictures.push(await workbench.page.screenshot({ clip: { ...box, height: box.height - 2 } }));
  }
  await compose(
    workbench.page,
    'ideas-dark',
    pictures.map((data) => ({ data })),
    1200,
  );
  const steps = STEPS.map(([name, title], index) => ({
    data: readFileSync(shot(name)),
    title: `${index + 1} · ${title}`,
  }));
  await compose(workbench.page, 'code-dark', steps, 2200);
  await workbench.close();
}

/** Pictures two by two on one page. */
async function compose(page, name, pictures, width) {
  const figures = pictures.map(
    ({ data, title }) =>
      `<figure>${title ? `<figcaption>${title}</figcaption>` : ''}<img src="data:image/png;base64,${data.toString('base64')}"></figure>`,
  );
  await page.setViewportSize({ width, height: 400 });
  await page.setContent(
    `<style>body{margin:0;background:#0b0b0b;color:#ddd;font:600 20px sans-serif;display:grid;grid-template-columns:1fr 1fr;gap:8px}
      figure{margin:0}figcaption{padding:6px 8px}img{width:100%;display:block}</style>${figures.join('')}`,
  );
  await save(page, name, { fullPage: true });
}

async function save(page, name, options = {}) {
  const path = resolve(root, `media/screenshots/${name}.png`);
  await page.screenshot({ ...options, path });
  say(path);
}
