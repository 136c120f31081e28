"""What tests let Optuna do with a journal: `with-optuna.py COMMAND JOURNAL STUDY [ARGUMENT]`; prints JSON."""

import json
import sys
import warnings

import optuna
from optuna.distributions import distribution_to_json
from optuna.trial import TrialState, create_trial

try:
    from optuna.storages.journal import JournalFileBackend
except ImportError:
    from optuna.storages import JournalFileStorage as JournalFileBackend

optuna.logging.set_verbosity(optuna.logging.WARNING)


def opened(path, name):
    storage = optuna.storages.JournalStorage(JournalFileBackend(path))
    return optuna.load_study(study_name=name, storage=storage, sampler=optuna.samplers.TPESampler(seed=1))


def check(study):
    """Everything that Optuna reads out of a study; its own checks have to pass."""
    trials = study.get_trials()
    for trial in trials:
        trial._validate()
        for name, distribution in trial.distributions.items():
            assert distribution._contains(distribution.to_internal_repr(trial.params[name])), (trial.number, name)
    done = [trial for trial in trials if trial.state == TrialState.COMPLETE]
    return {
        "directions": [direction.name for direction in study.directions],
        "userAttributes": study.user_attrs,
        "metric": study._storage.get_study_system_attrs(study._study_id).get("study:metric_names"),
        "best": [study.best_trial.number, study.best_value] if done else None,
        "trials": [
            {
                "number": trial.number,
                "state": trial.state.name,
                "value": trial.value,
                "params": trial.params,
                "distributions": {key: distribution_to_json(d) for key, d in trial.distributions.items()},
                "intermediate": trial.intermediate_values,
                "user": trial.user_attrs,
                "seconds": trial.duration.total_seconds() if trial.duration else None,
            }
            for trial in trials
        ],
    }


def extend(study):
    """Trials of every end, by Optuna's own means, with the distributions of the first trial."""
    space = study.trials[0].distributions
    pruned = study.ask(space)
    pruned.report(0.5, 1)
    pruned.report(float("nan"), 2)
    pruned.report(float("inf"), 3)
    pruned.report(0.75, 4)
    study.tell(pruned, state=TrialState.PRUNED)
    failed = study.ask(space)
    failed.set_user_attr("why", {"text": "“”", "list": [1, None]})
    study.tell(failed, state=TrialState.FAIL)
    added = create_trial(
        params=study.trials[0].params,
        distributions=space,
        value=0.125,
        intermediate_values={1: float("-inf"), 2: 0.125},
    )
    study.add_trial(added)
    best = study.ask(space)
    study.tell(best, float("-inf"))
    study.enqueue_trial({**study.trials[0].params, "training.learningRate": 0.05})
    return study.trials[-1].number


def end_running(study):
    """Ends a trial that another program began."""
    study.tell(0, 0.5)
    return study.trials[0].duration.total_seconds()


def optimize(study):
    """Twelve trials of a person's own objective, with reports."""

    def objective(trial):
        x = trial.suggest_float("x", -1, 1)
        for step in range(3):
            trial.report(x + step, step)
        trial.set_user_attr("x", x)
        return x * x

    study.optimize(objective, n_trials=12)
    return study.best_value


COMMANDS = {"check": check, "extend": extend, "end-running": end_running, "optimize": optimize}

if __name__ == "__main__":
    command, journal, name = sys.argv[1:4]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = COMMANDS[command](opened(journal, name))
    told = [str(w.message) for w in caught if w.category.__name__ not in ("ExperimentalWarning", "FutureWarning")]
    json.dump({"result": result, "warnings": told, "version": optuna.__version__}, sys.stdout)
