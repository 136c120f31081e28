import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/**
 * What a view's page may do: load its own script, styles, font and pictures. Neither where its addresses start from nor
 * where a form goes follows from `default-src`.
 *
 * @param source where the extension's own files are served from
 */
export const viewPolicy = (nonce: string, source: string): string =>
  [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    `img-src ${source} data:`,
  ].join('; ');

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

/** JSON that cannot end the script element that it stands in. */
const escapeJson = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

/** Where a view's script and styles come from, and nothing else. */
export function viewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    enableCommandUris: false,
    enableForms: false,
    localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')],
  };
}

/**
 * The page of a view: `dist/NAME.js` and `dist/NAME.css`, which fill `<body>`. Translations stand in `#l10n` as the
 * contents for `@vscode/l10n`, and what the view is to remember in `#kept`. No text of a person's gets in here.
 */
export function viewHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  name: string,
  title: string,
  kept: unknown = null,
): string {
  const nonce = randomBytes(16).toString('base64');
  const dist = (file: string) =>
    escapeHtml(webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', file)).toString());
  const policy = escapeHtml(viewPolicy(nonce, webview.cspSource));
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${dist('codicon.css')}">
<link rel="stylesheet" href="${dist(`${name}.css`)}">
</head>
<body>
<script type="application/json" id="l10n">${escapeJson(vscode.l10n.bundle ?? {})}</script>
<script type="application/json" id="kept">${escapeJson(kept)}</script>
<script type="module" nonce="${nonce}" src="${dist(`${name}.js`)}"></script>
</body>
</html>`;
}
