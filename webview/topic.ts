/** What can change in a view's store; listeners subscribe to some of them. */
export const TOPICS = [
  'experiment',
  'preferences',
  /** The list of runs. */
  'runs',
  /** State of the run on the screen: status, members, verdict, facts. */
  'run',
  'progress',
  'series',
  /** The run that the one on the screen is compared with. */
  'compared',
  /** Whether the controls show the run on the screen. */
  'gap',
  'boundary',
  'network',
  'analyses',
  'sweep',
  'code',
  'connection',
  'document',
  'refused',
] as const;
export type Topic = (typeof TOPICS)[number];
