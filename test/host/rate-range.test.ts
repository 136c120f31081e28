import assert from 'node:assert/strict';
import { clean, command, endless, host, panelTab, quick, start, until } from './support';

describe('Find Learning Rate', () => {
  afterEach(clean);

  it('stops the run that goes on, opens the panel, and comes to an answer', async () => {
    const { runner, rateFinder, setup } = await host();
    await start(endless());
    setup.rewrite(quick(), null);
    await command('findLearningRate');
    await until(() => runner.active === null);
    assert.ok(panelTab());
    await until(() => rateFinder.state?.status === 'completed');
    const { answer, seeds, total } = rateFinder.state!;
    assert.equal(seeds.length, total);
    assert.ok(seeds.every(({ losses, rates }) => losses.length > 0 && losses.length === rates.length));
    assert.ok(answer!.suggestion !== undefined && answer!.title.length > 0);
  });

  it('can be cancelled, and gives its threads to a run', async () => {
    const { rateFinder, setup } = await host();
    const wide = { ...endless(), network: { ...endless().network, hidden: [1024, 1024] } };
    setup.rewrite(wide, null);
    await command('findLearningRate');
    await command('cancelFindLearningRate');
    assert.equal(rateFinder.state?.status, 'cancelled');
    await command('findLearningRate');
    await start(quick());
    await until(() => rateFinder.state?.status === 'cancelled');
  });
});
