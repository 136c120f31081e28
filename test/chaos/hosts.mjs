import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/** The extension hosts of the server, by what the script that is preloaded into them (`host-hook.cjs`) writes. */
export class Hosts {
  #stopped = new Set();

  constructor(folder) {
    this.folder = folder;
  }

  /** Process ids of all that have ever been, oldest first. */
  get all() {
    const names = readdirSync(this.folder).filter((name) => name.endsWith('.pid'));
    return names.map((name) => Number.parseInt(name, 10)).sort((a, b) => a - b);
  }

  get alive() {
    return this.all.filter(isAlive);
  }

  kill(pid) {
    this.#stopped.delete(pid);
    signal(pid, 'SIGKILL');
  }

  /** Stops a host for so many milliseconds. */
  async freeze(pid, milliseconds) {
    if (!signal(pid, 'SIGSTOP')) return;
    this.#stopped.add(pid);
    await new Promise((done) => setTimeout(done, milliseconds));
    this.thaw(pid);
  }

  thaw(pid) {
    if (this.#stopped.delete(pid)) signal(pid, 'SIGCONT');
  }

  thawAll() {
    for (const pid of [...this.#stopped]) this.thaw(pid);
  }

  /** Asks a host, or lets a thread of it come to harm; undefined where it does not answer. */
  ask(pid, request = {}) {
    return new Promise((done) => {
      const socket = connect(join(this.folder, `${pid}.sock`));
      let text = '';
      socket.setTimeout(3000, () => socket.destroy());
      socket.on('connect', () => socket.write(JSON.stringify(request)));
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('error', () => {});
      socket.on('close', () => done(text === '' ? undefined : JSON.parse(text)));
    });
  }

  /** What nobody has caught in any of these processes, by their ids. */
  uncaught(pids) {
    return pids.flatMap((pid) => {
      const file = join(this.folder, `${pid}.uncaught`);
      if (!existsSync(file)) return [];
      return readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    });
  }
}

function signal(pid, name) {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** A process that has ended and that nobody has asked about yet is not alive. */
function isAlive(pid) {
  if (!signal(pid, 0)) return false;
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return !existsSync('/proc/self');
  }
}
