"""Ten data sets that everyone knows: five that scikit-learn brings, five that it draws."""
import numpy as np
from sklearn import datasets

def _brought(load):
    bunch = load()
    return bunch.data.astype(float), bunch.target


def _noise(rows, seed):
    draw = np.random.RandomState(seed)
    return draw.normal(size=(rows, 10)), draw.randint(0, 2, rows)


# Those of a file have their rows; the others are drawn, as many rows as are asked for.
BROUGHT = {
    "iris": datasets.load_iris,
    "wine": datasets.load_wine,
    "breast cancer": datasets.load_breast_cancer,
    "digits 8 × 8": datasets.load_digits,
    "diabetes": datasets.load_diabetes,
}
DRAWN = {
    "moons": lambda rows, seed: datasets.make_moons(rows, noise=0.3, random_state=seed),
    "circles": lambda rows, seed: datasets.make_circles(rows, noise=0.2, factor=0.5, random_state=seed),
    # The problem is one and the same for every seed: its rows are drawn from a large table.
    "uneven classes 90:10": lambda rows, seed: _part(UNEVEN, rows, seed),
    "friedman1": lambda rows, seed: datasets.make_friedman1(rows, n_features=10, noise=1.0, random_state=seed),
    "labels that mean nothing": _noise,
}
UNEVEN = datasets.make_classification(
    50_000, n_features=20, n_informative=5, weights=[0.9, 0.1], flip_y=0.02, class_sep=0.8, random_state=1
)
REGRESSION = {"diabetes", "friedman1"}
NAMES = [*BROUGHT, *DRAWN]
ROWS = 200


def _part(table, rows, seed):
    chosen = np.random.RandomState(seed).permutation(len(table[0]))[:rows]
    return table[0][chosen], table[1][chosen]


def table(name):
    """The rows that a person would have: all that are brought, or the first draw."""
    return _brought(BROUGHT[name]) if name in BROUGHT else DRAWN[name](ROWS, 0)


def _sizes(rows):
    """As the playground divides a file: a fifth tests, a fifth validates, the rest trains."""
    test = -(-rows // 5)
    validation = min(rows // 5, (rows - test) // 4)
    return rows - test - validation, validation, test


def _split(x, y, seed, classes):
    train, validation, _ = _sizes(len(x))
    order = np.random.RandomState(seed).permutation(len(x))
    if classes:
        # Rows of each class are spread evenly over the order, so that every part has its share of them.
        place = np.empty(len(x))
        for label in np.unique(y):
            own = order[y[order] == label]
            place[own] = (np.arange(len(own)) + np.random.RandomState(seed + 1).uniform()) / len(own)
        order = np.argsort(place, kind="stable")
        order = _deal(order, train, validation)
    x, y = x[order], y[order]
    ends = train, train + validation
    return [(x[: ends[0]], y[: ends[0]]), (x[ends[0] : ends[1]], y[ends[0] : ends[1]]), (x[ends[1] :], y[ends[1] :])]


def _deal(order, train, validation):
    """Every place of an even order goes to the part that is furthest behind its share."""
    wanted = np.array([train, validation, len(order) - train - validation], float)
    given = np.zeros(3)
    parts = [[], [], []]
    for i, row in enumerate(order):
        behind = np.where(given < wanted, wanted * (i + 1) / len(order) - given, -np.inf)
        part = int(np.argmax(behind))
        parts[part].append(row)
        given[part] += 1
    return np.array(parts[0] + parts[1] + parts[2])


def fresh(name, seed):
    """Training, validation and test rows for one repetition, standardized by the training rows."""
    regression = name in REGRESSION
    if name in BROUGHT:
        parts = _split(*_brought(BROUGHT[name]), seed, not regression)
    else:
        train, validation, _ = _sizes(ROWS)
        x, y = DRAWN[name](train + validation + 2000, 1000 + seed)
        order = np.random.RandomState(seed).permutation(len(x))
        cut = order[:train], order[train : train + validation], order[train + validation :]
        parts = [(x[some], y[some]) for some in cut]
    mean, deviation = parts[0][0].mean(0), parts[0][0].std(0)
    deviation[deviation == 0] = 1
    middle, spread = (parts[0][1].mean(), parts[0][1].std()) if regression else (0, 1)
    return [((x - mean) / deviation, (y - middle) / spread if regression else y) for x, y in parts]
