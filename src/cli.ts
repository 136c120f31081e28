import { main } from './cli/main';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader has gone (`… | head`): there is nobody left to tell.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

main(process.argv.slice(2), process).then((code) => {
  process.exitCode = code;
});
