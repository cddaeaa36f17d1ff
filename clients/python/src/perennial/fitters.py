"""Fitters with lifetimes' names and arguments.

Fitting and predicting is done by the program ``perennial``. Columns may be
Series, arrays, lists or single numbers; an answer a row has the shape of what
was given, with the index of its Series. Time is in the unit of T.
"""

from __future__ import annotations

import os
import warnings
from typing import Any, ClassVar

import pandas as pd

from . import models
from .columns import columns
from .errors import FitWarning

# Of the normal distribution, as lifetimes has it.
_QUANTILE_975 = 1.96
# What lifetimes calls a month, in each unit of time.
_MONTH = {"M": 1.0, "W": 4.345, "D": 30.0, "H": 720.0}


class Fitter:
    """What all fitters share: a fitted model, its uncertainty and its file."""

    _model: ClassVar[str]
    _parameters: ClassVar[tuple[str, ...]]

    def __init__(self, penalizer_coef: float = 0.0) -> None:
        if penalizer_coef != 0:
            raise ValueError("there is no penalizer here: the search converges without one")
        self._file: str | None = None

    def _fit(self, data: dict[str, Any], weights: Any, index: Any, unit: str = "day") -> None:
        given = columns({**data, "weight": 1 if weights is None else weights})
        self._take(models.fit(self._model, given.frame, unit))
        self.data = given.frame.rename(columns={"weight": "weights"})
        if index is None:
            index = given.labels
        if index is not None:
            self.data.index = pd.Index(index)
        for text in self._record.doubts:
            warnings.warn(text, FitWarning, stacklevel=3)

    def _take(self, file: str) -> None:
        """Becomes the model of a file."""
        record = models.read(file)
        if record.model != self._model:
            raise ValueError(f"the file holds a {record.model} model, and this is {self._model}")
        names = list(self._parameters)
        self._file, self._record = file, record
        self.params_ = record.parameters.reindex(names)
        self.variance_matrix_ = record.covariance.reindex(index=names, columns=names)
        self.standard_errors_ = record.standard_errors.reindex(names)
        reach = _QUANTILE_975 * self.standard_errors_
        self.confidence_intervals_ = pd.DataFrame(
            {"lower 95% bound": self.params_ - reach, "upper 95% bound": self.params_ + reach}
        )
        self.log_likelihood_ = record.log_likelihood
        self.aic_ = record.aic
        self.bic_ = record.bic
        self.converged_ = record.converged

    @property
    def summary(self) -> pd.DataFrame:
        """Parameters with standard errors and 95 % bounds, one row a parameter."""
        self._fitted()
        table = pd.DataFrame({"coef": self.params_, "se(coef)": self.standard_errors_})
        return table.join(self.confidence_intervals_)

    def save_model(self, path: str | os.PathLike[str]) -> None:
        """Writes the model as JSON, which ``perennial models`` reads too.

        It holds the parameters and none of the customers.
        """
        text = self._fitted()
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def load_model(self, path: str | os.PathLike[str]) -> None:
        """Reads what ``save_model`` or ``perennial models fit --out`` wrote."""
        with open(path, encoding="utf-8") as file:
            self._take(file.read())

    def _fitted(self) -> str:
        if self._file is None:
            raise ValueError("the model has not been fitted: call fit first")
        return self._file

    def __repr__(self) -> str:
        name = f"perennial.{type(self).__name__}"
        if self._file is None:
            return f"<{name}>"
        told = ", ".join(f"{key}: {value:.2f}" for key, value in self.params_.items())
        return f"<{name}: fitted with {self._record.customers:g} customers, {told}>"


