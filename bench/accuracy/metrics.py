"""How predictions, one a customer, are held against what happened. The same
code judges both sides; the definitions are those of the package btyd/judge."""
import numpy as np
from scipy.stats import rankdata, spearmanr

RESAMPLES = 300


def gain(key, actual):
    """The gain curve's points, best predicted first; ties are one piece."""
    order = np.argsort(-key, kind="stable")
    edge = np.flatnonzero(np.append(np.diff(key[order]) != 0, True)) + 1
    y = np.cumsum(actual[order])[edge - 1]
    return np.append(0, edge / len(key)), np.append(0, y / y[-1])


def area(key, actual):
    x, y = gain(key, actual)
    return 2 * np.sum(np.diff(x) * (y[1:] + y[:-1]) / 2) - 1


def gini(key, actual):
    if not actual.sum() > 0:
        return None
    return area(key, actual) / area(actual, actual)


def auc(key, hit):
    n = hit.sum()
    if n in (0, len(hit)):
        return None
    return (rankdata(key)[hit].sum() - n * (n + 1) / 2) / (n * (len(hit) - n))


def judge(predicted, actual):
    x, y = gain(predicted, actual)
    error = predicted - actual
    return {
        "predicted": predicted.sum(), "bias": predicted.sum() / actual.sum() - 1,
        "rmse": np.sqrt(np.mean(error**2)), "mae": np.mean(np.abs(error)),
        "gini": gini(predicted, actual), "spearman": spearmanr(predicted, actual).statistic,
        "top_share": np.interp(0.1, x, y), "auc": auc(predicted, actual > 0),
    }


def paired(measure, ours, theirs, actual):
    """Difference of a measure, ours less theirs, and its standard error over
    resampled customers."""
    rng = np.random.default_rng(1)
    n, d = len(actual), []
    for _ in range(RESAMPLES):
        i = rng.integers(0, n, n)
        if actual[i].sum() > 0:
            d.append(measure(ours[i], actual[i]) - measure(theirs[i], actual[i]))
    return {"difference": measure(ours, actual) - measure(theirs, actual), "stderr": np.std(d)}


def rmse(predicted, actual):
    return np.sqrt(np.mean((predicted - actual) ** 2))


def mean_score(scores, _):
    return scores.mean()
