"""From a frame or a file to scores, through the real program."""

from __future__ import annotations

import datetime
import math
from pathlib import Path

import pandas as pd
import pytest

from perennial import BinaryTooOld, PerennialError, Run, analyze


def test_frame_and_file_say_the_same(orders: pd.DataFrame, orders_csv: Path) -> None:
    one, other = analyze(orders), analyze(orders_csv)
    pd.testing.assert_frame_equal(one.scores, other.scores)
    pd.testing.assert_frame_equal(
        one.models.drop(columns="seconds"), other.models.drop(columns="seconds")
    )


def test_tables(orders: pd.DataFrame) -> None:
    found = analyze(orders, horizon="26w", margin=0.4, discount="12%", as_of="2026-03-31")
    scores = found.scores
    assert scores.customer_id.is_unique and len(scores) == found.summary["input"]["customers"]
    assert str(scores.first_order.dtype).startswith("datetime64")
    assert scores.last_order.max() <= pd.Timestamp("2026-03-31")
    assert scores.clv.is_monotonic_decreasing
    assert scores.clv.sum() == pytest.approx(found.totals.predicted_value, rel=1e-6)
    assert scores.p_alive.between(0, 1).all()
    assert found.definition["horizon"] == "26w"
    assert found.definition["margin"] == 0.4 and found.definition["discount"] == 0.12
    assert {"bg-nbd", "mbg-nbd", "pareto-nbd", "gamma-gamma"} <= set(found.models.index)
    assert found.models.converged.all()
    assert found.parameters.loc[("bg-nbd", "alpha"), "coef"] > 0
    assert found.backtest.index[found.backtest.chosen].tolist() == [found.chosen["transactions"]]
    assert found.backtest.attrs["holdout_days"] > 0
    assert "predicted_value" in found.headline.index
    assert found.report.startswith("<!doctype html>") or found.report.startswith("<!DOCTYPE html>")
    assert found.rejected.empty and list(found.rejected.columns)[:2] == ["file", "line"]
    assert "800 customers" not in repr(found) and "2026-03-31" in repr(found)


def test_dates_and_moments_name_days(orders: pd.DataFrame) -> None:
    for day in (datetime.date(2026, 3, 31), pd.Timestamp("2026-03-31 12:00")):
        assert analyze(orders, as_of=day).definition["as_of"] == "2026-03-31"


def test_ids_stay_what_they_are(tmp_path: Path) -> None:
    ids = ["NA", "007", "1e5", "null", "-", 'a"b,c']
    log = pd.DataFrame(
        {
            "customer": ids * 3,
            "date": [f"2024-01-0{day}" for day in (1, 2, 3) for _ in ids],
            "amount": 5.0,
        }
    )
    found = analyze(log, customer="customer")
    assert sorted(found.scores.customer_id) == sorted(ids)
    assert found.scores.p_alive.isna().all()  # too few repeat buyers for a model
    assert found.backtest.empty
    assert math.isnan(found.scores.p_alive.iloc[0]) and (found.scores.risk == "unknown").all()


def test_numbers_with_gaps_are_no_fractions() -> None:
    log = pd.DataFrame(
        {
            "CustomerID": [17850.0, float("nan"), 17850.0, 13047.0],
            "date": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-02-01", "2024-02-02"]),
            "amount": [10.5, 3, 4, 5],
        }
    )
    found = analyze(log)
    assert sorted(found.scores.customer_id) == ["13047", "17850"]
    assert found.rejected.reason.tolist() == ["no customer"] and found.rejected.line.tolist() == [3]
    assert list(log.CustomerID[:1]) == [17850.0]  # the frame given is left alone


def test_columns_can_be_named() -> None:
    log = pd.DataFrame({"a": ["x", "y"], "b": ["2024-01-01", "2024-01-02"], "c": [2, 3]})
    found = analyze(log, customer="a", time="b", amount=3)
    assert found.scores.set_index("customer_id").historic_value.to_dict() == {"x": 2, "y": 3}


def test_several_files_and_a_folder_to_keep(orders: pd.DataFrame, tmp_path: Path) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    orders.iloc[:500].to_csv(first, index=False)
    orders.iloc[500:].to_csv(second, index=False)
    found = analyze([first, str(second)], out=tmp_path / "kept")
    pd.testing.assert_frame_equal(found.scores, analyze(orders).scores)
    assert (tmp_path / "kept" / "scores.parquet").exists()
    found.save_report(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == found.report


@pytest.mark.parametrize(
    "log, code",
    [
        (pd.DataFrame({"a": [1], "b": [2]}), "bad_input"),
        (pd.DataFrame({"customer": ["x"], "date": ["2024-01-01"], "amount": [-1.0]}), "too_little"),
        (pd.DataFrame({"customer": [], "date": [], "amount": []}), "bad_input"),
        ("no-such.csv", "not_found"),
    ],
)
def test_errors(log: object, code: str) -> None:
    with pytest.raises(PerennialError) as told:
        analyze(log)  # type: ignore[arg-type]
    assert told.value.code == code and told.value.message


def test_summaries_of_another_shape_are_refused() -> None:
    with pytest.raises(BinaryTooOld, match="newer perennial"):
        Run({})
    with pytest.raises(PerennialError, match="shape 2.*Python package"):
        Run({"version": 2})
