import assert from 'node:assert/strict';
import { fuzz, grow } from './driver';
import { targets } from './targets';

/** A few for every run of the tests; `npm run fuzz` for many. */
const INPUTS = 100;
/** What is quadratic takes long enough to be seen from here on. */
const LARGEST = 8192;
const OPTIONS = { inputs: INPUTS, seed: 20_261_128, pumped: LARGEST };

for (const target of targets)
  describe(`fuzz: ${target.name}`, function () {
    this.timeout(600_000);

    it('ends in a result or a refusal, whatever the input', async () => {
      const { inputs, accepted, refused } = await fuzz(target, OPTIONS);
      assert.equal(accepted + refused, inputs);
    });

    for (const shape of Object.keys(target.grow ?? {}))
      it(`takes no longer than its size allows: ${shape}`, async () => {
        assert.ok((await grow(target, shape, LARGEST)) > 0);
      });
  });
