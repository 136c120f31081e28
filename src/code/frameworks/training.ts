import { arg, type Family, under } from './types';

/** Trainers above PyTorch. */
export const lightning: Family = {
  packages: ['lightning', 'pytorch_lightning'],
  framework: 'lightning',
  spellings: [
    {
      names: ['lightning.Trainer', 'lightning.trainer.Trainer'],
      framework: 'lightning',
      args: [arg('epochs', 'max_epochs')],
    },
  ],
  modules: [{ names: ['lightning.LightningModule'], framework: 'lightning' }],
};

/** https://huggingface.co/docs/transformers/main_classes/trainer */
export const transformers: Family = {
  packages: ['transformers', 'peft', 'accelerate', 'trl', 'bitsandbytes'],
  framework: 'transformers',
  spellings: [
    {
      names: under('transformers', 'TrainingArguments Seq2SeqTrainingArguments').concat(
        under('trl', 'SFTConfig DPOConfig RewardConfig'),
      ),
      framework: 'transformers',
      args: [
        arg('learningRate', 'learning_rate'),
        arg('batchSize', 'per_device_train_batch_size|per_gpu_train_batch_size'),
        arg('epochs', 'num_train_epochs'),
        arg('weightDecay', 'weight_decay'),
      ],
      optimizerArgument: { names: ['optim'] },
    },
    {
      names: ['transformers.AdamW', ...under('bitsandbytes.optim', 'AdamW8bit AdamW PagedAdamW8bit')],
      framework: 'transformers',
      optimizer: 'adamw',
      args: [arg('learningRate', 'lr', 1, 0.001), arg('weightDecay', 'weight_decay')],
    },
    {
      names: ['bitsandbytes.optim.Adam8bit'],
      framework: 'transformers',
      optimizer: 'adam',
      args: [arg('learningRate', 'lr', 1, 0.001), arg('weightDecay', 'weight_decay')],
    },
  ],
};
