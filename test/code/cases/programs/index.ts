import type { Case } from '../case';
import { commandLines } from './command-lines';
import { configurations } from './configurations';
import { dictionaries } from './dictionaries';
import { fileTexts } from './files';
import { inheritance } from './inheritance';
import { kerasPrograms } from './keras';
import { layerPrograms } from './layers';
import { nothingBesideNetworks } from './nothing-beside-networks';
import { nothingElsewhere } from './nothing-elsewhere';
import { nothingInFiles } from './nothing-in-files';
import { nothingInLayers } from './nothing-in-layers';
import { nothingInScience } from './nothing-in-science';
import { nothingInServices } from './nothing-in-services';
import { optimizerPrograms } from './optimizers';
import { records } from './records';
import { scopes } from './scopes';
import { syntax } from './syntax';
import { tensorPrograms } from './tensorflow-jax';
import { trainerPrograms } from './trainers';

/** Short programs as people write them: whole imports, classes, comments. Written before the scanner was run on them. */
export const programs: Readonly<Record<string, readonly Case[]>> = {
  'programs: layers': layerPrograms,
  'programs: optimizers': optimizerPrograms,
  'programs: scopes': scopes,
  'programs: syntax': syntax,
  'programs: options': commandLines,
  'programs: records': records,
  'programs: dictionaries': dictionaries,
  'programs: inheritance': inheritance,
  'programs: trainers': trainerPrograms,
  'programs: Keras': kerasPrograms,
  'programs: TensorFlow, JAX': tensorPrograms,
  'programs: configurations': configurations,
  'programs: files': fileTexts,
  'programs: nothing beside networks': nothingBesideNetworks,
  'programs: nothing in layers': nothingInLayers,
  'programs: nothing in files': nothingInFiles,
  'programs: nothing in science': nothingInScience,
  'programs: nothing in services': nothingInServices,
  'programs: nothing elsewhere': nothingElsewhere,
};
