import * as l10n from '@vscode/l10n';

/** What a view says while nobody hears it. */
export const aloneWords = (): string =>
  l10n.t(
    'The extension is not responding. The charts show the last data received; controls work again once it is back, usually within seconds. If it stays away, run “Developer: Restart Extension Host” or reload the window.',
  );

/** The same where there is little room, and the panel mostly says the rest. */
export const shortAloneWords = (): string =>
  l10n.t('The extension is not responding. Controls work again once it is back.');
