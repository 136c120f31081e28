import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { readWhole } from '../../files/read-whole';
import { writeWhole } from '../../files/write-whole';
import { unwritable } from './journal';
import { Ledger } from './ledger';
import { JournalLock } from './lock';

/** The largest journal that is mended, in bytes. */
const MOST = 2 ** 30;

/** What mending a journal came to. */
export interface Mended {
  /** How many lines, or beginnings of lines, were left out. */
  readonly faults: number;
  /** The file as it was; undefined where nothing was wrong with it. */
  readonly original: string | undefined;
}

/**
 * Leaves out of a journal what cannot be followed. This program passes over it, Optuna reads nothing of a journal with such
 * lines. The file as it was stays beside it.
 * @throws JournalError
 */
export async function mendJournal(path: string, lock = new JournalLock(path)): Promise<Mended> {
  try {
    const held = await lock.acquire();
    try {
      return await mend(path);
    } finally {
      held.release();
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

async function mend(path: string): Promise<Mended> {
  const bytes = Buffer.from(await readWhole(path, MOST));
  const lines: string[] = [];
  const ledger = new Ledger((line) => lines.push(`${line}\n`));
  const end = bytes.lastIndexOf('\n') + 1;
  ledger.followLines(bytes.subarray(0, end));
  if (end < bytes.length) ledger.follow(bytes.toString('utf8', end));
  if (ledger.faultCount === 0) return { faults: 0, original: undefined };
  const original = await copyAside(path);
  await writeWhole(path, lines.join(''));
  return { faults: ledger.faultCount, original };
}

/** Copies a file to a name that is not taken; returns the name. */
async function copyAside(path: string): Promise<string> {
  for (let count = 1; ; count++) {
    const aside = `${path}.damaged${count > 1 ? `-${count}` : ''}`;
    try {
      await copyFile(path, aside, constants.COPYFILE_EXCL);
      return aside;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
