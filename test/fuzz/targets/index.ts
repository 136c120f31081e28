import type { Target } from '../target';
import { experiment } from './experiment';

/** Every reader of text or bytes that a person may have from anywhere. */
export const targets: readonly Target[] = [experiment];
