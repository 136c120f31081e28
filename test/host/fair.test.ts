import assert from 'node:assert/strict';
import { clean, command, endless, host, panelTab, quick, silenced, start, until } from './support';

describe('Compare Fairly', () => {
  afterEach(clean);

  it('stops the run that goes on, opens the panel, and comes to an answer', async function () {
    this.timeout(300_000);
    const { runner, fairComparer, setup } = await host();
    await start(endless());
    setup.rewrite({ ...quick(), dropout: { ...quick().dropout, ratio: 0.3 } }, null);
    await command('compareFairly');
    await until(() => runner.active === null);
    assert.ok(panelTab());
    await until(() => fairComparer.state?.status === 'completed');
    const { answer, trials, fresh } = fairComparer.state!;
    assert.ok(['lower', 'higher', 'none', 'open'].includes(answer!.claim));
    assert.ok(trials.length > 0 && fresh.length > 0);
  });

  it('can be cancelled, and gives its threads to a run', async () => {
    const { fairComparer, setup } = await host();
    setup.rewrite(endless(), null);
    await command('compareFairly');
    await command('cancelFairComparison');
    assert.equal(fairComparer.state?.status, 'cancelled');
    await command('compareFairly');
    await start(quick());
    await until(() => fairComparer.state?.status === 'cancelled');
  });

  it('says so where nothing is dropped', async () => {
    const { setup } = await host();
    setup.rewrite({ ...quick(), dropout: { ...quick().dropout, ratio: 0 } }, null);
    const said = await silenced(async () => void (await command('compareFairly')));
    assert.match(said.join(), /Nothing is dropped/);
  });
});
