import { SLICES, type ViewState } from '../src/protocol';

const BESIDE = ['progress', 'series', 'boundary', 'network', 'analyses', 'connection', 'refused'] as const;

/** What can change in a view's store: each slice, and what is beside them. Listeners subscribe to some of them. */
export type Topic = keyof ViewState | (typeof BESIDE)[number];
export const TOPICS: readonly Topic[] = [...SLICES, ...BESIDE];
