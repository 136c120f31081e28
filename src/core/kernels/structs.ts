import { CREW_BYTES, SETTINGS, SHARE_BYTES, SITE } from './layout';

/** A structure of the kernels: its size, and where each field lies and how it is stored. All are in `layout.ts`. */
export interface Struct<F extends string> {
  readonly bytes: number;
  readonly fields: Readonly<Record<F, { readonly offset: number; readonly kind: 'u32' | 'f32' | 'f64' }>>;
}

/** Bytes of what a crew of these many threads shares. */
export const crewBytes = (threads: number): number => CREW_BYTES + SHARE_BYTES * threads;

/** Bytes of one step's settings for a network with this many sites. */
export function settingsBytes(sites: number): number {
  return SETTINGS.bytes + SITE.bytes * sites;
}
