import { found, never } from './case';

/** scikit-learn, skorch, Lightning, Transformers. */
export const trainers = [
  found(
    'a perceptron',
    "from sklearn.neural_network import MLPClassifier\nc = MLPClassifier(hidden_layer_sizes=(50,), solver='sgd', learning_rate_init=0.01, learning_rate='constant', max_iter=300, batch_size=16, momentum=0.8, alpha=1e-4)",
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
    'epochs 300 «300»',
    'batchSize 16 «16»',
    'momentum 0.8 «0.8»',
    'weightDecay 0.0001 «1e-4»',
  ),
  found(
    'a perceptron that predicts numbers',
    'import sklearn.neural_network as nn\nr = nn.MLPRegressor(learning_rate_init=5e-3)',
    'learningRate 0.005 «5e-3»',
  ),
  found(
    'a linear model',
    "from sklearn.linear_model import SGDClassifier\nc = SGDClassifier(learning_rate='constant', eta0=0.1)",
    'learningRate 0.1 «0.1»',
  ),
  found(
    'skorch',
    'from skorch import NeuralNetClassifier\nn = NeuralNetClassifier(Net, lr=0.1, max_epochs=20, batch_size=64, module__dropout=0.5, optimizer__momentum=0.9)',
    'learningRate 0.1 «0.1»',
    'epochs 20 «20»',
    'batchSize 64 «64»',
    'dropout 0.5 «0.5»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'Lightning',
    'import pytorch_lightning as pl\nt = pl.Trainer(max_epochs=5, gradient_clip_val=0.5)',
    'epochs 5 «5»',
  ),
  found('Lightning 2', 'import lightning as L\nt = L.Trainer(max_epochs=7)', 'epochs 7 «7»'),
  found(
    'Lightning, by its full name',
    'from lightning.pytorch import Trainer\nt = Trainer(max_epochs=9)',
    'epochs 9 «9»',
  ),
  found(
    'saved hyperparameters',
    'import torch, pytorch_lightning as pl\nclass M(pl.LightningModule):\n    def __init__(self, lr=2e-3, drop=0.1):\n        super().__init__()\n        self.save_hyperparameters()\n        self.d = torch.nn.Dropout(self.hparams.drop)\n    def configure_optimizers(self):\n        return torch.optim.Adam(self.parameters(), lr=self.hparams.lr)',
    'dropout 0.1 «0.1»',
    'optimizer adam',
    'learningRate 0.002 «2e-3»',
  ),
  found(
    'Transformers',
    "from transformers import TrainingArguments\na = TrainingArguments(output_dir='o', learning_rate=2e-5, per_device_train_batch_size=16, per_device_eval_batch_size=32, num_train_epochs=3, weight_decay=0.01)",
    'learningRate 0.00002 «2e-5»',
    'batchSize 16 «16»',
    'epochs 3 «3»',
    'weightDecay 0.01 «0.01»',
  ),
  found(
    'a configuration of Transformers',
    'from transformers import BertConfig\nc = BertConfig(hidden_dropout_prob=0.2)',
    'dropout 0.2 «0.2»',
  ),
  found(
    'LoRA',
    'from peft import LoraConfig\nc = LoraConfig(r=8, lora_alpha=16, lora_dropout=0.05)',
    'dropout 0.05 «0.05»',
  ),
  never(
    'a learning rate that is a word',
    "from sklearn.neural_network import MLPClassifier\nc = MLPClassifier(learning_rate='adaptive')",
  ),
  never(
    'boosted trees',
    'from sklearn.ensemble import GradientBoostingClassifier\ng = GradientBoostingClassifier(learning_rate=0.1, n_estimators=100)',
  ),
  never(
    'a size that is a word',
    "from sklearn.neural_network import MLPClassifier\nc = MLPClassifier(batch_size='auto', random_state=1)",
  ),
  never(
    'the share of a split',
    'from sklearn.model_selection import train_test_split\na, b = train_test_split(x, test_size=0.2)',
  ),
  never(
    'another regularization',
    'from sklearn.linear_model import Ridge, LogisticRegression\nr = Ridge(alpha=0.5)\nl = LogisticRegression(max_iter=100)',
  ),
  never(
    'the share of checks',
    'import pytorch_lightning as pl\nt = pl.Trainer(val_check_interval=0.25, limit_train_batches=0.1)',
  ),
  never(
    'patience',
    'from lightning.pytorch.callbacks import EarlyStopping\ne = EarlyStopping(patience=3, min_delta=0.01)',
  ),
  never(
    'warm-up',
    "from transformers import TrainingArguments\na = TrainingArguments('o', warmup_ratio=0.1, max_grad_norm=0.5)",
  ),
];
