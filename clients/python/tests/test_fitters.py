"""The fitters, side by side with lifetimes' on the same customers."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import perennial
from perennial import FitWarning, PerennialError

TRANSACTIONS = ["BetaGeoFitter", "ModifiedBetaGeoFitter", "ParetoNBDFitter"]

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import lifetimes


@pytest.fixture(scope="module")
def customers(cdnow_like: pd.DataFrame) -> pd.DataFrame:
    return perennial.summary_data_from_transaction_data(
        cdnow_like,
        "customer_id",
        "date",
        monetary_value_col="amount",
        observation_period_end="1997-09-30",
        freq_multiplier=7,
    )


def history(customers: pd.DataFrame) -> list[pd.Series]:
    return [customers["frequency"], customers["recency"], customers["T"]]


@pytest.fixture(scope="module")
def fitted(customers: pd.DataFrame) -> dict[str, tuple[Any, Any]]:
    """Ours and theirs, by name."""
    both = {}
    for name in TRANSACTIONS:
        ours = getattr(perennial, name)().fit(*history(customers), unit="week")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Left alone, lifetimes begins the Pareto/NBD's search at random.
            start = np.ones(4) if name == "ParetoNBDFitter" else None
            theirs = getattr(lifetimes, name)().fit(*history(customers), initial_params=start)
        both[name] = ours, theirs
    again = customers[customers["frequency"] > 0]
    columns = again["frequency"], again["monetary_value"]
    ours = perennial.GammaGammaFitter().fit(*columns)
    both["GammaGammaFitter"] = ours, lifetimes.GammaGammaFitter().fit(*columns)
    return both


@pytest.mark.parametrize("name", [*TRANSACTIONS, "GammaGammaFitter"])
def test_parameters_are_lifetimes(fitted: dict[str, tuple[Any, Any]], name: str) -> None:
    ours, theirs = fitted[name]
    assert ours.converged_
    # The searches stop at different places: compare on the scale of what is known.
    distance = (ours.params_ - theirs.params_[ours.params_.index]) / ours.standard_errors_
    assert distance.abs().max() < 1e-3


def test_summary_is_lifetimes(fitted: dict[str, tuple[Any, Any]]) -> None:
    ours, theirs = fitted["BetaGeoFitter"]
    names = ours.params_.index
    assert ours.summary.columns.tolist() == theirs.summary.columns.tolist()
    assert ours.summary.index.tolist() == theirs.summary.index.tolist()
    pd.testing.assert_frame_equal(ours.summary, theirs.summary, rtol=0.01)
    # lifetimes scales a covariance by the square of its column's parameter, where
    # the delta method has the product of the two.
    scale = np.outer(theirs.params_[names], 1 / theirs.params_[names])
    expected = theirs.variance_matrix_.loc[names, names] * scale
    pd.testing.assert_frame_equal(ours.variance_matrix_, expected, rtol=0.01)
    assert "2357 customers" in repr(ours) and "alpha" in repr(ours)


@pytest.mark.parametrize("name", TRANSACTIONS)
def test_predictions_are_lifetimes(
    fitted: dict[str, tuple[Any, Any]], customers: pd.DataFrame, name: str
) -> None:
    """With lifetimes' parameters put into our model file, formula beside formula."""
    ours, theirs = fitted[name]
    same = put(ours, theirs.params_)
    args = history(customers)
    for t in (1, 39, 52.0):
        expected = theirs.conditional_expected_number_of_purchases_up_to_time(t, *args)
        got = same.predict(t, *args)
        np.testing.assert_allclose(got, expected, rtol=1e-7)
        assert got.index.equals(customers.index)
        assert same.expected_number_of_purchases_up_to_time(t) == pytest.approx(
            float(theirs.expected_number_of_purchases_up_to_time(t)), rel=1e-7
        )
    np.testing.assert_allclose(
        same.conditional_probability_alive(*args),
        np.ravel(theirs.conditional_probability_alive(*args)),
        rtol=1e-7,
    )


def put(fitter: Any, parameters: pd.Series) -> Any:
    """A fitter of the same kind with other parameters, by way of its file."""
    document = json.loads(fitter._fitted())
    document["parameters"] = {name: float(parameters[name]) for name in fitter.params_.index}
    other = type(fitter)()
    other._take(json.dumps(document))
    return other


