"""Reads a study as JSON and prints what Optuna's fANOVA says of its settings: a share for each, by name."""

import json
import sys
import warnings

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.importance import FanovaImportanceEvaluator, get_param_importances
from optuna.trial import create_trial

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def theirs(ours):
    if ours["kind"] == "choice":
        return CategoricalDistribution(list(range(ours["count"])))
    create = IntDistribution if ours["kind"] == "integer" else FloatDistribution
    return create(ours["low"], ours["high"], log=ours["log"])


given = json.load(sys.stdin)
distributions = {one["name"]: theirs(one["distribution"]) for one in given["dimensions"]}
study = optuna.create_study()
for trial in given["trials"]:
    study.add_trial(create_trial(value=trial["value"], params=trial["point"], distributions=distributions))
print(json.dumps(dict(get_param_importances(study, evaluator=FanovaImportanceEvaluator(seed=1)))))
