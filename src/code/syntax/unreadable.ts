/** So many texts that broke a parser are known: the last ones. */
const MOST = 16;

/** Texts that break a parser: neither they nor what an edit makes of them is given to it again. */
export class Unreadable {
  readonly #texts: string[] = [];

  add(text: string): void {
    this.#texts.push(text);
    if (this.#texts.length > MOST) this.#texts.shift();
  }

  has(text: string): boolean {
    return this.#texts.some((known) => isAlmost(known, text));
  }
}

/** Nine tenths are the same, from both ends. */
function isAlmost(known: string, text: string): boolean {
  const longer = Math.max(known.length, text.length);
  const shorter = Math.min(known.length, text.length);
  let [prefix, tail] = [0, 0];
  while (prefix < shorter && known[prefix] === text[prefix]) prefix++;
  while (tail < shorter - prefix && known.at(-1 - tail) === text.at(-1 - tail)) tail++;
  return longer - prefix - tail <= longer / 10;
}

/** 1 for an opening bracket, −1 for a closing one, 0 otherwise. */
export function bracket(code: number): number {
  switch (code) {
    case 40:
    case 91:
    case 123:
      return 1;
    case 41:
    case 93:
    case 125:
      return -1;
    default:
      return 0;
  }
}

/** Whether more than so many brackets are open somewhere. */
export function isDeeper(text: string, most: number): boolean {
  let depth = 0;
  if (text.length < most) return false;
  for (let i = 0; i < text.length; i++) {
    depth = Math.max(0, depth + bracket(text.charCodeAt(i)));
    if (depth > most) return true;
  }
  return false;
}
