import assert from 'node:assert/strict';
import { undoKey } from '../../webview/undo';

describe('keys of undo', () => {
  const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
  for (const [keys, means] of [
    [{ key: 'z', ctrlKey: true }, 'undo'],
    [{ key: 'z', metaKey: true }, 'undo'],
    [{ key: 'Z', ctrlKey: true, shiftKey: true }, 'redo'],
    [{ key: 'y', ctrlKey: true }, 'redo'],
    [{ key: 'z' }, undefined],
    [{ key: 'z', ctrlKey: true, altKey: true }, undefined],
    [{ key: 'x', ctrlKey: true }, undefined],
  ] as const)
    it(`${JSON.stringify(keys)} → ${means}`, () => assert.equal(undoKey({ ...none, ...keys }), means));
});
