import type { MemberState } from '../protocol';

/** Whether a member has ended or failed. */
export const isOver = (member: MemberState): boolean =>
  member.status === 'ended' || member.status === 'failed';
