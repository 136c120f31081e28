import { version } from '../../package.json';
import { parseArguments, refuseEmpty, refuseOthers } from './arguments';
import { compareCommand } from './compare';
import { figuresCommand } from './figures';
import { InputError, type Io, UsageError } from './io';
import { logsCommand } from './logs';
import { rangeCommand } from './lr-range';
import { runCommand } from './run';
import { studyCommand } from './study';
import { ownArguments } from './try-arguments';

const HELP = `Dropout Playground ${version}: the same trainer without VS Code

  dropout-playground run FILE|-  [--json] [--baseline] [--seeds N]
      Trains the experiment in FILE (or from standard input) and prints its progress.
      --json       one JSON object a line: every evaluated epoch, then the result
      --baseline   also trains its twin without dropout
      --seeds N    repeats with the next seeds
      --report OUT.md
                   also writes a report: settings, results, verdict, how to get the same again, and
                   its charts as SVG files beside it
      --single-file
                   puts the charts into the report itself
      --threads N  uses N processor cores at the most; left out, or 0: all. The numbers do not depend on it

  dropout-playground compare FILE [FILE…]  [--fair] [--json] [--trials N] [--seeds N] [--fresh N]
      Compares an experiment with its twin without dropout, or the first of several with each of the others
      --fair       each side first tunes its learning rate on validation losses; without it, the sides are
                   compared at their own
      --regularizers
                   compares the experiment without any regularization with each of dropout, weight decay, max-norm,
                   batch normalization, early stopping, input noise, DropConnect and mixup alone; each side tunes
                   its learning rate and its own strength, and its time is measured
      --trials N   learning rates, or settings, that each side tries (12, of regularizers 24)
      --seeds N    seeds that each of them is tried on (3)
      --fresh N    seeds that the sides are compared on, which no search has seen (10)
      --json       one JSON object a line: every trial, every fresh training, then the answer

  dropout-playground study FILE|-  [--json] [--workers N | --queue URL] [--journal FILE.log] [--sampler NAME]
      [--report OUT.md [--single-file]]
      Searches for the best values of the settings that the experiment's "study" names, and trains the best
      trial on fresh seeds
      --workers N  trainings at the same time at the most; left out, or 0: one a core. The trials do not depend on it
      --journal F  keeps the study as an Optuna journal, and goes on with it where it exists. Trials that other programs
                   add to it meanwhile are taken in
      --name N     the study's name in the journal; left out: the experiment's, or its file's
      --sampler S  who proposes the trials, in place of the file's sampler: tpe, sobol, random, grid, or optuna: your own
                   Optuna does, by the lines of Python that are printed; its trials are trained here, until there are as
                   many as the study may have
      --queue URL  trained by the machines that have joined this queue (see worker), to the same trials
      --password-file F
                   with --queue: as of a worker
      --verify N   with --queue: per cent of the trainings that are also run here and compared bit by bit (2). A machine
                   that differs is put aside, and what it trained is done again
      --report F   writes what the study came to as Markdown, its plots as SVG beside it; --single-file: in it
      --json       one JSON object a line: with optuna first the lines of Python; every training of a trial; then the answer

  dropout-playground worker --queue redis://…|postgres://…  [--json] [--threads N] [--max-cost N]
      Trains what studies put into a queue of Redis or PostgreSQL, on as many machines as have joined it, until it is
      interrupted. No code travels, and nothing that comes is trusted
      --queue URL  left out: DROPOUT_PLAYGROUND_QUEUE. rediss:// and postgres://…?sslmode=verify-full are encrypted;
                   NODE_EXTRA_CA_CERTS=FILE names an authority of your own
      --password-file F
                   its first line is the password; - asks for it. Left out: DROPOUT_PLAYGROUND_QUEUE_PASSWORD, or
                   the one in the URL
      --threads N  trainings at the same time; left out, or 0: one a core
      --max-cost N epochs × parameters × training rows that a training may have (1e13)
      --cache DIR  where data files are kept that have travelled, 2 GB at the most (~/.cache/dropout-playground/data)
      --json       one JSON object a line

  dropout-playground lr-range FILE|-  [--json] [--seeds N] [--workers N]
      Finds a learning rate: trains a few steps with a rate that rises with each, on several seeds, and suggests
      one where the seeds agree
      --seeds N    seeds that are tested (8)
      --workers N  seeds at the same time at the most; left out, or 0: one a core
      --json       one JSON object a line: every step of a seed, what its curve shows, then the answer

  dropout-playground try SCRIPT.py --set NAME=VALUE,VALUE… [--seeds N] [--workers N] [--python P] [--json] [-- ARGUMENT…]
      Runs a training script of your own once for each value and seed, and compares what its trials end with. No file
      is changed. What follows -- are the script's own arguments
      --set        what varies: a name in the script or in what it uses (DROP=0,0.2,0.5), a kind of hyperparameter
                   (dropout=…, learningRate=…), a line (model.py:12=…), a key of a configuration file
                   (config.yaml:model.dropout=…), or an option (--set=--lr=…); START:END:STEP is a range. Given
                   several times: all combinations
      --seeds N    seeds that each is tried on (3): where the script sets its own, that is changed
      --workers N  trials at the same time (1); 0: one a core
      --python P   the interpreter (python3)
      --read       which number of the output is what, where nothing is recognized: a role and a line up to the number
                   (--read "validationLoss=fold 3: held out 0.41"). It is read from every line like that one
      --json       one JSON object a line: every metric, every trial, then the answer

  dropout-playground scan PATH…  [--json] [--hints] [--models]
      Finds dropout ratios, learning rates and other hyperparameters in source code.
      --json       one JSON object a line
      --hints      also prints probable mistakes with dropout, and exits with 1 where there are any
      --models     also prints each model that a file trains as an experiment, and what of it cannot be taken over

  dropout-playground logs PATH…  [--follow] [--json]
      Reads what trainings have logged: TensorBoard, CSV, Hugging Face, MLflow, W&B offline, saved output
      --follow     goes on reading while they grow, until it is interrupted
      --json       one JSON object a line: every metric, every training, then the answer

  dropout-playground figures [ID…]  [--json]
      Measures published results anew, beside the papers' numbers, and says whether their shape holds: those that
      take seconds, or the ones that are named (drop-ratio takes minutes)
      --json       one JSON object a line for each

  dropout-playground --help | --version

Exit status: 0; 2 for arguments, an experiment or a data file that cannot be used, or too little memory; 1 when a run
fails on the way or something cannot be written, scan --hints has hints, or the
shape of a figure does not hold; 128 and the signal's number (130 for Ctrl+C, 143, 129) when a run was
stopped. A run that diverges is a result.
The first signal stops a run, which then reports what was trained until then; the second ends it at once.
`;

