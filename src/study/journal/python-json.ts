/** JSON as Python writes it: numbers may be NaN, Infinity and -Infinity, which JSON has no words for. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Stands for a number without a word, as no text of a person's begins. */
const MARK = '\0';
/** A string, closed or cut off, or a word of Python's. */
const WORDS = /"(?:[^"\\]|\\[\s\S])*(?:"|$)|-?Infinity|NaN/g;
const MARKED = /"\\u0000(NaN|-?Infinity)"/g;

/** @throws SyntaxError */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!text.includes('NaN') && !text.includes('Infinity')) throw error;
    const marked = text.replace(WORDS, (word) => (word.startsWith('"') ? word : `"\\u0000${word}"`));
    return JSON.parse(marked, (_, value) =>
      typeof value === 'string' && value.startsWith(MARK) ? unmarked(value) : value,
    );
  }
}

function unmarked(value: string): Json {
  const number = Number(value.slice(1));
  return value === `${MARK}NaN` || Math.abs(number) === Number.POSITIVE_INFINITY ? number : value;
}

/** What a text of an attribute says; undefined for what is no text, or no JSON. */
export function tryJson(attribute: Json | undefined): Json | undefined {
  if (typeof attribute !== 'string') return undefined;
  try {
    return parseJson(attribute);
  } catch {
    return undefined;
  }
}

/** On one line, as Python's `json.loads` reads it. */
export function writeJson(value: unknown): string {
  let isMarked = false;
  const text = JSON.stringify(value, (_, item) => {
    if (typeof item !== 'number' || Number.isFinite(item)) return item;
    isMarked = true;
    return `${MARK}${item}`;
  });
  return isMarked ? text.replace(MARKED, '$1') : text;
}

/** Whether something is an object and no list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
