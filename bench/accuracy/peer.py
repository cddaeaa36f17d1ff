"""lifetimes' models, fitted and asked."""
import contextlib
import io
import warnings

import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter, ModifiedBetaGeoFitter, ParetoNBDFitter

import chances

FITTERS = {"bg-nbd": BetaGeoFitter, "mbg-nbd": ModifiedBetaGeoFitter, "pareto-nbd": ParetoNBDFitter}
PENALTIES = (0.0, 0.001, 0.01, 0.1)


def fit(fitter, *columns):
    """Fits equal rows once, with a weight: the same likelihood, much sooner.
    When it does not converge, the penalty its documentation advises is
    raised until it does."""
    rows = pd.DataFrame(dict(enumerate(columns)))
    rows = rows.groupby(list(rows.columns)).size().reset_index(name="weight")
    said = ""
    for penalty in PENALTIES:
        np.random.seed(1)  # Pareto/NBD starts from a random point
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):  # it prints its failures
                warnings.simplefilter("ignore")
                model = fitter(penalizer_coef=penalty).fit(*(rows[i] for i in range(len(columns))), weights=rows.weight)
            if np.isfinite(model.params_).all():
                return model, f"penalty {penalty}" if penalty else ""
            said = "parameters that are no numbers"
        except Exception as err:
            said = str(err).strip().split("\n")[0] or type(err).__name__
    raise RuntimeError(said)


def purchases(name, x, tx, T, y, t):
    """Predictions and the probabilities of what happened."""
    model, note = fit(FITTERS[name], x, tx, T)
    with np.errstate(all="ignore"):
        said = np.asarray(model.conditional_expected_number_of_purchases_up_to_time(t, x, tx, T), float)
        alive = np.asarray(model.conditional_probability_alive(x, tx, T), float)
    if not np.isfinite(alive).all():
        alive = None
    params = model.params_.to_dict()
    bad = ~np.isfinite(said)
    if bad.any():  # what its parameters mean, had the arithmetic held
        part = None if alive is None else alive[bad]
        said[bad] = chances.expected(name, params, x[bad], tx[bad], T[bad], t, part)
        note = f"{note}; {bad.sum()} predictions were not numbers and are ours at its parameters".lstrip("; ")
    return said, chances.chance(name, params, x, tx, T, y, t, alive), params, note


def spend(x, m):
    """Expected value of a purchase, by Gamma-Gamma fitted to those who came back."""
    repeat = (x > 0) & (m > 0)
    model, note = fit(GammaGammaFitter, x[repeat], m[repeat])
    return np.asarray(model.conditional_expected_average_profit(np.where(repeat, x, 0), np.where(repeat, m, 0)), float), note
