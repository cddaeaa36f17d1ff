"""One scoring: what was read, fitted, judged and chosen."""

from __future__ import annotations

from typing import Any

import pandas as pd

from . import tables
from .errors import BinaryTooOld, PerennialError

# Version of the shape of summary.json that this package reads.
SHAPE = 1


class Run:
    """A run record, docs/summary-json.md, with frames for its tables."""

    def __init__(self, summary: dict[str, Any]) -> None:
        shape = summary.get("version", 0)
        if shape < SHAPE:
            raise BinaryTooOld(
                "invalid",
                f"the summary has shape {shape}, and this package reads shape {SHAPE}",
                "Build or install a newer perennial",
            )
        if shape > SHAPE:
            raise PerennialError(
                "invalid",
                f"the summary has shape {shape}, and this package reads shape {SHAPE}",
                "Install the Python package that came with this perennial",
            )
        self.summary = summary

    @property
    def models(self) -> pd.DataFrame:
        """One row a fitted model: log likelihood, AIC, BIC, how the search ended."""
        return tables.fits(self.summary["models"])

    @property
    def parameters(self) -> pd.DataFrame:
        """Estimates and standard errors, by model and parameter."""
        return tables.parameters(self.summary["models"])

    @property
    def backtest(self) -> pd.DataFrame:
        """One row a model judged on held-out days; empty without a backtest."""
        return tables.backtest(self.summary["backtest"])

    @property
    def headline(self) -> pd.DataFrame:
        """The four numbers that matter, with their intervals and working."""
        return pd.DataFrame(self.summary["headline"]).set_index("key")

    @property
    def totals(self) -> pd.Series:
        """Sums over all customers."""
        return pd.Series(self.summary["totals"], name="totals", dtype=float)

    @property
    def definition(self) -> dict[str, Any]:
        """What the numbers mean: horizon, margin, discount, as-of, unit and so on."""
        return dict(self.summary["definition"])

    @property
    def chosen(self) -> dict[str, str]:
        """The models behind the scores, and why."""
        return dict(self.summary["chosen"])

    @property
    def notices(self) -> list[dict[str, str]]:
        """What a reader must know beside the numbers: level, code and text."""
        return list(self.summary["notices"])

    def __repr__(self) -> str:
        read, chosen = self.summary["input"], self.summary["chosen"]
        return (
            f"<perennial.{type(self).__name__}: {read['customers']} customers as of "
            f"{self.summary['definition']['as_of']}, {chosen['transactions']} and {chosen['spend']}>"
        )
