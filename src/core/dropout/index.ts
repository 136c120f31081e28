import { alpha } from './alpha';
import { asWritten } from './as-written';
import { classic } from './classic';
import { gaussian } from './gaussian';
import { inverted } from './inverted';

/** All dropout rules, in display order. */
export const dropoutRules = [inverted, classic, gaussian, alpha, asWritten] as const;

export type DropoutRuleId = (typeof dropoutRules)[number]['id'];
