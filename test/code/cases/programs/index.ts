import type { Case } from '../case';
import { commandLines } from './command-lines';
import { dictionaries } from './dictionaries';
import { fileTexts } from './files';
import { inheritance } from './inheritance';
import { kerasPrograms } from './keras';
import { layerPrograms } from './layers';
import { nothingBesideNetworks } from './nothing-beside-networks';
import { nothingElsewhere } from './nothing-elsewhere';
import { nothingInFiles } from './nothing-in-files';
import { nothingInScience } from './nothing-in-science';
import { optimizerPrograms } from './optimizers';
import { records } from './records';
import { tensorPrograms } from './tensorflow-jax';
import { trainerPrograms } from './trainers';

/** Short programs as people write them: whole imports, classes, comments. Written before the scanner was run on them. */
export const programs: Readonly<Record<string, readonly Case[]>> = {
  'programs: layers': layerPrograms,
  'programs: optimizers': optimizerPrograms,
  'programs: options': commandLines,
  'programs: records': records,
  'programs: dictionaries': dictionaries,
  'programs: inheritance': inheritance,
  'programs: trainers': trainerPrograms,
  'programs: Keras': kerasPrograms,
  'programs: TensorFlow, JAX': tensorPrograms,
  'programs: files': fileTexts,
  'programs: nothing beside networks': nothingBesideNetworks,
  'programs: nothing in files': nothingInFiles,
  'programs: nothing in science': nothingInScience,
  'programs: nothing elsewhere': nothingElsewhere,
};
