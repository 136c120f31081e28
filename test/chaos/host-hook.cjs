// Preloaded (`node --require`) into the server, its extension hosts and their threads. From here chaos reaches a thread,
// which no signal can, hears what nobody has caught, and gives a server without its native logger one that writes files.
'use strict';
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { createServer } = require('node:net');
const { dirname, join } = require('node:path');
const { BroadcastChannel, isMainThread, threadId } = require('node:worker_threads');

const folder = process.env.PLAYGROUND_CHAOS_DIR;
const OURS = /dropout-playground/;

if (folder) {
  if (!isMainThread) listenInThread();
  else if (process.argv.includes('--type=extensionHost')) listenInHost();
}

/** What becomes of a thread of ours, at its next turn. */
function listenInThread() {
  if (!OURS.test(process.argv[1] ?? '')) return;
  const faults = {
    exit: () => process.exit(7),
    throw: () => {
      throw new Error('chaos: thrown in a worker');
    },
    hang: () => {
      for (;;);
    },
  };
  const channel = new BroadcastChannel('chaos');
  channel.onmessage = ({ data }) => data.thread === threadId && setImmediate(() => faults[data.fault]());
  channel.unref();
}

/** A socket named after the process: one JSON object a line, and one in answer. */
function listenInHost() {
  writeLogs();
  hearUncaught();
  const threads = countThreads();
  const channel = new BroadcastChannel('chaos');
  channel.unref();
  const path = join(folder, `${process.pid}.sock`);
  const answer = (request) => {
    const ids = [...threads].map((worker) => worker.threadId);
    const thread = ids[Math.floor((request.which ?? 0) * ids.length)];
    if (request.fault && thread !== undefined) channel.postMessage({ fault: request.fault, thread });
    return { threads: ids.length, thread };
  };
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (text) => socket.end(`${JSON.stringify(answer(JSON.parse(text)))}\n`));
  });
  server.listen(path);
  server.unref();
  writeFileSync(join(folder, `${process.pid}.pid`), '');
}

/** Rejections that nobody handles, and errors that nobody catches. */
function hearUncaught() {
  const open = new Set();
  const write = (text) =>
    appendFileSync(join(folder, `${process.pid}.uncaught`), `${JSON.stringify(text)}\n`);
  process.on('unhandledRejection', (error, promise) => {
    open.add(promise);
    // A second later it may have been handled after all.
    setTimeout(() => open.delete(promise) && write(String(error?.stack ?? error)), 1000).unref();
  });
  process.on('rejectionHandled', (promise) => open.delete(promise));
  process.on('uncaughtExceptionMonitor', (error) => write(String(error?.stack ?? error)));
}

/** The threads that have been started and have not ended. */
function countThreads() {
  const threads = new Set();
  process.on('worker', (worker) => {
    threads.add(worker);
    worker.once('exit', () => threads.delete(worker));
  });
  return threads;
}

/** Stands in for `spdlog`, which is native and not built where packages are installed without scripts. */
function writeLogs() {
  class Logger {
    constructor(_type, _name, file) {
      this.file = file;
      mkdirSync(dirname(file), { recursive: true });
    }
    write(level, text) {
      try {
        appendFileSync(this.file, `[${level}] ${text}\n`);
      } catch {}
    }
    getLevel() {
      return 2;
    }
    setLevel() {}
    clearFormatters() {}
    setPattern() {}
    flush() {}
    drop() {}
  }
  for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'critical'])
    Logger.prototype[level] = function (text) {
      this.write(level, text);
    };
  const spdlog = { version: 0, setLevel() {}, setFlushOn() {}, Logger };
  const load = Module._load;
  Module._load = function (request, ...rest) {
    if (request !== 'bindings') return load.call(this, request, ...rest);
    const bindings = load.call(this, request, ...rest);
    return (name) => (name === 'spdlog' ? spdlog : bindings(name));
  };
}
