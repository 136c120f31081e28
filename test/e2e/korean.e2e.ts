import assert from 'node:assert/strict';
import { patience } from '../support/patience';
import { overflowing } from './support/overflowing';
import { Workbench } from './support/workbench';

describe('a person who reads Korean', () => {
  let workbench: Workbench;

  beforeEach(async () => {
    workbench = await Workbench.open({ locale: 'ko' });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-korean');
    await workbench.close();
  });

  it('finds commands, controls, verdict and explanations in Korean, none of them cut off', async () => {
    await workbench.command('드롭아웃 실험 실행');
    const panel = await workbench.panel();
    assert.equal(await panel.locator('html').getAttribute('lang'), 'ko');
    await panel.locator('dp-run-head', { hasText: '완료' }).waitFor({ timeout: patience(60_000) });
    assert.match(
      await panel.locator('dp-verdict .card').innerText(),
      /훈련 손실\s+0\.\d+.*테스트 손실\s+0\.\d+/s,
    );
    await panel.getByText('위쪽 반달').first().waitFor();
    await panel.getByRole('tab', { name: '앙상블' }).click();
    await panel.getByText('하위 신경망 k개').first().waitFor();
    assert.deepEqual(await overflowing(panel), []);
    await workbench.screenshot('korean');
    await workbench.command('실행 설정 표시');
    const sidebar = await workbench.sidebar();
    await sidebar.getByText('학습률').filter({ visible: true }).first().waitFor();
    assert.deepEqual(await overflowing(sidebar), []);
    await workbench.screenshot('korean-sidebar');
  });
});
