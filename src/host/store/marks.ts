import * as v from 'valibot';

export const MOST_OF_NAME = 200;
export const MOST_OF_NOTE = 20_000;
export const MOST_TAGS = 50;
export const MOST_OF_TAG = 60;

/** What a person sets of a run; its training is none of it. */
export interface Marks {
  readonly name?: string;
  /** Text of several lines; left out: none. */
  readonly note?: string;
  /** In the order in which they were given; left out: none. */
  readonly tags?: readonly string[];
  readonly pinned?: true;
}

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MOST_OF_NAME));
const tag = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MOST_OF_TAG));
const tags = v.pipe(v.array(tag), v.maxLength(MOST_TAGS));

/**
 * One change of a run's marks, a line of its file. Tags come and go one by one: what two windows set at the same time
 * holds side by side. The first format had a single line with a name.
 */
const changeSchema = v.object({
  version: v.exactOptional(v.number()),
  name: v.exactOptional(name),
  note: v.exactOptional(v.pipe(v.string(), v.maxLength(MOST_OF_NOTE))),
  tagged: v.exactOptional(tags),
  untagged: v.exactOptional(tags),
  pinned: v.exactOptional(v.boolean()),
});
export type MarksChange = Omit<v.InferOutput<typeof changeSchema>, 'version'>;

const VERSION = 2;

/**
 * A change as it is appended to a run's file of marks. The line break stands before it: what a full disk or a killed
 * window left unfinished ends there, and costs no more than itself.
 */
export const marksLine = (change: MarksChange): string =>
  `\n${JSON.stringify({ version: VERSION, ...v.parse(changeSchema, change) })}`;

/** What the lines of a file come to; `complain` is called with what is wrong with a line that is left out. */
export function readMarks(text: string, complain: (why: unknown) => void): Marks {
  let marks: Marks = {};
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    try {
      marks = changed(marks, v.parse(changeSchema, JSON.parse(line)));
    } catch (error) {
      complain(error);
    }
  }
  return marks;
}

/** The marks after a change. */
export function changed(
  before: Marks,
  { name, note, tagged = [], untagged = [], pinned }: MarksChange,
): Marks {
  const left = (before.tags ?? []).filter((one) => !untagged.includes(one));
  const tags = [...new Set([...left, ...tagged])].slice(0, MOST_TAGS);
  const after = {
    name: name ?? before.name,
    note: (note ?? before.note)?.trim() || undefined,
    tags: tags.length > 0 ? tags : undefined,
    pinned: (pinned ?? before.pinned) || undefined,
  };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined));
}

/** Whether a person has set anything: such a run is theirs to delete. */
export const isMarked = (marks: Marks): boolean => Object.keys(marks).length > 0;
