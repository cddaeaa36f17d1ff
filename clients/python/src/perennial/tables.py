"""Frames from the parts of summary.json and of the HTTP API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

Record = Mapping[str, Any]

DATES = ("first_order", "last_order", "expected_next_order")
SCORES = (
    "customer_id",
    "first_order",
    "last_order",
    "orders",
    "frequency",
    "recency",
    "T",
    "historic_value",
    "mean_order_value",
    "p_alive",
    "expected_orders",
    "expected_order_value",
    "clv",
    "clv_low",
    "clv_high",
    "expected_next_order",
    "median_days_between_orders",
    "risk",
)
_TEXT = ("customer_id", "risk")
_COUNTS = ("orders", "frequency")
_NUMBERS = {*SCORES, "value_at_risk"} - {*DATES, *_TEXT, *_COUNTS}
REJECTED = ("file", "line", "column", "value", "reason")


def scores_from_csv(path: str) -> pd.DataFrame:
    """Scores from a file of CSV.

    Ids stay what they are: text, even when they look like numbers or like
    pandas' words for what is missing.
    """
    frame = pd.read_csv(
        path,
        dtype={"customer_id": str, "risk": str},
        keep_default_na=False,
        na_values={name: [""] for name in SCORES if name not in _TEXT},
        float_precision="round_trip",
        encoding="utf-8",
    )
    return typed_scores(frame)


def scores_from_records(records: Sequence[Record]) -> pd.DataFrame:
    """Scores from JSON objects, with the same columns for no rows at all."""
    frame = pd.DataFrame(list(records))
    if frame.empty:
        frame = pd.DataFrame({name: [] for name in SCORES})
    return typed_scores(frame)


def typed_scores(frame: pd.DataFrame) -> pd.DataFrame:
    """Gives the known columns of scores their types, whatever the rows hold."""
    for name in frame.columns:
        if name in DATES:
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
        elif name in _TEXT:
            frame[name] = frame[name].astype(str)
        elif name in _COUNTS:
            frame[name] = frame[name].astype("int64")
        elif name in _NUMBERS:
            frame[name] = frame[name].astype("float64")
    return frame


def rejected_from_csv(path: str) -> pd.DataFrame:
    """Rows that could not be used; every column but the line is text."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    frame["line"] = pd.to_numeric(frame["line"]).astype("Int64")
    return frame


def no_rejected() -> pd.DataFrame:
    """The frame of rejected rows when there are none."""
    frame = pd.DataFrame({name: pd.Series([], dtype=str) for name in REJECTED})
    frame["line"] = frame["line"].astype("Int64")
    return frame


def fits(models: Iterable[Record]) -> pd.DataFrame:
    """One row a model: likelihood, criteria and how the search ended."""
    dropped = ("parameters", "standard_errors")
    rows = [{k: v for k, v in m.items() if k not in dropped} for m in models]
    return _indexed(rows, "name")


def parameters(models: Iterable[Record]) -> pd.DataFrame:
    """One row a parameter: its estimate and standard error, by model and parameter."""
    rows: list[dict[str, Any]] = []
    for model in models:
        errors = model.get("standard_errors") or {}
        for name, estimate in (model.get("parameters") or {}).items():
            rows.append(
                {
                    "model": model["name"],
                    "parameter": name,
                    "coef": estimate,
                    "se(coef)": errors.get(name, float("nan")),
                }
            )
    columns = ["model", "parameter", "coef", "se(coef)"]
    return pd.DataFrame(rows, columns=columns).set_index(["model", "parameter"])


def backtest(test: Record | None) -> pd.DataFrame:
    """One row a model judged on held-out days; none when there was no backtest.

    The rest of the backtest (its dates and customers) is in ``attrs``.
    """
    frame = _indexed((test or {}).get("models") or [], "name")
    frame.attrs.update({k: v for k, v in (test or {}).items() if k != "models"})
    return frame


def _indexed(rows: Iterable[Record], key: str) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows))
    if frame.empty:
        return pd.DataFrame(index=pd.Index([], name=key))
    return frame.set_index(key)
