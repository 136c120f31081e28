// Multiplies every limit that mocha keeps, whoever sets it, by the slowness of the machine; for mocha's `--require`.
import Mocha from 'mocha';
import { patience } from './patience';

const { prototype } = Mocha.Runnable;
const timeout: (this: Mocha.Runnable, ...limit: (string | number)[]) => unknown = prototype.timeout;

Object.assign(prototype, {
  timeout(this: Mocha.Runnable, ...limit: (string | number)[]) {
    return timeout.apply(
      this,
      limit.map((one) => (typeof one === 'number' ? patience(one) : one)),
    );
  },
});
