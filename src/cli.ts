import { join } from 'node:path';
import { main } from './cli/main';
import { startThread } from './worker/thread';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader has gone (`… | head`): there is nobody left to tell.
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`The output cannot be written: ${error.message}\n`);
  process.exit(1);
});
// Nobody hears what goes wrong: the exit status says it.
process.stderr.on('error', () => {});

const io = {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  cwd: () => process.cwd(),
  assets: __dirname,
  startWorker: () => startThread(join(__dirname, 'worker.js')),
};

main(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
});
