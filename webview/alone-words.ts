import * as l10n from '@vscode/l10n';

/** What a view says while nobody hears it. */
export const aloneWords = (): string =>
  l10n.t(
    'The extension does not answer. What you see is the last it sent; nothing can be started or changed until it is back. That happens by itself; if it does not, choose Restart Extension Host or reload the window.',
  );
