import assert from 'node:assert/strict';
import { Emitter } from '../../src/host/store/emitter';
import { RunStore } from '../../src/host/store/run-store';
import { type DocumentPort, ViewLink, type ViewPort, type ViewSource } from '../../src/host/view-link';
import type { DocumentState, ToView } from '../../src/protocol';
import { experiment, fakeSlices, sleep, until } from './fixtures';

const stateOf = (name: string, own: boolean): DocumentState => ({ name, own, dirty: false, state: 'shown' });

describe('a view’s link and an experiment file', () => {
  const posted: ToView[] = [];
  const messages = new Emitter<unknown>();
  const sourceChanged = new Emitter<void>();
  const fileChanged = new Emitter<void>();
  const acted: string[] = [];
  let link: ViewLink;

  const documents = (): (string | undefined)[] =>
    posted.flatMap((message) =>
      message.type === 'snapshot'
        ? [message.document?.name]
        : message.type === 'state' && 'document' in message.state
          ? [message.state.document?.name]
          : [],
    );

  function make(document?: DocumentPort, curves = true): void {
    posted.length = 0;
    const never = new Emitter<void>().event;
    const nothing = () => {};
    const port: ViewPort = {
      name: 'panel',
      curves,
      visible: true,
      onDidChangeVisible: never,
      onMessage: messages.event,
      post: (message) => posted.push(message),
      ...(document && { document }),
    };
    const store = new RunStore({ folder: null, log: nothing, onNotKept: nothing });
    const bound = { document: stateOf('bound.dropout.json', false) };
    const source: ViewSource = {
      store,
      slices: fakeSlices(store, bound, { document: sourceChanged.event }),
      opened: Promise.resolve(),
      log: { warn: assert.fail, error: assert.fail },
      handle: async () => assert.fail(),
    };
    link = new ViewLink(port, source, nothing);
  }

  afterEach(() => link.dispose());

  const own: DocumentPort = {
    state: stateOf('own.dropout.json', true),
    onDidChange: fileChanged.event,
    act: (action) => acted.push(action),
  };

  it('tells a panel which file the set-up belongs to, and when that changes', async () => {
    make();
    messages.fire({ type: 'ready' });
    await until(() => documents().length === 1);
    sourceChanged.fire();
    await until(() => documents().length === 2);
    assert.deepEqual(documents(), ['bound.dropout.json', 'bound.dropout.json']);
  });

  it('tells a file’s own editor about that file alone, and does what is asked there', async () => {
    make(own);
    messages.fire({ type: 'ready' });
    await until(() => documents().length === 1);
    sourceChanged.fire();
    await sleep(120);
    fileChanged.fire();
    await until(() => documents().length === 2);
    assert.deepEqual(documents(), ['own.dropout.json', 'own.dropout.json']);
    messages.fire({ type: 'document', action: 'openAsText' });
    await until(() => acted.length === 1);
    assert.deepEqual(acted, ['openAsText']);
  });

  it('lets draw only a view that is on the screen and shows charts', async () => {
    const request = {
      type: 'drawChart',
      request: 1,
      chart: 'loss',
      format: 'svg',
      appearance: 'light',
    } as const;
    make();
    assert.equal(link.postToCharts(request), false, 'it has not said a word yet');
    messages.fire({ type: 'ready' });
    await until(() => documents().length === 1);
    assert.equal(link.postToCharts(request), true);
    link.dispose();
    assert.equal(link.postToCharts(request), false);
    make(undefined, false);
    messages.fire({ type: 'ready' });
    await until(() => documents().length === 1);
    assert.equal(link.postToCharts(request), false, 'the sidebar has no charts');
    link.dispose();
    make({ ...own, still: { experiment: experiment(), run: null } });
    messages.fire({ type: 'ready' });
    await until(() => documents().length === 1);
    assert.equal(link.postToCharts(request), false, 'a file beside the set-up’s shows another run');
  });
});
