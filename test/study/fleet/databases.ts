import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A database of a test: in its own folder, at its own port. */
export interface Database {
  readonly url: string;
  start(): Promise<void>;
  /** As a machine that loses its power. */
  kill(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

/** The program of this name on the machine. */
export function installed(name: string, folders: readonly string[] = []): string | undefined {
  const all = [...folders, ...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  return all.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

const postgresFolders = () => globSync('/usr/lib/postgresql/*/bin');
export const redisServer = () => installed('redis-server');
export const postgresServer = () => installed('postgres', postgresFolders());

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isThere) return;
    await sleep(50);
  }
}

interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

function database(folder: string, port: number, url: string, program: Program): Database {
  let child: ChildProcess | undefined;
  const kill = async () => {
    if (!child || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    // SIGQUIT is PostgreSQL's own for it: its children end as well.
    child.kill(program.user || /postgres/.test(program.command) ? 'SIGQUIT' : 'SIGKILL');
    await gone;
  };
  return {
    url,
    async start() {
      child = spawn(program.command, program.args, { stdio: 'ignore', cwd: folder, ...program.user });
      await answers(port);
    },
    kill,
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** How a database lets in: who knows its password, over TLS. */
export interface Locked {
  readonly password: string;
  /** Made by {@link certificate}. */
  readonly cert: string;
  readonly key: string;
}

/** A certificate for 127.0.0.1 that nobody else has signed. */
export function certificate(folder: string): Pick<Locked, 'cert' | 'key'> {
  const made = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const what = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'];
  const where = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', made.key, '-out', made.cert];
  execFileSync('openssl', [...what, ...where], { stdio: 'ignore' });
  return made;
}

/** Redis that writes down what it is told. */
export async function redis(locked?: Locked): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'dropout-redis-'));
  const port = await freePort();
  const args = ['--bind', '127.0.0.1', '--dir', folder, '--save', '', '--port', locked ? '0' : `${port}`];
  args.push('--appendonly', 'yes', '--appendfsync', 'always');
  if (locked) {
    args.push('--tls-port', `${port}`, '--tls-auth-clients', 'no', '--requirepass', locked.password);
    args.push(
      '--tls-cert-file',
      locked.cert,
      '--tls-key-file',
      locked.key,
      '--tls-ca-cert-file',
      locked.cert,
    );
  }
  const url = `${locked ? 'rediss' : 'redis'}://127.0.0.1:${port}`;
  const made = database(folder, port, url, { command: redisServer()!, args });
  await made.start();
  return made;
}

export async function postgres(locked?: Locked): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'dropout-postgres-'));
  const port = await freePort();
  const user = ordinaryUser();
  const data = join(folder, 'data');
  mkdirSync(data);
  chmodSync(data, 0o700);
  if (user) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
  const setUp = ['-D', data, '-U', 'tester', '-E', 'UTF8', '--no-sync'];
  setUp.push('-A', locked ? 'scram-sha-256' : 'trust');
  if (locked) setUp.push(`--pwfile=${owned(folder, 'password', locked.password)}`);
  execFileSync(installed('initdb', postgresFolders())!, setUp, { stdio: 'ignore', cwd: folder, ...user });
  const args = ['-D', data, '-p', `${port}`, '-k', folder, '-c', 'listen_addresses=127.0.0.1'];
  args.push('-c', 'max_connections=300');
  if (locked) {
    const { cert, key } = locked;
    args.push('-c', 'ssl=on', '-c', `ssl_cert_file=${owned(folder, 'cert', readFileSync(cert))}`);
    args.push('-c', `ssl_key_file=${owned(folder, 'key', readFileSync(key))}`);
  }
  const url = `postgres://tester@127.0.0.1:${port}/postgres${locked ? '?sslmode=verify-full' : ''}`;
  const made = database(folder, port, url, { command: postgresServer()!, args, user });
  await made.start();
  // It answers a little before it lets anyone in.
  await sleep(500);
  return made;
}

/** A file that PostgreSQL can read, and nobody else. */
function owned(folder: string, name: string, contents: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, contents, { mode: 0o600 });
  const user = ordinaryUser();
  if (user) chownSync(path, user.uid, user.gid);
  return path;
}

/** PostgreSQL does not run as root. */
function ordinaryUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
