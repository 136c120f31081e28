/** How many times slower than usual the machine was when the harness measured it (`test/harness/lib/slowness.mjs`). */
const SLOWNESS = Math.max(1, Number(process.env.PLAYGROUND_SLOWNESS) || 1);

/** The longest that something is waited for, in milliseconds. @param usual on a machine of the usual kind that is idle */
export const patience = (usual: number): number => Math.ceil(usual * SLOWNESS);
