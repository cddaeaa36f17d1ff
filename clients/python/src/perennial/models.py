"""``perennial models fit`` and ``predict``: summaries in, records and frames out."""

from __future__ import annotations

import io
import json
import os
import tempfile
from typing import Any

import pandas as pd

from . import binary
from .errors import PerennialError


def fit(model: str, summary: pd.DataFrame) -> tuple[dict[str, Any], str]:
    """Fits a model to customer summaries: its record, and the text of its file.

    Customers with the same history are sent once, with their number as weight.
    """
    together = _together(summary)
    with tempfile.TemporaryDirectory(prefix="perennial-") as work:
        path = os.path.join(work, "model.json")
        command = ["models", "fit", f"--model={model}", "--summary=-", "--json", f"--out={path}"]
        told = _ask(command, together, summary)
        with open(path, encoding="utf-8") as file:
            return json.loads(told), file.read()


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


def _together(summary: pd.DataFrame) -> pd.DataFrame:
    if not (summary["weight"] > 0).all():  # a sum would hide the one that cannot be
        return summary
    keys = [name for name in summary.columns if name != "weight"]
    return summary.groupby(keys, sort=False, dropna=False)["weight"].sum().reset_index()


def _ask(command: list[str], distinct: pd.DataFrame, whole: pd.DataFrame) -> str:
    try:
        return binary.run(command, stdin=_csv(distinct))
    except PerennialError as problem:
        if problem.code not in ("invalid", "bad_input") or len(distinct) == len(whole):
            raise
        # Asked again with all rows, the message names the caller's row.
        binary.run(command, stdin=_csv(whole))
        raise


def _csv(frame: pd.DataFrame) -> str:
    return str(frame.to_csv(index=False))
