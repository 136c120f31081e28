import { type Argument, arg, type Family, type MethodSpelling, type Spelling, under } from './types';

/** fastai: signatures at https://docs.fast.ai/learner.html, …/vision.learner.html, …/callback.schedule.html. */
const framework = 'fastai';
const packages = ['fastai', 'fastai2', 'fastbook'];

const rate = arg('learningRate', 'lr');
const decay = arg('weightDecay', 'wd');

function optimizer(name: string, id: string): Spelling {
  const args = [arg('learningRate', 'lr', 1), arg('momentum', 'mom', 2), decay];
  return { names: under('fastai', name), framework, optimizer: id, args };
}

function learner(names: string, ...more: Argument[]): Spelling {
  return {
    names: under('fastai', names),
    framework,
    args: [...more, rate, decay],
    optimizerArgument: { names: ['opt_func'] },
  };
}

/** `n_epoch` comes first, the rate second. */
function training(name: string, epochs: string, lr: string, ...requires: string[]): MethodSpelling {
  return {
    names: [name],
    framework,
    packages,
    requires,
    args: [arg('epochs', epochs, 0), arg('learningRate', lr, 1), decay],
  };
}

const ofLoaders = 'from_folder from_df from_csv from_dsets from_lists from_dblock from_path_func';
const ofPictures = `${ofLoaders} from_path_re from_name_func from_name_re from_label_func from_lambda`;
const loaders = ['ImageDataLoaders', 'SegmentationDataLoaders', 'TabularDataLoaders', 'TextDataLoaders']
  .concat('CollabDataLoaders', 'DataLoaders')
  .map((name) => `fastai.${name}`);

export const fastai: Family = {
  packages,
  framework,
  spellings: [
    learner('vision_learner cnn_learner', arg('dropout', 'ps')),
    learner('unet_learner tabular_learner collab_learner text_classifier_learner language_model_learner'),
    { ...learner('Learner'), args: [arg('learningRate', 'lr', 4), decay] },
    {
      names: ['fastai.tabular_config'],
      framework,
      args: [arg('dropout', 'ps'), arg('dropout', 'embed_p')],
    },
    optimizer('Adam', 'adam'),
    optimizer('SGD', 'sgd'),
    optimizer('RMSProp', 'rmsprop'),
    optimizer('RAdam', 'radam'),
    optimizer('Lamb', 'lamb'),
    optimizer('ranger', 'ranger'),
    {
      names: loaders.flatMap((name) => under(name, ofPictures)),
      framework,
      args: [arg('batchSize', 'bs')],
    },
    { names: ['fastai.DataLoader', 'fastai.TfmdDL'], framework, args: [arg('batchSize', 'bs', 1)] },
  ],
  methods: [
    // Half of all libraries have a `fit`.
    training('fit', 'n_epoch', 'lr', 'n_epoch', 'lr', 'wd'),
    training('fit_one_cycle', 'n_epoch', 'lr_max'),
    training('fit_flat_cos', 'n_epoch', 'lr'),
    training('fine_tune', 'epochs', 'base_lr'),
    { names: ['dataloaders'], framework, packages, requires: [], args: [arg('batchSize', 'bs')] },
  ],
  exports: {
    nn: 'torch.nn',
    F: 'torch.nn.functional',
    torch: 'torch',
    partial: 'functools.partial',
    ...Object.fromEntries(loaders.map((name) => [name.slice('fastai.'.length), name])),
  },
};
