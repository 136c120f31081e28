// node test/harness/pictures.mjs: takes the pictures of README anew, in the real VS Code. Those of the steps in code are
// what the last `npm run test:e2e` has left in test/screenshots.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { root, say } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { withWorkbench } from './lib/workbench.mjs';

/** Screenshots of test/e2e/code.e2e.ts, and what stands above them. */
const STEPS = [
  ['code-lens', 'A line above the model'],
  ['code-run', 'One click runs it; the result stands in the code'],
  ['code-choice', 'Another ratio; what was measured of both'],
  ['code-preview', 'The change, before it is made'],
  ['code-applied', 'Written'],
  ['code-undone', 'One undo takes it back'],
].map(([name, title], index) => ({
  path: resolve(root, `test/screenshots/${name}.png`),
  title: `${index + 1} · ${title}`,
}));

/** Titles of tabs. */
const IDEAS = ['Learning rate', 'An ensemble'];

await setUp();
for (const { path } of STEPS)
  if (!existsSync(path)) throw new Error(`${path} is missing: npm run test:e2e takes it.`);

await withWorkbench(async ({ Workbench, completed }) => {
  /** Runs the usual experiment beside the code in a window of its own, and gives `use` the window and its panel. */
  const afterRun = async (size, use) => {
    // A cursor that blinks is never at rest.
    const workbench = await Workbench.open({ ...size, settings: { 'editor.cursorBlinking': 'solid' } });
    try {
      await workbench.command('Run Dropout Experiment');
      const view = await workbench.panel();
      await completed(view);
      await use(workbench.page, view);
    } finally {
      await workbench.close();
    }
  };
  await afterRun({ width: 1600, height: 1000 }, async (page) => save('panel-dark', await atRest(page)));
  await afterRun({ width: 1500, height: 1100 }, async (page, view) => {
    const ideas = [];
    for (const title of IDEAS) ideas.push({ data: await idea(page, view, title) });
    await compose(page, 'ideas-dark', ideas, 1200);
    const steps = STEPS.map(({ path, title }) => ({ data: readFileSync(path), title }));
    await compose(page, 'code-dark', steps, 2200);
  });
});

/** The panel with an idea unfolded, from the ideas' heading down. */
async function idea(page, view, title) {
  await view.getByRole('tab', { name: title, exact: true }).click();
  await view.getByRole('tabpanel').waitFor();
  await view.locator('dp-explore').evaluate((element) => element.scrollIntoView());
  const { height, ...place } = await page
    .locator('iframe.webview.ready')
    .filter({ visible: true })
    .boundingBox();
  // The border of the window shows through the last two lines.
  return atRest(page, { clip: { ...place, height: height - 2 } });
}

/** A screenshot of a page that has looked the same for three seconds: what is computed for it comes bit by bit. */
async function atRest(page, options = {}) {
  let last = await page.screenshot(options);
  for (let attempt = 0, same = 0; attempt < 120; attempt++) {
    await page.waitForTimeout(500);
    const next = await page.screenshot(options);
    same = next.equals(last) ? same + 1 : 0;
    if (same === 6) return next;
    last = next;
  }
  throw new Error('The page does not come to rest within a minute.');
}

/** Pictures two by two on one page. @param pictures { data: a PNG, title: what stands above it or undefined } */
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
  save(name, await page.screenshot({ fullPage: true }));
}

function save(name, picture) {
  const path = resolve(root, `media/screenshots/${name}.png`);
  writeFileSync(path, picture);
  say(path);
}
