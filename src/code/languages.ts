import type { CodeLanguage } from './finding';

const byExtension: Readonly<Record<string, CodeLanguage>> = {
  py: 'python',
  pyw: 'python',
  ipynb: 'notebook',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescript',
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  jsonc: 'json',
  toml: 'toml',
};

const byEditorId: Readonly<Record<string, CodeLanguage>> = {
  python: 'python',
  javascript: 'javascript',
  javascriptreact: 'javascript',
  typescript: 'typescript',
  typescriptreact: 'typescript',
  yaml: 'yaml',
  json: 'json',
  jsonc: 'json',
  toml: 'toml',
};

/** What a file of this name is read as; `undefined`: it is not read. */
export function languageOfFile(path: string): CodeLanguage | undefined {
  return byExtension[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];
}

/** What a document with this VS Code language id is read as; `undefined`: it is not read. */
export function languageOfEditor(languageId: string): CodeLanguage | undefined {
  return byEditorId[languageId];
}
