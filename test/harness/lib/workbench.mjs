import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './run.mjs';
import { stage } from './stage.mjs';
import { build } from './suites.mjs';

/**
 * Serves a VS Code with the packaged extension, and lets `work` open windows of it as the tests of test/e2e do: it is
 * given `Workbench` and `completed` of test/e2e/support. The server ends with `work`.
 */
export async function withWorkbench(work) {
  await build();
  const { env, stop } = await stage();
  Object.assign(process.env, env);
  const [{ Workbench }, { completed }] = [await support('workbench'), await support('panel')];
  try {
    await work({ Workbench, completed });
  } finally {
    await Workbench.quit();
    await stop();
  }
}

async function support(name) {
  return (await import(pathToFileURL(resolve(root, `dist/test/e2e/support/${name}.js`)).href)).default;
}
