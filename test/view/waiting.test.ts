import assert from 'node:assert/strict';
import type { MemberState, RunState } from '../../src/protocol';
import { waitingWords } from '../../webview/explore/waiting';
import { member, runState } from './support';

const idea = { analyses: ['curvature'] as const };

/** What is said while an analysis of this run is not there. */
function words(status: RunState['status'], fields: Partial<MemberState>): string {
  return waitingWords(idea, runState({ status, members: [member('dropout:1', fields)] }));
}

describe('why an idea waits', () => {
  it('says what to do where there is no network', () => {
    assert.match(waitingWords(idea, null), /^Run an experiment/);
    assert.match(words('failed', { status: 'failed' }), /The run failed/);
    assert.match(
      words('completed', { status: 'ended' }),
      /Only the curves of this run were kept.*run it again/,
    );
  });

  it('says that it is being computed as soon as there is one', () => {
    assert.match(words('loading', { status: 'loading' }), /as soon as there is a network/);
    for (const status of ['running', 'paused'] as const)
      assert.match(words(status, { status }), /^Being computed/);
    assert.match(words('completed', { status: 'ended', hasNetwork: true }), /^Being computed/);
  });

  it('asks for a sweep', () => {
    assert.match(waitingWords({ sweeps: ['ratio'] }, runState()), /^Start the sweep/);
  });
});
