"""scikit-learn's MLP, an epoch per call of partial_fit. It has no dropout; W3 ends in a linear output."""
import warnings

from sklearn.neural_network import MLPClassifier, MLPRegressor

from common import arguments, classes, measure, xor

warnings.filterwarnings("ignore")
args = arguments()


def each_epoch(net, train, test, evaluate, units=1, **first):
    last = {}
    net.partial_fit(*train, **first)

    def unit():
        net.partial_fit(*train)
        if evaluate:
            last["train"], last["test"] = evaluate(train), evaluate(test)
        return units

    measure(args, unit, lambda: last["train"] if evaluate else net.score(*train))


if args.workload == "W3":
    (x, y), (vx, vy) = xor(500, 1), xor(500, 2)
    net = MLPRegressor((8, 8), activation="tanh", solver="sgd", alpha=0, batch_size=10, learning_rate_init=0.03)
    net.set_params(momentum=0, nesterovs_momentum=False)
    squared = lambda pair: ((net.predict(pair[0]) - pair[1]) ** 2).mean()
    each_epoch(net, (x, y[:, 0]), (vx, vy[:, 0]), squared)
elif args.workload == "W1":
    net = MLPClassifier([100] * 6, solver="sgd", alpha=0, batch_size=100, learning_rate_init=0.01, momentum=0)
    accuracy = lambda pair: net.score(*pair)
    each_epoch(net, classes(300), classes(1000, 1, 3), accuracy, classes=range(10))
else:
    net = MLPClassifier([512, 512], solver="adam", alpha=0, batch_size=128, learning_rate_init=1e-3)
    each_epoch(net, classes(10_000), None, None, units=10_000, classes=range(10))
