#!/usr/bin/env node
import { join } from 'node:path';
import { interruptionsOf } from './cli/interruptions';
import { currentFolder } from './cli/io';
import { main } from './cli/main';
import { removeUnfinished } from './files/write-whole';
import type { SharedMemory } from './worker/memory';
import { startThread } from './worker/thread';

process.on('exit', removeUnfinished);

const io = {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  cwd: currentFolder,
  hideArguments: () => {
    process.title = 'dropout-playground';
  },
  assets: __dirname,
  startWorker: (memory: SharedMemory) => startThread(join(__dirname, 'worker.js'), { memory }),
  onInterruption: interruptionsOf(process, (status) => process.exit(status)),
};

main(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
});
