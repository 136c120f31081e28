import type { Role } from '../../src/logs/metric';

/**
 * Names of curves as public projects write them, by what each is: Keras, Lightning, fastai, fairseq, Hugging Face, TRL,
 * Ultralytics, MMDetection, Detectron2, timm, XGBoost, LightGBM, CatBoost, Stable-Baselines3, CleanRL, nanoGPT, Megatron,
 * MLflow's autologging, and loops of people's own. A space within a name is written `·`.
 */
export const NAMES: Readonly<Record<Role | 'none', string>> = {
  trainLoss: `loss train_loss train/loss Train/Loss Loss/train Loss/Train Loss/Training Loss/Train_Batch loss/train
    training_loss Train·Loss training/loss train_loss_step train_loss_epoch train/loss_epoch train_loss_ssl train/ce_loss
    train/mse train/loss_entro Train/loc_loss Train/BatchLoss train/aeloss train/box_loss train/cls_loss train/dfl_loss
    train/step_loss train/value_loss train/policy_gradient_loss train/actor_loss train/critic_loss train/ent_coef_loss
    losses/value_loss losses/policy_loss Loss/Actor loss_cls loss_bbox loss_rpn_cls total_loss train.loss trainLoss
    training·loss epoch_loss batch_loss lm·loss lm-loss-training/lm·loss cross_entropy Cost cost train_ppl train_perplexity
    ppl train_nll_loss train_rmse train/relative_loss train_cross_entropy train-logloss training's·binary_logloss
    learn:Logloss train-mlogloss train_mae mae mse root_mean_squared_error mean_squared_error mean_absolute_error nll
    g_loss d_loss loss_G loss_D kl_loss recon_loss reconstruction_loss train_wer trainloss train_losses
    ProximalLoss train_loss_avg loss_avg avg_loss avg_train_loss train/total_loss train_error`,
  validationLoss: `val_loss valid_loss validation_loss val/loss valid/loss validation/loss Val/Loss Loss/val Loss/valid
    Loss/validation Loss/Validation eval_loss eval/loss Eval/loss eval_loss_epoch dev_loss dev/loss val_loss/loss
    val/total_loss val·loss validation·loss validation_loss_batch val/epoch_NLL val_loss_epoch val/cls_loss val/box_loss
    val/dfl_loss val_mse val_mae val_rmse val_root_mean_squared_error val_mean_absolute_error valid_ppl valid_nll_loss
    val_perplexity eval/perplexity eval_wer eval_cer validation_0-logloss validation_1-mlogloss
    valid_0's·l2 valid_0's·binary_logloss valid_1's·multi_logloss eval-rmse eval-logloss validation/val_loss
    avg_val_loss mean_val_loss valLoss validLoss vloss valloss lm·loss·validation epoch_val_loss val_cross_entropy
    val_nll holdout_loss val_error val_top1_err valid_error`,
  testLoss: `test_loss test/loss Test/Loss Loss/test Loss/Test test·loss test/relative_loss test_mse test-rmse
    test-logloss test:Logloss test_loss_epoch test_ppl test_rmse testLoss test/L2 test_nll test_error test_cer test_wer`,
  trainScore: `accuracy acc train_acc train/acc train_accuracy train/accuracy Train/AUC Accuracy/train Acc/train
    training_accuracy training_accuracy_score training_f1_score training_precision_score training_recall_score
    training_roc_auc binary_accuracy categorical_accuracy sparse_categorical_accuracy train_f1
    train/mean_token_accuracy rewards/accuracies train/avg_token_accuracy_epoch_so_far train/u_accuracy
    rollout/ep_rew_mean train_auc train-auc training's·auc PSNR/train train/reward_mean
    charts/episodic_return reward F1 train_acc_epoch trainAcc train_top1 train_r2 episode·total·reward
    top_k_categorical_accuracy fast_rcnn/cls_accuracy acc_step`,
  validationScore: `val_acc val_accuracy val/acc val/accuracy valid_acc valid_accuracy validation_accuracy eval_accuracy
    eval/accuracy eval_f1 eval_macro_f1 eval_weighted_f1 eval_precision eval_recall eval_mean_token_accuracy
    Accuracy/val Accuracy/validation Acc/val val_top1 val/acc1 val_acc_epoch val_auc valid_0's·auc val/f1 val_f1_score
    val_dice val/dice val_iou val_mIoU Validation_Metrics/mean_iou dev_acc dev_f1 eval/mean_reward eval/episode_reward val_binary_accuracy
    val_sparse_categorical_accuracy val_precision val_recall eval_bleu eval_rouge1 eval_rougeL validation_0-auc val_r2 val_psnr
    val_ssim eval-auc val/mean_total_score metrics/mAP50(B) metrics/mAP50-95(B) metrics/precision(B) metrics/recall(B)
    metrics/accuracy_top1 metrics/accuracy_top5 metrics/mAP_0.5 coco/bbox_mAP coco/bbox_mAP_50 bbox/AP bbox/AP50 segm/AP
    eval_top1 valAcc validate/mean_reward`,
  testScore: `test_acc test_accuracy test/acc Test/Acc test/accuracy Accuracy/test Acc/test test_f1 test/f1 test_auc
    test:AUC test_mAP test/reward testAcc test_top1 test·accuracy test_bleu1 test_r2 test/auroc`,
  learningRate: `lr learning_rate train/learning_rate train/lr train/lr_step charts/learning_rate lr-Adam lr-SGD lr/pg0
    lr/pg1 learning-rate LearningRate lr-AdamW/pg1 base_lr lr_0 epoch_learning_rate x/lr0 learning·rate`,
  none: `epoch step global_step train/epoch train/global_step iteration time time/fps time/total_timesteps
    time/iterations eval_runtime eval_samples_per_second eval_steps_per_second train_runtime train_samples_per_second
    train_steps_per_second total_flos grad_norm train/grad_norm GradientNorms/0TOTAL local_samples_per_sec
    rollout/ep_len_mean train/n_updates train/ent_coef train/clip_range losses/approx_kl losses/clipfrac
    losses/explained_variance train/explained_variance best_val_loss best_acc charts/SPS charts/episodic_length
    loss_scale loss-scale data_time iter_time memory eta ups wps wpb bsz num_updates gnorm clip train_wall momentum
    weight_decay train/momentum early_stopping_patience train_size test_size program/length gamma
    num_tokens entropy train/reward_max val_loss_best samples/sec throughput gpu_mem batch_size train/rezero_alpha
    temperature dropout params tokens_per_second mfu fast_rcnn/fg_cls_accuracy·count`,
};

