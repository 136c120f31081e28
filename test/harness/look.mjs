// Takes a screenshot of the real thing: node test/harness/look.mjs [--theme dark|light|hc|hcl] [--size 1500x900]
//   [--command 'Run Dropout Experiment'] [--wait MS] [--script FILE.mjs] [--locale ko] [--out FILE.png]
// A script exports default async (workbench, { say }) => …; it runs after the command.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { root, run, say } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { stage } from './lib/stage.mjs';

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
await run(process.execPath, ['esbuild.mjs', '--tests'], { quiet: true });
const { env, stop } = await stage();
Object.assign(process.env, env);
const { Workbench } = (await import(pathToFileURL(resolve(root, 'dist/test/e2e/support/workbench.js')).href))
  .default;
const [width, height] = values.size.split('x').map(Number);
const workbench = await Workbench.open({
  theme: values.theme,
  width,
  height,
  ...(values.locale && { locale: values.locale }),
});
try {
  workbench.page.on('console', (message) => message.type() === 'error' && say(`console: ${message.text()}`));
  if (values.command) await workbench.command(values.command);
  await workbench.page.waitForTimeout(Number(values.wait));
  if (values.script)
    await (await import(pathToFileURL(resolve(values.script)).href)).default(workbench, { say });
  await workbench.page.screenshot({ path: resolve(root, values.out) });
  say(values.out);
} finally {
  await workbench.close();
  await stop();
}
