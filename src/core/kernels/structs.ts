import { CREW_BYTES, SETTINGS, SHARE_BYTES, SITE } from './layout';

/** A struct of the kernels: its size, and the offset and type of each field. All are in `layout.ts`. */
export interface Struct<F extends string> {
  readonly bytes: number;
  readonly fields: Readonly<Record<F, { readonly offset: number; readonly kind: 'u32' | 'f32' | 'f64' }>>;
}

/** Bytes of the state shared by a crew of this many threads. */
export const crewBytes = (threads: number): number => CREW_BYTES + SHARE_BYTES * threads;

/** Size of one step's settings in bytes, for this many sites. */
export function settingsBytes(sites: number): number {
  return SETTINGS.bytes + SITE.bytes * sites;
}
