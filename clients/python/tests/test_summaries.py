"""Customer summaries, compared with lifetimes' own figures."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

import perennial


@pytest.fixture(scope="module")
def log() -> pd.DataFrame:
    """Several purchases a day, at all hours, by customers with and without repeats."""
    rng = np.random.default_rng(3)
    moments = pd.Timestamp("2023-01-01") + pd.to_timedelta(
        rng.integers(0, 300 * 24 * 60, 3000), unit="min"
    )
    frame = pd.DataFrame(
        {"who": rng.integers(0, 700, 3000), "when": moments, "paid": rng.gamma(2, 20, 3000)}
    )
    return pd.concat([frame, frame.iloc[:200].assign(paid=1.5)], ignore_index=True)


def theirs(name: str) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import lifetimes.utils as lifetimes
    return getattr(lifetimes, name)


def same(name: str, log: pd.DataFrame, *args: object, **options: object) -> pd.DataFrame:
    ours = getattr(perennial, name)(log, "who", "when", *args, **options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = theirs(name)(log, "who", "when", *args, **options)  # type: ignore[operator]
    pd.testing.assert_frame_equal(
        ours.sort_index(), expected.sort_index()[ours.columns], rtol=1e-12, check_dtype=False
    )
    assert set(ours.columns) == set(expected.columns)
    return ours


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"monetary_value_col": "paid"},
        {"monetary_value_col": "paid", "observation_period_end": "2023-08-15"},
        {"monetary_value_col": "paid", "include_first_transaction": True},
        {"observation_period_end": pd.Timestamp("2023-12-31"), "freq": "W"},
        {"freq": "D", "freq_multiplier": 7},
        {"freq": "h", "freq_multiplier": 24, "monetary_value_col": "paid"},
    ],
)
def test_summaries_are_lifetimes(log: pd.DataFrame, options: dict[str, object]) -> None:
    out = same("summary_data_from_transaction_data", log, **options)
    assert len(out) > 600 and out.index.name == "who"


def test_texts_as_times(log: pd.DataFrame) -> None:
    texts = log.assign(when=log.when.dt.strftime("%d/%m/%Y"))
    out = same(
        "summary_data_from_transaction_data",
        texts,
        datetime_format="%d/%m/%Y",
        observation_period_end="31/10/2023",
    )
    assert (out.recency <= out["T"]).all()


@pytest.mark.parametrize(
    "options",
    [
        {"calibration_period_end": "2023-07-01"},
        {"calibration_period_end": "2023-07-01", "monetary_value_col": "paid"},
        {
            "calibration_period_end": "2023-07-01",
            "observation_period_end": "2023-09-01",
            "freq": "W",
        },
    ],
)
def test_holdouts_are_lifetimes(log: pd.DataFrame, options: dict[str, object]) -> None:
    out = same("calibration_and_holdout_data", log, **options)
    assert out.frequency_holdout.sum() > 100


def test_times_as_texts_are_compared_as_times() -> None:
    """lifetimes takes the greatest text for the last day; 9/1/2023 is not after 10/1/2023."""
    log = pd.DataFrame({"who": [1, 1, 2], "when": ["9/1/2023", "10/1/2023", "9/1/2023"]})
    out = perennial.summary_data_from_transaction_data(
        log, "who", "when", datetime_format="%m/%d/%Y"
    )
    assert out["T"].tolist() == [30, 30] and out.frequency.tolist() == [1, 0]


def test_rows_without_customer_or_time_are_passed_over() -> None:
    log = pd.DataFrame({"who": ["a", None, "a"], "when": ["2023-01-01", "2023-01-05", None]})
    out = perennial.summary_data_from_transaction_data(log, "who", "when")
    assert out.to_dict("index") == {"a": {"frequency": 0, "recency": 0, "T": 0}}


def test_zones_give_local_days() -> None:
    when = pd.to_datetime(["2023-01-01 23:30", "2023-01-02 00:30"]).tz_localize("Europe/Berlin")
    out = perennial.summary_data_from_transaction_data(
        pd.DataFrame({"who": [1, 1], "when": when}), "who", "when"
    )
    assert out.frequency.tolist() == [1]


def test_wrong_arguments() -> None:
    log = pd.DataFrame({"who": ["a"], "when": ["2023-01-01"]})
    with pytest.raises(KeyError, match="no column 'x'; it has"):
        perennial.summary_data_from_transaction_data(log, "x", "when")
    with pytest.raises(ValueError, match="no transaction after"):
        perennial.calibration_and_holdout_data(log, "who", "when", "2023-06-01")
    with pytest.raises(ValueError, match="no transaction with a customer"):
        perennial.summary_data_from_transaction_data(log.iloc[:0], "who", "when")
