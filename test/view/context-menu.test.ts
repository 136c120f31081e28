import assert from 'node:assert/strict';
import { menuContext } from '../../webview/context-menu';

/** As much of an element as matters. */
const element = (fields: object): EventTarget => ({ dataset: {}, ...fields }) as unknown as EventTarget;
const host = element({ localName: 'dp-panel' });

describe('a context menu', () => {
  for (const [what, path] of [
    ['a slider', [element({ localName: 'input', type: 'range' })]],
    ['a checkbox', [element({ localName: 'input', type: 'checkbox' })]],
    ['a radio button', [element({ localName: 'input', type: 'radio' })]],
    ['a button', [element({ localName: 'span' }), element({ localName: 'button' })]],
    ['words', [element({ localName: 'p', isContentEditable: false })]],
    ['the network', [element({ localName: 'canvas' }), element({ localName: 'dp-network' })]],
    ['the page', []],
  ] as const)
    it(`over ${what} has no Cut, Copy and Paste`, () => {
      assert.deepEqual(menuContext([...path, host]), { preventDefaultContextMenuItems: true });
    });

  for (const [what, target] of [
    ['a number', { localName: 'input', type: 'number' }],
    ['a text', { localName: 'input', type: 'text' }],
    ['a field of no kind', { localName: 'input' }],
    ['a long text', { localName: 'textarea' }],
    ['text that can be edited', { localName: 'div', isContentEditable: true }],
  ] as const)
    it(`over ${what} keeps them`, () => {
      const path = [
        element({ localName: 'div' }),
        element(target),
        element({ localName: 'vscode-textfield' }),
        host,
      ];
      assert.deepEqual(menuContext(path), { preventDefaultContextMenuItems: false });
    });

  it('over a chart says which', () => {
    const chart = element({ localName: 'dp-chart', dataset: { chart: 'loss' } });
    assert.deepEqual(menuContext([element({ localName: 'canvas' }), chart, host, {} as EventTarget]), {
      preventDefaultContextMenuItems: true,
      webviewSection: 'chart',
      chart: 'loss',
    });
  });
});
