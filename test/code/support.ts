import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CodeLanguage, Finding, Model } from '../../src/code/finding';
import { CodeScanner } from '../../src/code/scanner';

/** The folder of the parser's compressed files, as the build writes them. */
export const wasmDir = join(process.cwd(), 'dist');

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

/** The models in a text. */
export async function modelsOf(code: string, language: CodeLanguage = 'python'): Promise<readonly Model[]> {
  return (await scanner()).scan(code, language).models;
}

/** The one model in a text. */
export async function only(code: string, language: CodeLanguage = 'python'): Promise<Model> {
  const models = await modelsOf(code, language);
  assert.equal(models.length, 1, models.map(({ name }) => name).join(', '));
  return models[0]!;
}

/** What a file of PyTorch begins with. */
export const torch = 'import torch\nfrom torch import nn\nimport torch.nn.functional as F\n';

/** Python that no budget of steps suffices for: the ways to what its ratios come from double with each function. */
export const tooComplex = [
  `def f0(p):\n${'    nn.Dropout(p)\n'.repeat(1_000)}`,
  ...Array.from({ length: 14 }, (_, i) => `def f${i + 1}(p):\n    f${i}(p)\n    f${i}(p)\n`),
].join('\n');