class TransactionFitter(Fitter):
    """What the models of purchases share."""

    def fit(
        self,
        frequency: Any,
        recency: Any,
        T: Any,
        weights: Any = None,
        initial_params: Any = None,
        verbose: bool = False,
        tol: float | None = None,
        index: Any = None,
        unit: str = "day",
    ) -> TransactionFitter:
        """Fits by maximum likelihood.

        ``frequency`` counts repeat purchases, ``recency`` is the time from the
        first to the last purchase, ``T`` from the first to now, ``weights`` how
        many customers share a row. ``initial_params``, ``verbose`` and ``tol``
        are taken for lifetimes' sake and not needed: the search finds its own
        start and ends at a checked maximum. ``unit`` is what T is counted in,
        day or week; the model's file says so, and nothing else depends on it.
        Warns with FitWarning when the answer must not be used as it is.
        """
        self._fit({"frequency": frequency, "recency": recency, "T": T}, weights, index, unit)
        return self

    def predictions(
        self,
        t: float,
        frequency: Any,
        recency: Any,
        T: Any,
        discount_rate: float | None = None,
    ) -> pd.DataFrame:
        """Everything said of customers up to time t from now, one row each.

        Columns: ``p_alive``, ``expected_purchases``, ``probability_of_any`` (at
        least one purchase), ``discounted_purchases`` (at ``discount_rate`` for
        one unit of time), and of the number of purchases the 90 % predictive
        interval, ``low`` to ``high``, and the ``median``, which is no forecast
        of a sum: it is 0 for most customers of most shops.
        """
        given = columns({"frequency": frequency, "recency": recency, "T": T})
        table = models.predict(self._fitted(), given.frame, _horizon(t), discount_rate)
        if given.labels is not None:
            table.index = given.labels
        return table

    def conditional_expected_number_of_purchases_up_to_time(
        self, t: Any, frequency: Any, recency: Any, T: Any
    ) -> Any:
        """Expected purchases up to time t from now; t may differ from row to row."""
        given = columns({"t": t, "frequency": frequency, "recency": recency, "T": T})
        file, rows = self._fitted(), given.frame
        expected = pd.Series(0.0, index=rows.index, name="expected_purchases")
        for horizon, some in rows.groupby("t", dropna=False):
            if _horizon(horizon) > 0:
                table = models.predict(file, some.drop(columns="t"), horizon)
                expected.loc[some.index] = table["expected_purchases"].to_numpy()
        return given.answer(expected)

    def predict(self, t: Any, frequency: Any, recency: Any, T: Any) -> Any:
        """Short for ``conditional_expected_number_of_purchases_up_to_time``."""
        return self.conditional_expected_number_of_purchases_up_to_time(t, frequency, recency, T)

    def conditional_probability_alive(self, frequency: Any, recency: Any, T: Any) -> Any:
        """Probability that a customer has not left for good."""
        given = columns({"frequency": frequency, "recency": recency, "T": T})
        return given.answer(models.predict(self._fitted(), given.frame, 1)["p_alive"])

    def expected_number_of_purchases_up_to_time(self, t: Any) -> Any:
        """Expected repeat purchases of a customer up to time t after the first."""
        return self.conditional_expected_number_of_purchases_up_to_time(t, 0, 0, 0)


class BetaGeoFitter(TransactionFitter):
    """BG/NBD (Fader, Hardie and Lee 2005): customers may leave after each repeat purchase."""

    _model = "bg-nbd"
    _parameters = ("r", "alpha", "a", "b")


class ModifiedBetaGeoFitter(TransactionFitter):
    """MBG/NBD (Batislam, Denizel and Filiztekin 2007): also after the first purchase."""

    _model = "mbg-nbd"
    _parameters = ("r", "alpha", "a", "b")


class ParetoNBDFitter(TransactionFitter):
    """Pareto/NBD (Schmittlein, Morrison and Colombo 1987): customers may leave at any time."""

    _model = "pareto-nbd"
    _parameters = ("r", "alpha", "s", "beta")


class GammaGammaFitter(Fitter):
    """Gamma-Gamma (Fader and Hardie 2013): what customers spend on a purchase."""

    _model = "gamma-gamma"
    _parameters = ("p", "q", "v")

    def fit(
        self,
        frequency: Any,
        monetary_value: Any,
        weights: Any = None,
        initial_params: Any = None,
        verbose: bool = False,
        tol: float | None = None,
        index: Any = None,
        q_constraint: bool = False,
    ) -> GammaGammaFitter:
        """Fits by maximum likelihood to customers with a repeat purchase.

        ``frequency`` counts repeat purchases and ``monetary_value`` is their
        mean spend. The other arguments are lifetimes'; a q of 1 or less, where
        the mean spend is not finite, is a FitWarning.
        """
        self._fit({"frequency": frequency, "monetary_value": monetary_value}, weights, index)
        return self

    def conditional_expected_average_profit(
        self, frequency: Any = None, monetary_value: Any = None
    ) -> Any:
        """Expected spend of a customer's future purchase.

        Without arguments, for the customers the model was fitted to.
        """
        if frequency is None:
            frequency = self.data["frequency"]
        if monetary_value is None:
            monetary_value = self.data["monetary_value"]
        given = columns({"frequency": frequency, "monetary_value": monetary_value})
        table = models.predict(self._fitted(), given.frame, 1)
        return given.answer(table["expected_order_value"])

    def customer_lifetime_value(
        self,
        transaction_prediction_model: Any,
        frequency: Any,
        recency: Any,
        T: Any,
        monetary_value: Any,
        time: int = 12,
        discount_rate: float = 0.01,
        freq: str = "D",
    ) -> Any:
        """Expected discounted spend within ``time`` months, as lifetimes defines it.

        ``discount_rate`` is a month's, purchases count at the end of their
        month, and ``freq`` is the unit of T: H, D, W or M. A month has 30 days
        or 4.345 weeks.
        """
        month = _MONTH.get(freq.upper())
        if month is None:
            raise ValueError(f"freq is {freq!r}, and must be one of {', '.join(_MONTH)}")
        history = (frequency, recency, T)
        spend = self.conditional_expected_average_profit(frequency, monetary_value)
        before, value = 0.0, 0.0
        for step in range(1, time + 1):
            upto = transaction_prediction_model.predict(step * month, *history)
            value = value + spend * (upto - before) / (1 + discount_rate) ** step
            before = upto
        return value.rename("clv") if isinstance(value, pd.Series) else value


def _horizon(t: Any) -> float:
    if not 0 <= float(t) < float("inf"):
        raise ValueError(f"t is {t}, and must be a time of 0 or more")
    return float(t)
