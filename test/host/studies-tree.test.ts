import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Experiment } from '../../src/experiment/schema';
import { StudyStore } from '../../src/host/store/study-store';
import { accepting, clean, command, host, panelTab, quick, silenced, until } from './support';

const study: Experiment['study'] = {
  space: { 'dropout.ratio': { values: [0.1, 0.3] } },
  sampler: { kind: 'grid', levels: 2 },
  ...{ trials: 2, seeds: 1, fresh: 0, prune: 'none' },
};

describe('the list of studies', () => {
  let ids: string[] = [];

  /** Runs a small study to its end. */
  async function ran(name: string): Promise<string> {
    const { studies, setup } = await host();
    setup.rewrite({ ...quick(), name, study }, null);
    await command('startStudy');
    await until(() => studies.state?.name === name && studies.state.status === 'completed', 60_000);
    await studies.close();
    return studies.state!.id;
  }

  /** The lines of the studies of this test, from the top. */
  async function lines() {
    const { studiesTree } = await host();
    const shown = studiesTree!.getChildren().filter(({ id }) => ids.includes(id));
    return shown.map((line) => ({ line, item: studiesTree!.getTreeItem(line) }));
  }

  const labels = async () => (await lines()).map(({ item }) => item.label);

  beforeEach(async () => {
    ids = [await ran('First'), await ran('Second')];
  });
  afterEach(async () => {
    const { studies } = await host();
    studies.pause();
    await clean();
  });

  it('has the newest at the top, each with its best, its trials and its menu', async function () {
    this.timeout(120_000);
    assert.deepEqual(await labels(), ['Second', 'First']);
    const [{ item }] = await lines();
    assert.match(String(item.description), /^\d+(\.\d+)? · 2 of 2 trials · /);
    assert.match(
      item.accessibilityInformation!.label,
      /^Second, completed, validation loss [\d.]+, 2 of 2 trials/,
    );
    const { packageJSON } = vscode.extensions.getExtension('dropout-playground.dropout-playground')!;
    const menu = packageJSON.contributes.menus['view/item/context'] as { command?: string; when?: string }[];
    const offered = menu.filter(
      ({ when }) => when === `view == dropoutPlayground.studies && viewItem == ${item.contextValue}`,
    );
    assert.deepEqual(
      [...new Set(offered.map(({ command: name }) => name?.split('.')[1]))],
      ['openStudy', 'proposeWithOptuna', 'renameStudy', 'deleteStudy'],
    );
  });

  it('opens a study on the screen', async () => {
    const { studies } = await host();
    assert.equal(studies.state?.id, ids[1]);
    const [, { item }] = await lines();
    const { command: name, arguments: args } = item.command!;
    await command(name.split('.')[1]!, ...args!);
    assert.deepEqual([studies.state?.id, studies.state?.name, studies.state?.count], [ids[0], 'First', 2]);
    assert.ok(panelTab());
  });

  it('renames a study, here and in another window', async () => {
    const { studies, studyStore } = await host();
    const other = new StudyStore(studyStore!.path, () => {});
    try {
      await other.refresh();
      await other.rename(ids[0]!, 'From over there');
      await studyStore!.refresh();
      assert.deepEqual(await labels(), ['Second', 'From over there']);
      const [{ line }] = await lines();
      // The box for the name is accepted as it stands.
      await accepting(command('renameStudy', line));
      await studyStore!.rename(ids[1]!, 'From here');
      assert.equal((await labels())[0], 'From here');
      await other.refresh();
      assert.equal(other.summaries.find(({ id }) => id === ids[1])?.name, 'From here');
      assert.ok(studies.state);
    } finally {
      other.dispose();
    }
  });

  it('deletes studies and brings them back; the one on the screen leaves it', async () => {
    const { studies, studyStore } = await host();
    const all = (await lines()).map(({ line }) => line);
    const said = await silenced(async () => void (await command('deleteStudy', all[0], all)));
    assert.deepEqual([await labels(), studies.state, said], [[], null, ['2 studies have been deleted.']]);
    assert.equal(studyStore!.canUndoDelete, true);
    const back = await silenced(async () => void (await command('undoDeleteStudy')));
    assert.deepEqual([await labels(), back], [['Second', 'First'], ['2 studies have been restored.']]);
  });

  it('leaves a study alone that another window runs, and says where to stop it', async () => {
    const { studies, studyStore } = await host();
    await studies.forget(ids[1]!);
    const other = new StudyStore(studyStore!.path, () => {});
    try {
      const taken = await other.load(ids[1]!);
      const record = await other.take(taken, () => {});
      await studyStore!.refresh();
      const [{ line, item }] = await lines();
      assert.match(item.accessibilityInformation!.label, /in another window/);
      const said = await silenced(async () => void (await command('deleteStudy', line)));
      assert.match(said.join(), /“Second” is running in another window: stop it there first/);
      await record.close();
      await other.release(taken);
      await studyStore!.refresh();
      assert.doesNotMatch((await lines())[0]!.item.accessibilityInformation!.label, /in another window/);
    } finally {
      await other.close();
      other.dispose();
    }
  });
});
