// Writes src/core/kernels/layout.ts from the sources of the kernels: where each field of their structures lies, and the
// numbers of their constants and enums. The build calls it; a test fails where layout.ts is not what it writes.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('src/core/kernels', import.meta.url));
const target = join(folder, 'layout.ts');

/** Bytes of the kernels' types, and the view of the memory that such a number is read by. */
const TYPES = {
  i32: [4, 'u32'],
  u32: [4, 'u32'],
  usize: [4, 'u32'],
  f32: [4, 'f32'],
  f64: [8, 'f64'],
};

const STRUCTURE = /@unmanaged\nexport class (\w+) \{\n([^}]*)\}/g;
const CONSTANT = /^export const (\w+): \w+ = (\d+);/gm;
const ENUM = /^export enum (\w+) \{\n([^}]*)\}/gm;

const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
const constantOf = (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

/** A structure as the compiler lays it out: each field at the next multiple of its size. */
function structure(name, body) {
  const lines = [];
  let [end, widest] = [0, 4];
  for (const [, field, type] of withoutComments(body).matchAll(/(\w+): (\w+);/g)) {
    if (!TYPES[type])
      throw new Error(`${name}.${field}: a field of type ${type} cannot be written from outside.`);
    const [bytes, kind] = TYPES[type];
    const offset = Math.ceil(end / bytes) * bytes;
    lines.push(`    ${field}: { offset: ${offset}, kind: '${kind}' },`);
    [end, widest] = [offset + bytes, Math.max(widest, bytes)];
  }
  const bytes = Math.ceil(end / widest) * widest;
  const fields = lines.length === 1 ? `{ ${lines[0].trim().slice(0, -1)} }` : `{\n${lines.join('\n')}\n  }`;
  return `export const ${constantOf(name)} = {\n  bytes: ${bytes},\n  fields: ${fields},\n} as const;`;
}

/** The numbers of an enum, by their names. */
function numbers(name, body) {
  const entries = withoutComments(body)
    .split(',')
    .flatMap((part) => part.trim() || []);
  const lines = entries.map((entry, index) => {
    if (!/^\w+$/.test(entry)) throw new Error(`${name}: ${entry} is no plain name.`);
    return `  ${entry}: ${index},`;
  });
  return `export const ${constantOf(name)} = {\n${lines.join('\n')}\n} as const;`;
}

/** The text of layout.ts. */
export function layout() {
  const parts = ['// Written by kernels-layout.mjs from assembly/*.ts, where the fields are explained.'];
  for (const file of globSync('assembly/**/*.ts', { cwd: folder }).sort()) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, name, body] of text.matchAll(STRUCTURE)) parts.push(structure(name, body));
    for (const [, name, value] of text.matchAll(CONSTANT)) parts.push(`export const ${name} = ${value};`);
    for (const [, name, body] of text.matchAll(ENUM)) parts.push(numbers(name, body));
  }
  return `${parts.join('\n\n')}\n`;
}

/** Writes layout.ts where it is not up to date. */
export function writeLayout() {
  const text = layout();
  let before = '';
  try {
    before = readFileSync(target, 'utf8');
  } catch {
    // There is none yet.
  }
  if (text !== before) writeFileSync(target, text);
}
