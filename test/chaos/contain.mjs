import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { root, toolEnvironment } from '../harness/lib/run.mjs';

/** Processes and mounts of their own: the kernel ends them all with the first. As root, or as a user who may. */
const NAMESPACES = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
const AS_USER = ['--user', '--map-root-user', ...NAMESPACES];
/** The first process has to ask how its orphans have ended, which Node does not. */
const FIRST = ['sh', '-c', '"$@"; exit $?', 'sh'];

/** Runs seeds by the driver; resolves to the lines of the table. Nothing that it starts or writes outlives it. */
export async function contained(wanted) {
  const scratch = mkdtempSync(join(tmpdir(), 'playground-chaos-'));
  const result = join(scratch, 'result.json');
  const driver = [process.execPath, resolve(root, 'test/chaos/driver.mjs')];
  const wrap = [NAMESPACES, AS_USER].find(isAllowed);
  const [command, ...args] = wrap ? ['unshare', ...wrap, ...FIRST, ...driver] : driver;
  const child = spawn(
    command,
    [...args, JSON.stringify({ ...wanted, scratch, result, isContained: wrap !== undefined })],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: toolEnvironment({ TMPDIR: scratch }),
      detached: true,
    },
  );
  const end = () => killGroup(child.pid);
  const leave = () => {
    end();
    rmSync(scratch, { recursive: true, force: true });
    process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, leave);
  try {
    await new Promise((done) => child.once('close', done));
    if (!existsSync(result)) throw new Error('Chaos has come to no result; what is printed above says why.');
    return JSON.parse(readFileSync(result, 'utf8'));
  } finally {
    end();
    rmSync(scratch, { recursive: true, force: true });
  }
}

function isAllowed(flags) {
  return spawnSync('unshare', [...flags, 'true'], { stdio: 'ignore' }).status === 0;
}

/** The driver leads a group: what it has started ends with it, or is in a namespace that does. */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All have ended.
  }
}
