"""A million simulated customers: seconds to fit and to predict, beside lifetimes.

python examples/million.py
"""

from __future__ import annotations

import time
import types
import warnings

import numpy as np
import pandas as pd

import perennial

warnings.simplefilter("ignore")  # of lifetimes, from 2020, about today's pandas
import lifetimes

CUSTOMERS = 1_000_000


def main() -> None:
    customers = simulate(np.random.default_rng(1))
    print(f"{CUSTOMERS} customers, {len(customers.drop_duplicates())} distinct histories")
    for package in (lifetimes, perennial):
        measure(package, customers)


def simulate(rng: np.random.Generator) -> pd.DataFrame:
    """Days of a first year, bought at rates that differ and left at moments that differ."""
    age = rng.integers(30, 365, CUSTOMERS).astype(float)
    rate, leaving = rng.gamma(0.24, 1 / 28, CUSTOMERS), rng.gamma(0.6, 1 / 60, CUSTOMERS)
    life = np.minimum(age, rng.exponential(1 / leaving))
    frequency = rng.poisson(rate * life).astype(float)
    last = np.floor(life * rng.beta(np.maximum(frequency, 1), 1))
    recency = np.where(frequency > 0, np.maximum(1, last), 0)
    return pd.DataFrame({"frequency": frequency, "recency": recency, "T": age})


def measure(package: types.ModuleType, customers: pd.DataFrame) -> None:
    history = customers["frequency"], customers["recency"], customers["T"]
    began = time.perf_counter()
    fitter = package.BetaGeoFitter().fit(*history)
    fitted = time.perf_counter()
    total = fitter.predict(90, *history).sum()
    done = time.perf_counter()
    print(
        f"{package.__name__}: fit {fitted - began:.1f} s, predict {done - fitted:.1f} s, "
        f"{total:.0f} purchases in 90 days"
    )


if __name__ == "__main__":
    main()
