"""``perennial models fit`` and ``predict``: summaries in, records and frames out."""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
from dataclasses import dataclass
from typing import Any

import pandas as pd

from . import binary
from .errors import PerennialError

# Version of the layout of model files that this package reads.
SCHEMA = 1


@dataclass(frozen=True)
class Record:
    """What a model file says of its fit."""

    model: str
    parameters: pd.Series
    covariance: pd.DataFrame  # of the parameters; NaN where it is not known
    standard_errors: pd.Series
    log_likelihood: float
    aic: float
    bic: float
    customers: float
    converged: bool
    doubts: list[str]  # what must be known before the parameters are used


def fit(model: str, summary: pd.DataFrame, unit: str) -> str:
    """Fits a model to customer summaries and returns the text of its file.

    Customers with the same history are sent once, with their number as weight.
    The file says that times are in ``unit``: day or week.
    """
    together = _together(summary)
    with tempfile.TemporaryDirectory(prefix="perennial-") as work:
        path = os.path.join(work, "model.json")
        command = ["models", "fit", "--summary=-", "--json"]
        command += [f"--model={model}", f"--unit={unit}", f"--out={path}"]
        _ask(command, together, summary)
        with open(path, encoding="utf-8") as file:
            return file.read()


def read(model_file: str) -> Record:
    """Reads the text of a model file; raises ValueError when it is none."""
    document = json.loads(model_file)
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise ValueError(f"not a model file of schema {SCHEMA}, such as save_model writes")
    parameters = pd.Series(document["parameters"], dtype=float)
    fitted = document.get("diagnostics") or {}
    names = fitted.get("names") or list(parameters.index)
    unknown = [float("nan")] * len(names)
    errors = pd.Series(fitted.get("std_err") or unknown, index=names, dtype=float)
    covariance = fitted.get("covariance") or [unknown] * len(names)
    return Record(
        model=document["model"],
        parameters=parameters,
        covariance=pd.DataFrame(covariance, index=names, columns=names, dtype=float),
        standard_errors=errors,
        log_likelihood=_number(fitted, "log_likelihood"),
        aic=_number(fitted, "aic"),
        bic=_number(fitted, "bic"),
        customers=_number(fitted, "customers"),
        converged=bool(fitted.get("converged", False)),
        doubts=_doubts(fitted) if fitted else [],
    )


def predict(
    model_file: str, summary: pd.DataFrame, horizon: float, discount_rate: float | None = None
) -> pd.DataFrame:
    """One row of predictions for each row of the summary, in its order.

    Each history is asked about once.
    """
    which = summary.groupby(list(summary.columns), sort=False, dropna=False).ngroup()
    distinct = summary[~which.duplicated()]
    with tempfile.TemporaryDirectory(prefix="perennial-") as work:
        path = os.path.join(work, "model.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(model_file)
        command = ["models", "predict", f"--model-file={path}", "--summary=-", "--out=-"]
        command.append(f"--horizon={float(horizon)!r}")
        if discount_rate is not None:
            command.append(f"--discount-rate={float(discount_rate)!r}")
        told = _ask(command, distinct, summary)
    answers = pd.read_csv(io.StringIO(told), float_precision="round_trip")
    if len(answers) != len(distinct):
        raise PerennialError(
            "internal", f"perennial answered with {len(answers)} rows for {len(distinct)}"
        )
    return answers.take(which.to_numpy()).reset_index(drop=True)


def _number(fitted: dict[str, Any], name: str) -> float:
    value = fitted.get(name)
    return float("nan") if value is None else float(value)


def _doubts(fitted: dict[str, Any]) -> list[str]:
    doubts = list(fitted["warnings"])  # parameters at a boundary are among them
    if not fitted["converged"]:
        doubts.append("the search did not converge: do not use these parameters")
    return doubts


def _together(summary: pd.DataFrame) -> pd.DataFrame:
    if not (summary["weight"] > 0).all():  # a sum would hide the one that cannot be
        return summary
    keys = [name for name in summary.columns if name != "weight"]
    return summary.groupby(keys, sort=False, dropna=False)["weight"].sum().reset_index()


def _ask(command: list[str], distinct: pd.DataFrame, whole: pd.DataFrame) -> str:
    try:
        return binary.run(command, stdin=_csv(distinct))
    except PerennialError as problem:
        if problem.code not in ("invalid", "bad_input"):
            raise
    # Asked again with all rows, the message has the line of the caller's row.
    try:
        return binary.run(command, stdin=_csv(whole))
    except PerennialError as problem:
        told = _LINE.sub(_row, problem.message)
        raise PerennialError(problem.code, told, problem.hint, problem.status) from None


# How a message names a row: the header is line 1.
_LINE = re.compile(r"^[^:]*\bline (\d+):")


def _row(line: re.Match[str]) -> str:
    return f"row {int(line[1]) - 2} (the first is 0):"


def _csv(frame: pd.DataFrame) -> str:
    if "T" not in frame.columns:
        # A summary has times, which a model of spend does not look at.
        frame = frame.assign(recency=(frame["frequency"] > 0).astype(int), T=1)
    return str(frame.to_csv(index=False))
