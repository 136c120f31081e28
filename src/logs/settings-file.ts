import { withoutBareNumbers } from './formats/trainer-state';
import { textOf } from './text';

/** Where trainings write down what they were set to: Lightning, Ultralytics, W&B, Hydra, Ray Tune and many loops. */
const NAMES = /^(?:hparams|args|config|params|opt|options|hyperparameters)\.(?:ya?ml|json)$/i;
/** Settings that are read, and characters of each; what is longer is no hyperparameter. */
const MOST_SETTINGS = 500;
const MOST_CHARACTERS = 200;
const DEPTH = 5;

export const isSettingsFile = (name: string): boolean => NAMES.test(name);

/** The settings in such a file, by path; of what is none, none. Never throws, whatever is in it. */
export function settingsIn(name: string, bytes: Uint8Array): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  const add = (path: string, value: string) => {
    // W&B has a description beside each value.
    const key = path.replace(/\.value$/, '');
    if (value === '' || value.length > MOST_CHARACTERS || settings.size >= MOST_SETTINGS) return;
    if (!/(?:^|\.)_|\.desc$/.test(key)) settings.set(key, value);
  };
  const text = textOf(bytes);
  try {
    if (name.toLowerCase().endsWith('json')) collect(JSON.parse(withoutBareNumbers(text)), '', DEPTH, add);
    else collectYaml(text, add);
  } catch {
    // Half written, or no settings at all.
  }
  return settings;
}

type Add = (path: string, value: string) => void;

function collect(value: unknown, path: string, depth: number, add: Add): void {
  if (value === null || typeof value !== 'object') add(path, String(value));
  else if (Array.isArray(value)) add(path, JSON.stringify(value));
  else if (depth > 0)
    for (const [key, inner] of Object.entries(value))
      collect(inner, path === '' ? key : `${path}.${key}`, depth - 1, add);
}

/** `key: value`, nested by indentation, and lists of plain values: what such files are made of. The rest is passed over. */
function collectYaml(text: string, add: Add): void {
  const open: { readonly indent: number; readonly path: string; readonly items: string[] }[] = [];
  const close = (indent: number) => {
    while (open.length > 0 && open.at(-1)!.indent >= indent) {
      const { path, items } = open.pop()!;
      if (items.length > 0 && items.length < MOST_CHARACTERS) add(path, `[${items.join(', ')}]`);
    }
  };
  for (const line of text.split('\n')) {
    const bare = line.trim();
    const indent = line.length - line.trimStart().length;
    if (bare.startsWith('- ')) {
      open.findLast((one) => one.indent <= indent)?.items.push(plainOf(bare.slice(2)));
      continue;
    }
    const colon = bare.search(/:(?:\s|$)/);
    if (colon <= 0 || bare.startsWith('#')) continue;
    close(indent);
    const key = plainOf(bare.slice(0, colon));
    const path = open.length > 0 ? `${open.at(-1)!.path}.${key}` : key;
    const value = plainOf(bare.slice(colon + 1));
    if (value === '') open.push({ indent, path, items: [] });
    else if (!/^[&*!|>]/.test(value)) add(path, value);
  }
  close(0);
}

/** Without a comment behind it and quotes around it. */
function plainOf(text: string): string {
  const bare = text.trim();
  const quote = bare[0];
  if (quote === '"' || quote === "'") {
    const end = bare.indexOf(quote, 1);
    return end < 0 ? bare.slice(1) : bare.slice(1, end);
  }
  const comment = bare.indexOf(' #');
  return comment < 0 ? bare : bare.slice(0, comment).trimEnd();
}

/** Settings that the parts of a path name: `lr=0.1,dropout=0.5`, as Hydra and Ray Tune call their folders. */
export function settingsInPath(path: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const part of path.replace(/\.[a-z]\w{0,8}$/i, '').split(/[/\\,]/)) {
    const pieces = part.split('=');
    let name = pieces[0]!;
    for (const [i, piece] of pieces.slice(1).entries()) {
      // `lr=0.1_dropout=0.5`: behind a value the next name.
      const end = i === pieces.length - 2 ? piece.search(/_seed\d|$/) : piece.lastIndexOf('_');
      const value = piece.slice(0, Math.max(0, end));
      if (/^[a-z][\w.]{0,60}$/i.test(name) && value !== '' && value.length <= 60) settings.set(name, value);
      name = piece.slice(end + 1);
    }
  }
  return settings;
}
