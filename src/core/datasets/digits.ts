import { greatest } from '../lists';
import { real } from '../params';
import { assemble } from './assemble';
import { sampleCounts } from './counts';
import { Hand } from './digits/hand';
import { OUTLINES } from './digits/outline';
import { drawLines, SIDE } from './digits/pen';
import { generator } from './generator';

const PIXELS = SIDE * SIDE;
const image = { width: SIDE, height: SIDE };
const outputNames = OUTLINES.map((_, digit) => String(digit));
const featureNames = Array.from(
  { length: PIXELS },
  (_, i) => `row ${Math.floor(i / SIDE) + 1}, column ${(i % SIDE) + 1}`,
);
const longest = greatest(OUTLINES.flat().map((segments) => segments.length));

export const digits = generator({
  id: 'digits',
  title: 'Digits',
  description:
    'Drawn 28×28 digits: stroke skeletons under random affine, thickness, elastic and pixel noise.',
  params: {
    ...sampleCounts({ train: 300, validation: 300, test: 1000 }, 20_000),
    noise: real({
      title: 'Noise',
      description: 'Standard deviation of the noise on each pixel.',
      default: 0.2,
      min: 0,
      max: 1,
      step: 0.01,
    }),
    distortion: real({
      title: 'Distortion',
      description: 'How much slant, size, place, thickness and shape vary; 1 is usual.',
      default: 1,
      min: 0,
      max: 2,
      step: 0.05,
    }),
  },
  generate(params, stream) {
    const hand = new Hand();
    const lines = new Float64Array(longest);
    return assemble(
      { task: 'classification', featureNames, outputNames, image },
      params,
      (x, offset, index) => {
        const digit = index % OUTLINES.length;
        const segments = OUTLINES[digit]![stream.below(OUTLINES[digit]!.length)];
        hand.next(stream, params.distortion);
        hand.write(segments!, lines);
        drawLines(lines, segments!.length, hand.radius, x, offset);
        for (let i = offset; i < offset + PIXELS; i++) {
          x[i] = Math.min(Math.max(x[i]! + params.noise * stream.normal(), 0), 1);
        }
        return digit;
      },
    );
  },
});
