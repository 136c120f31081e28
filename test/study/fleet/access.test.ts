import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { skip } from '../../support/skip';
import { cliScript } from '../../worker/built-worker';
import {
  certificate,
  type Database,
  installed,
  postgres,
  postgresServer,
  redis,
  redisServer,
} from './databases';
import { machineWith } from './machines';

// With what stands for something else in an address, and a blank.
const PASSWORD = 'p@ss/w:rd %41 Ü';

const study = JSON.stringify({
  version: 1,
  data: { source: 'moons', train: 40, validation: 40, test: 60 },
  network: { hidden: [4] },
  training: { epochs: 2 },
  study: { space: { 'dropout.ratio': { min: 0, max: 0.6 } }, trials: 2, seeds: 1, fresh: 0 },
});

/** Runs the command line as a process of its own. */
async function run(args: string[], env: object = {}, input = study) {
  const child = spawn(process.execPath, [cliScript(), ...args], { env: { ...process.env, ...env } });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)]) assert.ok(!`${out}${err}`.includes(secret));
  return { code, out, err };
}

const kinds = [
  ['Redis', redis, redisServer],
  ['PostgreSQL', postgres, postgresServer],
] as const;

for (const [name, start, server] of kinds)
  describe(`a queue of ${name} with a password, over TLS`, function () {
    this.timeout(120_000);
    let folder: string;
    let database: Database;
    let trusting: object;

    before(async function () {
      if (!server()) skip(this, `no ${name} is installed`);
      if (!installed('openssl')) skip(this, 'no openssl is installed');
      folder = mkdtempSync(join(tmpdir(), 'fleet-access-'));
      const made = certificate(folder);
      trusting = { NODE_EXTRA_CA_CERTS: made.cert };
      database = await start({ ...made, password: PASSWORD });
      writeFileSync(join(folder, 'password'), `${PASSWORD}\nnot this\n`);
    });
    after(async () => {
      await database?.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    const asking = (...more: string[]) => ['study', '-', '--json', '--queue', database.url, ...more];

    it('lets machines and studies in by a password from a file, the environment or the address', async () => {
      const password = { DROPOUT_PLAYGROUND_QUEUE_PASSWORD: PASSWORD };
      const file = join(folder, 'password');
      const joined = await machineWith(trusting, database.url, '--password-file', file);
      const answered = await run(asking(), { ...trusting, ...password });
      assert.equal(answered.code, 0, answered.err);
      assert.match(answered.out, /"type":"answer"/);
      const url = new URL(database.url);
      url.password = encodeURIComponent(PASSWORD);
      const open = await machineWith(trusting, url.href);
      if (process.platform === 'linux') {
        const shown = readFileSync(`/proc/${open.child.pid}/cmdline`, 'utf8');
        assert.ok(!shown.includes(url.password), shown);
      }
      for (const { child, lines, errors, end } of [joined, open]) {
        assert.equal(await end(), 130);
        assert.ok(child.pid && !JSON.stringify([lines, errors]).includes(PASSWORD));
        assert.ok(!JSON.stringify([lines, errors]).includes(url.password));
      }
    });

    it('takes the password from the input', async () => {
      const file = join(folder, 'study.json');
      writeFileSync(file, study);
      const joined = await machineWith(trusting, database.url, '--password-file', join(folder, 'password'));
      const args = ['study', file, '--json', '--queue', database.url, '--password-file', '-'];
      const answered = await run(args, trusting, `${PASSWORD}\n`);
      assert.equal(answered.code, 0, answered.err);
      await joined.end();
      const twice = await run(asking('--password-file', '-'), trusting, `${PASSWORD}\n`);
      assert.equal(twice.code, 2);
      assert.match(twice.err, /standard input/);
    });

    it('says that its certificate is not trusted, or the password refused', async () => {
      const stranger = await run(asking(), { DROPOUT_PLAYGROUND_QUEUE_PASSWORD: PASSWORD });
      assert.equal(stranger.code, 2);
      assert.match(stranger.err, /cannot be reached: its certificate is not trusted here \(self.signed/);
      assert.match(stranger.err, /NODE_EXTRA_CA_CERTS/);
      const wrong = await run(asking(), { ...trusting, DROPOUT_PLAYGROUND_QUEUE_PASSWORD: 'wrong' });
      assert.equal(wrong.code, 2);
      assert.match(wrong.err, /cannot be reached: .*(password|WRONGPASS)/);
      const none = await run(asking('--password-file', join(folder, 'nothing')), trusting);
      assert.match(none.err, /--password-file .*nothing/);
      assert.equal(none.code, 2);
    });

    it('refuses a machine and a study whose clock is another', async () => {
      const password = { DROPOUT_PLAYGROUND_QUEUE_PASSWORD: PASSWORD };
      for (const [seconds, words] of [
        [60, /clock of this machine is (59|60) s ahead of that of/],
        [-90, /clock of this machine is (90|91) s behind that of/],
      ] as const) {
        const clock = join(folder, 'clock.cjs');
        writeFileSync(clock, `const { now } = Date;\nDate.now = () => now() + ${seconds * 1000};\n`);
        const env = { ...trusting, ...password, NODE_OPTIONS: `--require ${JSON.stringify(clock)}` };
        for (const args of [asking(), ['worker', '--queue', database.url]]) {
          const refused = await run(args, env);
          assert.equal(refused.code, 2);
          assert.match(refused.err, words);
        }
      }
    });
  });
