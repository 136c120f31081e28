import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, say } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** Flags for a browser without a screen that talks to nobody but the server. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let found;

/**
 * Path of a Chromium: an installed one, else Debian's package if we are root, else Playwright's own download. Whoever
 * asks while it is being installed waits for the same.
 */
export function findChromium() {
  found ??= find();
  return found;
}

async function find() {
  const present = installed();
  if (present) return present;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say("Installing Debian's Chromium …");
    await run('apt-get', ['update'], { quiet: true });
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { quiet: true });
    return installed() ?? fail();
  }
  say("Downloading Playwright's Chromium …");
  await run('playwright-core', ['install', 'chromium']);
  const { chromium } = await import('playwright-core');
  return chromium.executablePath();
}

function installed() {
  if (process.env.CHROMIUM && existsSync(process.env.CHROMIUM)) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...PLACES].find((path) => existsSync(path));
}

function fail() {
  throw new Error('No Chromium: install one, or name it in the environment variable CHROMIUM.');
}
