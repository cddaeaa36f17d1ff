"""Columns as callers have them: Series, arrays, lists or single numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Columns:
    """Columns of one length, and what an answer about their rows looks like."""

    frame: pd.DataFrame
    labels: pd.Index | None  # of the Series given, if any was
    single: bool  # only single numbers were given

    def answer(self, values: pd.Series) -> Any:
        """One value a row as the caller gave the rows: Series, array or number."""
        if self.single:
            return float(values.iloc[0])
        if self.labels is None:
            return values.to_numpy()
        return pd.Series(values.to_numpy(), index=self.labels, name=values.name)


def columns(given: Mapping[str, Any]) -> Columns:
    """Checks that columns belong together and repeats single numbers."""
    lengths = {name: len(values) for name, values in given.items() if _many(values)}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {n}" for name, n in lengths.items())
        raise ValueError(f"the columns differ in length: {told}")
    rows = next(iter(lengths.values()), 1)
    data = {
        name: pd.Series(values).to_numpy(dtype=float) if name in lengths else float(values)
        for name, values in given.items()
    }
    frame = pd.DataFrame(data, index=range(rows))
    return Columns(frame, _labels(given), single=not lengths)


def _labels(given: Mapping[str, Any]) -> pd.Index | None:
    """The labels of the Series, which must agree: rows are matched by position."""
    found: tuple[str, pd.Index] | None = None
    for name, values in given.items():
        if not isinstance(values, pd.Series):
            continue
        if found is None:
            found = name, values.index
        elif not values.index.equals(found[1]):
            raise ValueError(f"{found[0]} and {name} have different indexes: align them first")
    return found[1] if found else None


def _many(values: Any) -> bool:
    return bool(pd.api.types.is_list_like(values))
