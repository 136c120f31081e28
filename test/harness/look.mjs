// Takes a screenshot of the real thing: node test/harness/look.mjs [--theme dark|light|hc|hcl] [--size 1500x900]
//   [--command 'Run Dropout Experiment'] [--wait MS] [--script FILE.mjs] [--locale ko] [--out FILE.png]
// A script exports default async (workbench, { say }) => …; it runs after the command. What it exports as `options`,
// such as { files: { 'own.csv': 'x,y…' } }, Workbench.open is given.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { root, say } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { withWorkbench } from './lib/workbench.mjs';

await setUp();
const { values } = parseArgs({
  options: {
    theme: { type: 'string', default: 'dark' },
    size: { type: 'string', default: '1500x900' },
    command: { type: 'string', default: 'Run Dropout Experiment' },
    wait: { type: 'string', default: '3000' },
    script: { type: 'string' },
    locale: { type: 'string' },
    out: { type: 'string', default: 'test/screenshots/look.png' },
  },
});
const script = values.script ? await import(pathToFileURL(resolve(values.script)).href) : {};
const [width, height] = values.size.split('x').map(Number);
await withWorkbench(async ({ Workbench }) => {
  const workbench = await Workbench.open({
    theme: values.theme,
    width,
    height,
    ...(values.locale && { locale: values.locale }),
    ...script.options,
  });
  try {
    workbench.page.on(
      'console',
      (message) => message.type() === 'error' && say(`console: ${message.text()}`),
    );
    if (values.command) await workbench.command(values.command);
    await workbench.page.waitForTimeout(Number(values.wait));
    await script.default?.(workbench, { say });
    await workbench.page.screenshot({ path: resolve(root, values.out) });
    say(values.out);
  } finally {
    await workbench.close();
  }
});