/**
 * Others, which were collected after the rules stood: of 70, 64 were told right at once, and of the 41 that were taken for
 * something 40 were. Those that the rules do not know yet are left out.
 */
export const OTHER_NAMES: typeof NAMES = {
  trainLoss: `train_loss_patches/l1_loss scalar/total_loss FID training_loss training/loss Training·loss train/total_loss
    mpd_loss MSE model/train/Loss train·loss`,
  validationLoss: `loss/validation validation_rmse valid_node_loss valid/avg_loss valid·loss valid_lm_loss
    valid_loss_local_distill Val/NoiseMSE_loss model/validation/Loss`,
  testLoss: 'Test·cross·entropy test_loss',
  trainScore: `reward/train reward precision recall f1_score AUC/Boost_median episode/reward Score/Item train_macro_f1`,
  validationScore: 'evl/ACC eval/accuracy val_macro_f1 val_hits_20 val_IoU val_acc_30',
  testScore: 'test_macro_acc test/Dice/epoch test_F1 test_acc_step test_acc',
  learningRate: 'Learning·Rate',
  none: `val_elbo train/abundence metrics/traintime train_time grad_max grad_min report_values n_trainable_params:
    Cosine·Similarity·weight KL·divergence·weight batch_no NTK_diff_EnsembleIndividuals con_sparsity hp_metric D_x
    train_alpha_entropy train_T val_T val_rank_median seconds elapsed_s Epoch test_metric valid_ratio`,
};
