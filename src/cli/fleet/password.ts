import { resolve } from 'node:path';
import { readWhole } from '../../files/read-whole';
import { InputError, type Io, UsageError } from '../io';
import { addressOf } from './bull';

export interface QueueFlags {
  readonly queue?: string | undefined;
  /** The file with the password; `-`: it is asked for, or the first line of the input. */
  readonly 'password-file'?: string | undefined;
}

/** Bytes of a file with a password, at the most. */
const LONGEST = 10_000;

/**
 * The address of a queue, with its password. That comes from a file, from the environment, or stands in the address:
 * then the process hides its arguments, which others can list.
 */
export async function queueAddress(flags: QueueFlags, io: Io): Promise<string | undefined> {
  const address = flags.queue ?? (process.env.DROPOUT_PLAYGROUND_QUEUE || undefined);
  if (address === undefined) return undefined;
  const url = addressOf(address);
  if (url.password) io.hideArguments?.();
  const file = flags['password-file'];
  const password =
    file === undefined ? process.env.DROPOUT_PLAYGROUND_QUEUE_PASSWORD : await passwordIn(file, io);
  if (password) url.password = encodeURIComponent(password);
  return url.href;
}

async function passwordIn(file: string, io: Io): Promise<string> {
  const text = file === '-' ? await asked(io) : await read(file, io);
  const [password = ''] = text.split(/\r?\n/, 1);
  if (password) return password;
  throw new UsageError(`--password-file ${file}: it has no password in its first line.`);
}

async function read(file: string, io: Io): Promise<string> {
  try {
    return Buffer.from(await readWhole(resolve(io.cwd(), file), LONGEST)).toString('utf8');
  } catch (error) {
    throw new InputError(`--password-file ${file}: ${(error as Error).message}`);
  }
}

/** The first line of the input, which a terminal does not show. */
async function asked({ stdin, stderr }: Io): Promise<string> {
  const isTyped = stdin.isTTY === true;
  if (isTyped) stderr.write('Password of the queue: ');
  stdin.setRawMode?.(true);
  try {
    let text = '';
    for await (const part of stdin) {
      text += typeof part === 'string' ? part : Buffer.from(part).toString('utf8');
      if (text.includes('\u0003')) throw new UsageError('no password was given.');
      if (/[\r\n]/.test(text)) break;
    }
    return isTyped ? edited(text.replace('\r', '\n')) : text;
  } finally {
    stdin.setRawMode?.(false);
    if (isTyped) stderr.write('\n');
  }
}

/** What is left after its backspaces. */
function edited(text: string): string {
  const kept: string[] = [];
  for (const letter of text)
    if (letter === '\u007f' || letter === '\b') kept.pop();
    else kept.push(letter);
  return kept.join('');
}
