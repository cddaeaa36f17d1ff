"""Perennial's models for pandas: what every customer is worth.

``analyze`` goes from an order log to scores; the fitters and the functions
that make customer summaries have lifetimes' names and arguments; ``Client``
talks to a running server. All the mathematics is in the program ``perennial``,
found by PERENNIAL_BIN or in PATH.
"""

from .analysis import Analysis, analyze
from .client import Client, Customer, Progress
from .errors import BinaryMissing, BinaryTooOld, FitWarning, PerennialError
from .fitters import (
    BetaGeoFitter,
    GammaGammaFitter,
    ModifiedBetaGeoFitter,
    ParetoNBDFitter,
)
from .run import Run
from .summaries import calibration_and_holdout_data, summary_data_from_transaction_data

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "BetaGeoFitter",
    "BinaryMissing",
    "BinaryTooOld",
    "Client",
    "Customer",
    "FitWarning",
    "GammaGammaFitter",
    "ModifiedBetaGeoFitter",
    "ParetoNBDFitter",
    "PerennialError",
    "Progress",
    "Run",
    "analyze",
    "calibration_and_holdout_data",
    "summary_data_from_transaction_data",
]
