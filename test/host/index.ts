import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import '../support/stretch';

/** Runs every test of this folder inside the extension host: VS Code calls it, and reads nothing but a rejection. */
export async function run(): Promise<void> {
  const grep = process.env.PLAYGROUND_GREP;
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, ...(grep && { grep }) });
  const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.js'),
  );
  for (const file of files.sort()) mocha.addFile(join(__dirname, file));
  const result = process.env.PLAYGROUND_RESULT;
  const lines: string[] = [];
  const note = (line: string) => {
    lines.push(line);
    if (result) appendFileSync(progressFile(result), `${line}\n`);
  };
  const skipped: { title: string; reason?: string }[] = [];
  const failures: { title: string; error: string }[] = [];
  let passed = 0;
  const failed = await new Promise<number>((done) => {
    const runner = mocha.run(done);
    runner.on('pass', (test) => {
      passed++;
      note(`  ✔ ${test.fullTitle()} (${test.duration} ms)`);
    });
    runner.on('pending', (test) =>
      skipped.push({ title: test.fullTitle(), ...(test.err && { reason: test.err.message }) }),
    );
    runner.on('fail', (test, error) => {
      note(`  ✖ ${test.fullTitle()}`);
      failures.push({ title: test.fullTitle(), error: error.stack ?? error.message });
    });
  });
  if (result) writeFileSync(result, JSON.stringify({ passed, failed, skipped, failures, lines }));
  if (failed > 0) throw new Error(`${failed} tests failed.`);
}

/** Each test that has ended, as it ends: whoever waits sees that it goes on. */
const progressFile = (result: string) => `${result}.progress`;
