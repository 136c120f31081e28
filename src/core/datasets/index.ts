import { circles } from './circles';
import { digits } from './digits';
import { dominantFeature } from './dominant-feature';
import { gaussians } from './gaussians';
import { moons } from './moons';
import { spiral } from './spiral';
import { surface } from './surface';
import { xor } from './xor';

/** All generated data sets; the first is the default. */
export const generators = [moons, circles, xor, gaussians, spiral, surface, dominantFeature, digits] as const;

export type GeneratorId = (typeof generators)[number]['id'];
