/** Where each of our keys goes by other names, in frameworks and configurations: small letters, nothing between words. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'training.learningRate':
    'lr eta stepsize lr0 initlr initiallr baselr maxlr learningrateinit initiallearningrate learnrate',
  'training.batchSize': 'batch bs minibatch minibatchsize trainbatchsize perdevicetrainbatchsize batchsz',
  'training.epochs':
    'epoch nepoch nepochs nbepoch numepoch numepochs maxepoch maxepochs numtrainepochs maxiter iterations niter',
  'training.schedule': 'scheduler lrschedule lrscheduler lrschedulertype learningrateschedule lrdecay decay',
  'training.optimizer': 'optim opt optimiser solver algorithm type',
  'training.weightDecay': 'wd l2 l2reg l2penalty l2regularization regl2 kernelregularizer',
  'training.l1': 'l1reg l1penalty l1regularization regl1',
  'training.loss': 'lossfn lossfunction criterion objective cost',
  'training.huberDelta': 'delta huberbeta smoothl1beta',
  'training.labelSmoothing': 'smoothing labelsmoothingfactor smoothlabels',
  'training.inputNoise': 'noisestd noisestddev gaussiannoise inputnoisestd sigmanoise noisesigma',
  'training.mixup': 'mixupalpha alphamixup',
  'training.dropConnect': 'dropconnectrate dropconnectratio dropconnectprob weightdropout weightdrop',
  'training.clipNorm':
    'gradclip clipgradnorm maxgradnorm gradientclipval globalclipnorm clipgradient gradientclipping',
  'training.clipValue': 'clipgradvalue gradientclipvalue',
  'training.maxNorm': 'maxnormconstraint kernelconstraint maxweightnorm',
  'training.earlyStopping': 'patience earlystop earlystoppingpatience niternochange',
  'training.minDelta': 'tol mindelta earlystoppingmindelta earlystoppingthreshold',
  'training.restoreBest': 'restorebestweights savebest bestweights',
  'training.evaluateEvery': 'evalevery evalinterval evaluationinterval validationfreq',
  'training.beta1': 'b1 betas',
  'training.beta2': 'b2',
  'training.epsilon': 'eps adamepsilon',
  'training.rho': 'smoothingconstant',
  'training.momentum': 'mom sgdmomentum',
  'network.hidden':
    'hiddenlayers hiddenlayersizes hiddensizes hiddensize hiddendim hiddendims hiddenunits nhidden numhidden layers layersizes units neurons widths width architecture arch',
  'network.activation': 'act actfn activationfn activationfunction nonlinearity hiddenactivation',
  'network.init': 'initializer initialization kernelinitializer weightinit weightinitialization initmethod',
  'network.normalization':
    'norm normalisation batchnorm bn batchnormalization layernorm ln usebn usebatchnorm',
  'dropout.ratio':
    'rate p dropoutrate dropoutratio droprate dropprob dropoutprob dropoutp pdrop pdropout probability dropoutprobability drop prob',
  'dropout.rule': 'variant mode type',
  'dropout.placement.input': 'inputdropout dropoutinput inputdropoutratio',
  'dropout.placement.hidden': 'hiddendropout dropouthidden hiddendropoutratio where',
  'dropout.placement.output': 'outputdropout dropoutoutput',
  'data.source': 'dataset datasetname datatype type kind name',
  'data.file': 'path filename filepath csv csvfile csvpath datafile url',
  'data.target':
    'targetcolumn targetcol label labelcolumn labelcol ycolumn ycol y outcome response classcolumn',
  'data.train': 'trainsize trainrows ntrain numtrain nsamples numsamples samples trainingsamples n',
  'data.test': 'testsize testsplit testrows ntest numtest testfraction holdout',
  'data.validation':
    'val valid validationsplit valsplit valsize validationsize validationfraction valfraction',
  'data.folds': 'kfold kfolds cv nsplits nfolds numfolds k',
  'data.testFile': 'testpath testcsv testdata',
  'data.delimiter': 'sep separator delim fieldseparator',
  'data.decimal': 'decimalmark decimalseparator decimalpoint dec',
  'data.header': 'hasheader headers firstrow',
  'data.missing': 'navalues nastrings nullvalues missingvalues na nan nullvalue',
  'data.columns':
    'dtype dtypes usecols dropcolumns dropcols ignore ignorecolumns exclude categorical leaveout coltypes columntypes',
  'data.unlabeled': 'dropna unlabelled missingtarget',
  'data.noise': 'std sigma stddev noiselevel',
  seed: 'randomstate randomseed manualseed rngseed rng seedvalue',
  seeds: 'nseeds numseeds runs nruns repeats repetitions trials',
  baseline: 'compare control withoutdropout',
};

/** What other people's names of a key are held against. */
export const plainName = (key: string): string => key.toLowerCase().replace(/[^a-z0-9]/g, '');

/** By a plain name the paths that it may mean, the likeliest first. */
const homes = new Map<string, string[]>();
for (const [path, names] of Object.entries(OTHER_NAMES))
  for (const name of names.split(' ')) homes.set(name, [...(homes.get(name) ?? []), path]);

/** What is kept, not what is dropped. */
const KEPT = new Set('keep keepprob keepratio keeprate keepprobability pkeep retain retainprob'.split(' '));

/** Words that mean something only in the section of their path. */
const VAGUE = new Set('type kind name mode variant n k y where ignore na decay'.split(' '));

/** The path of our key that a name of another framework means. `within`: the section that it stands in. */
export function meantBy(name: string, within: string): string | undefined {
  const plain = plainName(name);
  if (KEPT.has(plain)) return 'dropout.ratio';
  const paths = homes.get(plain) ?? [];
  return paths.find((path) => path.startsWith(`${within}.`)) ?? (VAGUE.has(plain) ? undefined : paths[0]);
}

/** Whether a name says how many are kept. */
export const isKept = (name: string): boolean => KEPT.has(plainName(name));
