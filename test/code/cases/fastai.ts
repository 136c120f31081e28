import { found, never } from './case';

const star = 'from fastai.vision.all import *\n';

/** https://docs.fast.ai */
export const fastai = [
  found(
    'a vision learner',
    `${star}dls = ImageDataLoaders.from_folder(path, bs=32, item_tfms=Resize(480))\nlearn = vision_learner(dls, resnet34, metrics=error_rate, ps=0.3, wd=0.1)\nlearn.fine_tune(3, 0.01)`,
    'batchSize 32 «32»',
    'dropout 0.3 «0.3»',
    'weightDecay 0.1 «0.1»',
    'epochs 3 «3»',
    'learningRate 0.01 «0.01»',
  ),
  found(
    'one cycle',
    `${star}learn = cnn_learner(dls, resnet18)\nlearn.fit_one_cycle(5, 3e-3, wd=1e-2)\nlearn.fit_one_cycle(2, lr_max=1e-4)`,
    'epochs 5 «5»',
    'learningRate 0.003 «3e-3»',
    'weightDecay 0.01 «1e-2»',
    'epochs 2 «2»',
    'learningRate 0.0001 «1e-4»',
  ),
  found(
    'a tabular learner',
    'from fastai.tabular.all import *\ndls = TabularDataLoaders.from_csv(path, y_names="y", bs=1024)\nlearn = tabular_learner(dls, layers=[10, 10], config=tabular_config(ps=0.2, embed_p=0.04))\nlearn.fit(16, lr=0.03)',
    'batchSize 1024 «1024»',
    'dropout 0.2 «0.2»',
    'dropout 0.04 «0.04»',
    'epochs 16 «16»',
    'learningRate 0.03 «0.03»',
  ),
  found(
    'a learner with an optimizer',
    `${star}learn = Learner(dls, model, opt_func=SGD, lr=0.1)\nlearn.fit(epochs := 4)`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'epochs 4 «4»',
  ),
  found(
    'an optimizer given in part',
    `${star}learn = Learner(dls, model, opt_func=partial(SGD, mom=0.8))`,
    'optimizer sgd',
    'momentum 0.8 «0.8»',
  ),
  found(
    'data blocks and loaders',
    `${star}dls = DataBlock(blocks=(ImageBlock, CategoryBlock)).dataloaders(path, bs=8)\ndl = DataLoader(ds, 16)\nboth = DataLoaders.from_dsets(train, valid, bs=64)`,
    'batchSize 8 «8»',
    'batchSize 16 «16»',
    'batchSize 64 «64»',
  ),
  found(
    'what a star import brings of PyTorch',
    `${star}net = nn.Sequential(nn.Linear(784, 30), nn.ReLU(), nn.Dropout(0.25))\ny = F.dropout(x, 0.1)\no = torch.optim.Adam(net.parameters(), lr=1e-3)`,
    'dropout 0.25 «0.25»',
    'dropout 0.1 «0.1»',
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'imports by name',
    'from fastai.learner import Learner\nfrom fastai.optimizer import RMSProp\nfrom fastai.vision.learner import unet_learner\nl = Learner(dls, m, opt_func=RMSProp)\nu = unet_learner(dls, resnet34, lr=1e-4)',
    'optimizer rmsprop',
    'learningRate 0.0001 «1e-4»',
  ),
  found(
    'fastbook',
    'from fastbook import *\nlearn = cnn_learner(dls, resnet18)\nlearn.fine_tune(2, base_lr=3e-3)',
    'epochs 2 «2»',
    'learningRate 0.003 «3e-3»',
  ),
  found(
    'a learner from elsewhere',
    `${star}def train(learn, epochs=3):\n    learn.fit_one_cycle(epochs, 1e-3)`,
    'epochs 3 «3»',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'text',
    'from fastai.text.all import *\ndls = TextDataLoaders.from_folder(path, valid="test", bs=128)\nlearn = text_classifier_learner(dls, AWD_LSTM, drop_mult=0.5)\nlearn.fit_flat_cos(4, 1e-2)',
    'batchSize 128 «128»',
    'epochs 4 «4»',
    'learningRate 0.01 «1e-2»',
  ),
  found(
    'a range of rates',
    `${star}learn = vision_learner(dls, resnet34)\nlearn.fit_one_cycle(6, lr_max=slice(1e-5, 1e-3))`,
    'epochs 6 «6»',
    'learningRate ? (computed by slice(1e-5, 1e-3))',
  ),
  found(
    'collaborative filtering',
    'from fastai.collab import *\ndls = CollabDataLoaders.from_df(ratings, bs=64)\nlearn = collab_learner(dls, n_factors=50, y_range=(0, 5.5))\nlearn.fit_one_cycle(5, 5e-3, wd=0.1)',
    'batchSize 64 «64»',
    'epochs 5 «5»',
    'learningRate 0.005 «5e-3»',
    'weightDecay 0.1 «0.1»',
  ),
  never('a learner alone', `${star}learn = vision_learner(dls, resnet34, metrics=accuracy)`),
  never(
    'the search for a rate',
    `${star}learn = vision_learner(dls, resnet34)\nlearn.lr_find(start_lr=1e-7, end_lr=10)`,
  ),
  never(
    'what is predicted',
    `${star}learn = load_learner("export.pkl")\nlearn.predict(img)\nlearn.get_preds(dl=dl)`,
  ),
  never(
    'sizes of pictures',
    `${star}tfms = aug_transforms(size=224, min_scale=0.75, max_rotate=10.0)\nitem = Resize(460, method="squish")`,
  ),
  never('a share that is held out', `${star}splitter = RandomSplitter(valid_pct=0.2, seed=42)`),
  never('labels', `${star}loss = LabelSmoothingCrossEntropy(eps=0.1)`),
  never('mixed pictures', `${star}cb = MixUp(0.4)\ncutmix = CutMix(1.0)`),
  never(
    'stopping early',
    `${star}cb = EarlyStoppingCallback(monitor="valid_loss", min_delta=0.01, patience=3)`,
  ),
  never(
    'freezing',
    `${star}learn = vision_learner(dls, resnet34)\nlearn.freeze()\nlearn.unfreeze()\nlearn.freeze_to(-2)`,
  ),
  never(
    'a fit of another object',
    `${star}from sklearn.ensemble import RandomForestClassifier\nm = RandomForestClassifier(100)\nm.fit(xs, y)`,
  ),
  never('no star import', 'from fastai import tabular\nnn.Dropout(0.5)'),
  never('a local name over the star import', `${star}nn = build()\nnn.Dropout(0.5)`),
  never(
    'a multiplier of ratios',
    'from fastai.text.all import *\nlearn = language_model_learner(dls, AWD_LSTM, drop_mult=0.3)',
  ),
  never('a page of the library', `# ${star}learn = 1`),
];
