import * as l10n from '@vscode/l10n';

/**
 * Translations come with the page, in the script element `#l10n`: what `vscode.l10n.bundle` was in the host. To be
 * imported before anything that calls `l10n.t`; without translations the English text stands.
 */
function configure(): void {
  const text = document.getElementById('l10n')?.textContent?.trim();
  if (text === undefined || text === '' || text === '{}') return;
  l10n.config({ contents: text });
}

configure();

export { t } from '@vscode/l10n';