def test_money_is_lifetimes(fitted: dict[str, tuple[Any, Any]], customers: pd.DataFrame) -> None:
    ours, theirs = (fitted["GammaGammaFitter"][i] for i in (0, 1))
    ours = put(ours, theirs.params_)
    some = customers[customers["frequency"] > 0]
    columns = some["frequency"], some["monetary_value"]
    np.testing.assert_allclose(
        ours.conditional_expected_average_profit(*columns),
        theirs.conditional_expected_average_profit(*columns),
        rtol=1e-9,
    )
    assert len(ours.conditional_expected_average_profit(*columns)) == len(some)
    buying = fitted["BetaGeoFitter"]
    args = [*history(some), some["monetary_value"]]
    value = ours.customer_lifetime_value(
        put(buying[0], buying[1].params_), *args, time=6, discount_rate=0.02, freq="W"
    )
    expected = theirs.customer_lifetime_value(
        buying[1], *args, time=6, discount_rate=0.02, freq="W"
    )
    pd.testing.assert_series_equal(value, expected, rtol=1e-7)


def test_all_figures_of_a_horizon(
    fitted: dict[str, tuple[Any, Any]], customers: pd.DataFrame
) -> None:
    ours = fitted["ParetoNBDFitter"][0]
    table = ours.predictions(52, *history(customers), discount_rate=0.002)
    assert table.index.equals(customers.index)
    assert table["probability_of_any"].between(0, table["p_alive"] + 1e-12).all()
    assert (table["discounted_purchases"] <= table["expected_purchases"]).all()
    assert (table["low"] <= table["median"]).all() and (table["median"] <= table["high"]).all()
    assert (table["discounted_purchases"].sum() / table["expected_purchases"].sum()) < 0.99
    again = ours.predictions(52, *history(customers.iloc[[5, 5, 0]]))
    np.testing.assert_array_equal(again["p_alive"], table["p_alive"].iloc[[5, 5, 0]])


def test_shapes(fitted: dict[str, tuple[Any, Any]]) -> None:
    ours = fitted["BetaGeoFitter"][0]
    one = ours.conditional_probability_alive(2, 30.5, 38.9)
    assert isinstance(one, float) and 0 < one < 1
    lists = ours.predict(10, [2, 0], [30.5, 0], [38.9, 38.9])
    assert isinstance(lists, np.ndarray) and lists.shape == (2,)
    times = ours.predict([0, 10, 20], 2, 30.5, 38.9)
    assert times[0] == 0 < times[1] < times[2]
    assert times[1] == lists[0]
    curve = ours.expected_number_of_purchases_up_to_time(pd.Series([0, 13, 26], index=list("abc")))
    assert curve.index.tolist() == ["a", "b", "c"] and curve.is_monotonic_increasing


@pytest.mark.parametrize("name", TRANSACTIONS)
def test_very_frequent_customers(fitted: dict[str, tuple[Any, Any]], name: str) -> None:
    """Where lifetimes' MBG/NBD answers NaN: its 2F1 overflows."""
    ours = fitted[name][0]
    frequency, recency, age = [1000, 5000, 100_000], [38] * 3, [38.86] * 3
    expected = ours.predict(39, frequency, recency, age)
    alive = ours.conditional_probability_alive(frequency, recency, age)
    assert np.isfinite(expected).all() and (expected >= 0).all()
    assert ((alive >= 0) & (alive <= 1)).all()


def test_weights_count_customers(customers: pd.DataFrame) -> None:
    keys = ["frequency", "recency", "T"]
    rows = customers.groupby(keys).size().rename("n").reset_index()
    assert len(rows) < len(customers)
    one = perennial.BetaGeoFitter().fit(*history(customers))
    other = perennial.BetaGeoFitter().fit(*history(rows), weights=rows["n"])
    pd.testing.assert_series_equal(one.params_, other.params_, rtol=1e-9)
    assert one.bic_ == pytest.approx(other.bic_)
    assert other.data["weights"].sum() == len(customers)


@pytest.mark.parametrize("name", [*TRANSACTIONS, "GammaGammaFitter"])
def test_saved_and_loaded(fitted: dict[str, tuple[Any, Any]], name: str, tmp_path: Path) -> None:
    ours = fitted[name][0]
    ours.save_model(tmp_path / "model.json")
    document = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    if name == "ParetoNBDFitter":
        assert document["unit"] == "week"
    again = getattr(perennial, name)()
    again.load_model(tmp_path / "model.json")
    pd.testing.assert_frame_equal(again.summary, ours.summary)
    columns = (2, 20.0) if name == "GammaGammaFitter" else (2, 20.0, 38.0)
    ask = getattr(ours, "conditional_probability_alive", None)
    if ask is None:
        assert again.conditional_expected_average_profit(
            *columns
        ) == ours.conditional_expected_average_profit(*columns)
    else:
        assert again.conditional_probability_alive(*columns) == ask(*columns)
    other = perennial.BetaGeoFitter if name != "BetaGeoFitter" else perennial.ParetoNBDFitter
    with pytest.raises(ValueError, match="holds a"):
        other().load_model(tmp_path / "model.json")


