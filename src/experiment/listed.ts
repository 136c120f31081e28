import * as l10n from '@vscode/l10n';

/** Characters of a name, a value or a cell that a message shows. */
const LONGEST_SHOWN = 60;

/** A text of a person's as a message shows it: what is longer than a line is cut. */
export function shortened(text: string, most = LONGEST_SHOWN): string {
  if (text.length <= most) return text;
  // Half of a character is none.
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The first of some texts, each cut as `shortened` does, and how many more there are: `a, b and 892 more`. */
export function listed(
  texts: readonly string[],
  most: number,
  show: (text: string) => string = shortened,
): string {
  const words = texts
    .slice(0, most)
    .map((text) => show(text))
    .join(', ');
  return texts.length > most ? words + l10n.t(' and {0} more', texts.length - most) : words;
}

/** Characters of a whole message, however many names are in it. */
const LONGEST_MESSAGE = 1000;

/** A message in which every quotation is cut as `shortened` does. */
export const withShortQuotes = (message: string): string =>
  shortened(
    message.replace(/“([^“”]{61,})”/g, (_, text: string) => quoted(text)),
    LONGEST_MESSAGE,
  );

/** For `listed`: in quotes. */
export const quoted = (text: string): string => `“${shortened(text)}”`;
