import { join } from 'node:path';
import type { Finding } from '../../src/code/finding';
import { CodeScanner } from '../../src/code/scanner';

/** The folder of the parser's .wasm files, from the checkout. */
export const wasmDir = join(process.cwd(), 'node_modules', '@vscode', 'tree-sitter-wasm', 'wasm');

let loading: Promise<CodeScanner> | undefined;

/** One scanner for all tests. */
export function scanner(): Promise<CodeScanner> {
  loading ??= CodeScanner.load(wasmDir);
  return loading;
}

/** A number as a person writes it, never `1e-5`. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(12).replace(/0+$/, '') : text;
}

/** A finding in one line: `dropout 0.25 keep «0.75»`, `optimizer adam`, `dropout ? (why)`. */
export function describeFinding({ kind, value, name, edit, reason, isDefault }: Finding): string {
  const words: string[] = [kind, name ?? (value === null ? '?' : plain(value))];
  if (isDefault) words.push('default');
  if (edit?.keep) words.push('keep');
  if (edit) words.push(edit.text === '' ? `+«${edit.before}»` : `«${edit.text}»`);
  if (reason !== null && !isDefault) words.push(`(${reason})`);
  return words.join(' ');
}
