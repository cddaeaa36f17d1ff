"""``analyze``: the whole way from orders to scores, without a server."""

from __future__ import annotations

import datetime
import json
import os
import tempfile
from collections.abc import Sequence
from typing import Any, TypeAlias

import pandas as pd

from . import binary, tables
from .run import Run

Path: TypeAlias = str | os.PathLike[str]
Orders: TypeAlias = pd.DataFrame | Path | Sequence[Path]


class Analysis(Run):
    """A run with its scores.

    ``scores`` has one row a customer (docs/scores.md), best first;
    ``rejected`` one row a row that could not be used; ``report`` is the page
    of report.html.
    """

    def __init__(
        self,
        summary: dict[str, Any],
        scores: pd.DataFrame,
        rejected: pd.DataFrame,
        report: str,
    ) -> None:
        super().__init__(summary)
        self.scores = scores
        self.rejected = rejected
        self.report = report

    def save_report(self, path: Path) -> None:
        """Writes the page to a file that opens from disk and fetches nothing."""
        with open(path, "w", encoding="utf-8") as out:
            out.write(self.report)


def analyze(
    orders: Orders,
    *,
    customer: str | int | None = None,
    time: str | int | None = None,
    amount: str | int | None = None,
    order: str | int | None = None,
    dates: str | None = None,
    currency: str | None = None,
    zone: str | None = None,
    as_of: str | datetime.date | None = None,
    unit: str | None = None,
    horizon: str | None = None,
    discount: str | float | None = None,
    margin: str | float | None = None,
    holdout: str | None = None,
    model: str | None = None,
    memory_mb: int | None = None,
    out: Path | None = None,
    timeout: float | None = None,
) -> Analysis:
    """Scores every customer of an order log.

    ``orders`` is a frame with one row an order (or a line item, with an order
    id), a file or pattern, or a list of those. Everything else is a flag of
    ``perennial analyze`` and has its default there: ``customer``, ``time``,
    ``amount`` and ``order`` name columns where they are not recognised,
    ``as_of`` is the last day that counts, ``horizon`` a length such as 52w,
    ``discount`` and ``margin`` are shares (0.1 or "10%"), ``model`` one of
    auto, bg-nbd, mbg-nbd and pareto-nbd. ``out`` keeps the written files.

    Raises PerennialError when the log cannot be read or supports no answer.
    """
    flags: dict[str, Any] = {
        "customer": customer,
        "time": time,
        "amount": amount,
        "order": order,
        "dates": dates,
        "currency": currency,
        "zone": zone,
        "as-of": as_of,
        "unit": unit,
        "horizon": horizon,
        "discount": discount,
        "margin": margin,
        "holdout": holdout,
        "model": model,
        "memory": memory_mb,
    }
    with tempfile.TemporaryDirectory(prefix="perennial-") as work:
        target = os.fspath(out) if out is not None else os.path.join(work, "out")
        command = ["analyze", "--json", f"--out={target}"]
        command += [
            f"--{name}={_flag(value)}" for name, value in flags.items() if value is not None
        ]
        told = binary.run([*command, "--", *_files(orders, work)], timeout=timeout)
        return _read(json.loads(told), target)


def _flag(value: Any) -> str:
    """A flag's value as text. A date with a time means its day."""
    if isinstance(value, (datetime.datetime, pd.Timestamp)):
        return str(value.date())
    return str(value)


def _files(orders: Orders, work: str) -> list[str]:
    if isinstance(orders, pd.DataFrame):
        path = os.path.join(work, "orders.csv")
        write_orders(orders, path)
        return [path]
    if isinstance(orders, (str, os.PathLike)):
        return [os.fspath(orders)]
    return [os.fspath(path) for path in orders]


def write_orders(orders: pd.DataFrame, path: str) -> None:
    """Writes a frame of orders as CSV.

    pandas turns whole numbers with gaps into floats, so that customer 17850
    would become 17850.0; such columns are written as the whole numbers they
    are.
    """
    frame = orders.copy(deep=False)
    for name, column in orders.items():
        if pd.api.types.is_float_dtype(column.dtype) and _whole(column):
            frame[name] = column.astype("Int64")
    frame.to_csv(path, index=False, encoding="utf-8")


def _whole(column: pd.Series) -> bool:
    known = column.dropna()
    return bool(len(known)) and bool(((known % 1 == 0) & (known.abs() < 2**53)).all())


def _read(summary: dict[str, Any], folder: str) -> Analysis:
    rejected = os.path.join(folder, "rejected.csv")
    with open(os.path.join(folder, "report.html"), encoding="utf-8") as page:
        report = page.read()
    return Analysis(
        summary,
        tables.scores_from_csv(os.path.join(folder, "scores.csv")),
        tables.rejected_from_csv(rejected)
        if summary["input"]["rejected"]
        else tables.no_rejected(),
        report,
    )