/** Runs the command line; resolves to the exit status. Never rejects. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    io.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    if (error instanceof UsageError) io.stderr.write('See dropout-playground --help.\n');
    return error instanceof UsageError || error instanceof InputError ? 2 : 1;
  }
}

async function dispatch(args: readonly string[], io: Io): Promise<number> {
  const { ours, scripts } = ownArguments(args);
  const { values, positionals } = parseArguments(ours);
  const [command, ...paths] = positionals;
  refuseEmpty(paths);
  if (values.version) io.stdout.write(`${version}\n`);
  else if (values.help || command === undefined) io.stdout.write(HELP);
  else if (command === 'run') {
    refuseOthers('run', values, ['json', 'baseline', 'seeds', 'report', 'single-file', 'threads']);
    return runCommand(paths, values, io);
  } else if (command === 'compare') {
    refuseOthers('compare', values, ['fair', 'regularizers', 'json', 'trials', 'seeds', 'fresh', 'threads']);
    return compareCommand(paths, values, io);
  } else if (command === 'study') {
    refuseOthers('study', values, [
      ...[
        'json',
        'workers',
        'journal',
        'name',
        'sampler',
        'queue',
        'password-file',
        'verify',
        'report',
        'single-file',
      ],
    ]);
    return studyCommand(paths, values, io);
  } else if (command === 'worker') {
    refuseOthers('worker', values, ['json', 'queue', 'password-file', 'threads', 'max-cost', 'cache']);
    const { workerCommand } = await import('./fleet/worker');
    return workerCommand(paths, values, io);
  } else if (command === 'lr-range') {
    refuseOthers('lr-range', values, ['json', 'seeds', 'workers']);
    return rangeCommand(paths, values, io);
  } else if (command === 'try') {
    refuseOthers('try', values, ['set', 'seeds', 'workers', 'python', 'read', 'json']);
    const { tryCommand } = await import('./try');
    return tryCommand(paths, values, scripts, io);
  } else if (command === 'figures') {
    refuseOthers('figures', values, ['json']);
    return figuresCommand(paths, values, io);
  } else if (command === 'logs') {
    refuseOthers('logs', values, ['json', 'follow']);
    await logsCommand(paths, values, io);
  } else if (command === 'scan') {
    refuseOthers('scan', values, ['json', 'hints', 'models']);
    // The parsers are loaded only for `scan`.
    const { scanCommand } = await import('./scan');
    return scanCommand(paths, values, io);
  } else
    throw new UsageError(
      `There is no command "${command}"; there are run, compare, study, worker, lr-range, try, logs, figures and scan.`,
    );
  return 0;
}
