import { cosTurn, sinTurn } from '../elementary';
import { real } from '../params';
import { sampleCounts } from './counts';
import { generator } from './generator';
import { classesInPlane } from './plane';

const DISC = 0.6;
const RING = { from: 0.84, to: 1.2 };

export const circles = generator({
  id: 'circles',
  title: 'Circles',
  description: 'A disc inside a ring.',
  params: {
    ...sampleCounts({ train: 100, validation: 200, test: 500 }),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of the noise on each coordinate.',
      default: 0.25,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  generate: (params, stream) =>
    classesInPlane(['disc', 'ring'], params, stream, (label) => {
      const turn = stream.uniform();
      // The square root makes the density uniform over the disc.
      const u = stream.uniform();
      const radius = label === 0 ? DISC * Math.sqrt(u) : RING.from + (RING.to - RING.from) * u;
      return [radius * cosTurn(turn), radius * sinTurn(turn)];
    }),
});