def test_files_that_hold_no_model(tmp_path: Path) -> None:
    for text in ("[1]", '{"schema": 2}', "not JSON"):
        (tmp_path / "model.json").write_text(text)
        with pytest.raises(ValueError):
            perennial.BetaGeoFitter().load_model(tmp_path / "model.json")


def test_models_without_a_fit(tmp_path: Path) -> None:
    """Written by hand: the parameters of the paper, and nothing known of a fit."""
    parameters = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
    document = {"schema": 1, "model": "bg-nbd", "unit": "week", "parameters": parameters}
    (tmp_path / "model.json").write_text(json.dumps(document))
    ours = perennial.BetaGeoFitter()
    ours.load_model(tmp_path / "model.json")
    assert ours.params_.to_dict() == parameters and ours.summary["se(coef)"].isna().all()
    # Fader, Hardie and Lee's spreadsheet: x 2, t_x 30.43, T 38.86, the next 39 weeks.
    assert ours.predict(39, 2, 30.43, 38.86) == pytest.approx(1.226, abs=5e-4)


def test_bad_rows_are_named(fitted: dict[str, tuple[Any, Any]]) -> None:
    """The row is the caller's, though equal rows are sent once."""
    ours = fitted["BetaGeoFitter"][0]
    frequency, recency, age = [1, 1, 1, 1], [5, 5, 5, 50], [10, 10, 10, 10]
    for ask in (
        lambda: ours.conditional_probability_alive(frequency, recency, age),
        lambda: perennial.BetaGeoFitter().fit(frequency, recency, age),
    ):
        with pytest.raises(PerennialError, match=r"^row 3 \(the first is 0\): .*\b50\b") as told:
            ask()
        assert told.value.code in ("bad_input", "invalid")
    gap = float("nan")
    with pytest.raises(PerennialError):
        ours.predict(1, [1, gap], [5, 5], [10, 10])
    with pytest.raises(PerennialError):
        perennial.BetaGeoFitter().fit([*frequency, gap], 5, 10)
    for weight in (gap, -1):
        with pytest.raises(PerennialError):
            perennial.BetaGeoFitter().fit([1, 1, 2], 5, 10, weights=[2, weight, 3])


def test_wrong_arguments(fitted: dict[str, tuple[Any, Any]]) -> None:
    ours = fitted["BetaGeoFitter"][0]
    with pytest.raises(ValueError, match="frequency has 2, recency has 3"):
        ours.predict(1, [1, 2], [1, 2, 3], 4)
    with pytest.raises(ValueError, match="different indexes"):
        ours.predict(1, pd.Series([1, 2]), pd.Series([1, 2], index=[1, 0]), 4)
    with pytest.raises(ValueError, match="t is -1"):
        ours.predict(-1, 1, 2, 3)
    with pytest.raises(ValueError, match="t is nan"):
        ours.predict(float("nan"), 1, 2, 3)
    with pytest.raises(ValueError, match="call fit first"):
        perennial.BetaGeoFitter().predict(1, 1, 2, 3)
    with pytest.raises(ValueError, match="no penalizer"):
        perennial.BetaGeoFitter(penalizer_coef=0.1)
    with pytest.raises(ValueError, match="must be one of"):
        fitted["GammaGammaFitter"][0].customer_lifetime_value(ours, 1, 2, 3, 4, freq="Q")


def test_doubtful_fits_warn() -> None:
    """Everybody buys at one pace and stays: heterogeneity and dropout cannot be seen."""
    age = np.repeat([20.0, 30.0, 40.0], 60)
    frequency = age / 2
    with pytest.warns(FitWarning) as told:
        ours = perennial.BetaGeoFitter().fit(frequency, age - 0.5, age)
    assert len({str(w.message) for w in told}) == len(told)
    assert ours.converged_ or any("do not use" in str(w.message) for w in told)
    assert told[0].filename == __file__
