import type { MemberState } from '../protocol';

/** It will say nothing more. */
export const isOver = (member: MemberState): boolean =>
  member.status === 'ended' || member.status === 'failed';
