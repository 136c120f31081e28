import type { Dimension } from '../../core/search/distribution';
import { writeDomain } from './domain';
import type { Json } from './python-json';
import { Attribute } from './setup';
import { Space, type StudyParameter } from './space';

export interface OptunaScript {
  /** Absolute: Optuna's lock is a link to it. */
  readonly journal: string;
  /** The study's name. */
  readonly study: string;
  readonly parameters: readonly StudyParameter[];
  /** How many trials the study is to have. */
  readonly trials: number;
  /** False where people have no symbolic links, as on Windows. */
  readonly hasLinks?: boolean;
}

/**
 * Python with which a person's own Optuna, 3.1 or later, proposes trials of a study, one after the other; they are
 * evaluated wherever the study runs. It ends with the study, and with the reason of a trial that has failed. Any sampler of Optuna's can be put in the place of TPE.
 */
export function optunaScript({ journal, study, parameters, trials, hasLinks = true }: OptunaScript): string {
  const file = hasLinks
    ? 'JournalFileBackend(path)'
    : 'JournalFileBackend(path, lock_obj=JournalFileOpenLock(path))';
  const imports = hasLinks ? [] : ['JournalFileOpenLock'];
  return `${[
    'import time',
    '',
    'import optuna',
    '',
    'try:',
    `    from optuna.storages.journal import ${['JournalFileBackend', ...imports].join(', ')}`,
    'except ImportError:  # before Optuna 4',
    `    from optuna.storages import ${[...imports, 'JournalFileStorage as JournalFileBackend'].join(', ')}`,
    '',
    `path = ${literal(journal)}`,
    `storage = optuna.storages.JournalStorage(${file})`,
    'sampler = optuna.samplers.TPESampler(multivariate=True, group=True)',
    `study = optuna.load_study(study_name=${literal(study)}, storage=storage, sampler=sampler)`,
    '',
    `while sum(trial.state.is_finished() for trial in study.trials) < ${trials}:`,
    '    trial = study.ask()',
    ...parameters.map((parameter) => `    ${suggestion(parameter, parameters)}`),
    '    while not study.trials[trial.number].state.is_finished():',
    '        time.sleep(0.2)',
    '    ended = study.trials[trial.number]',
    '    if ended.state.name == "FAIL":',
    `        raise SystemExit(ended.user_attrs.get(${literal(Attribute.reason)}))`,
    '',
    'print(study.best_value, study.best_params)',
  ].join('\n')}\n`;
}

/** A line that asks for a value, where the parameter exists. */
function suggestion(parameter: StudyParameter, all: readonly StudyParameter[]): string {
  const { when } = parameter;
  const asked = `trial.${call(parameter)}`;
  if (!when) return asked;
  const on = choicesOf(all.find((other) => other.name === when.name)!);
  const values = when.values.map((value) => literal(on ? on[value]! : value));
  return `if trial.params.get(${literal(when.name)}) in [${values.join(', ')}]: ${asked}`;
}

function call(parameter: StudyParameter): string {
  const { name, distribution } = parameter;
  if (distribution.kind === 'choice') {
    const choices = choicesOf(parameter)!.map(literal);
    return `suggest_categorical(${literal(name)}, [${choices.join(', ')}])`;
  }
  // With the upper bound that the journal has.
  const { low, high, log, step } = JSON.parse(writeDomain({ distribution })).attributes;
  const kind = distribution.kind === 'float' ? 'float' : 'int';
  const isUnstepped = step === null || (kind === 'int' && step === 1);
  const options = log ? ', log=True' : isUnstepped ? '' : `, step=${step}`;
  return `suggest_${kind}(${literal(name)}, ${low}, ${high}${options})`;
}

const choicesOf = (parameter: Dimension): readonly Json[] | undefined =>
  new Space([parameter]).domain(parameter.name).choices;

/** A text, number, boolean or null in Python's words; its texts may be written as JSON's. */
function literal(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' && !Number.isFinite(value)) return `float("${value}")`;
  return JSON.stringify(value);
}
