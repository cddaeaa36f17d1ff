"""The same customers through lifetimes and through Perennial, side by side.

    perennial generate orders --customers 5000 --seed 1 --out orders.csv
    python examples/from_lifetimes.py orders.csv

prints the tables of docs/guides/from-lifetimes.md. Needs lifetimes beside
this package.
"""

from __future__ import annotations

import sys
import time
import types
import warnings
from typing import Any

import pandas as pd

import perennial

warnings.simplefilter("ignore")  # of lifetimes, from 2020, about today's pandas
import lifetimes
import lifetimes.utils

FITTERS = ("BetaGeoFitter", "ModifiedBetaGeoFitter", "ParetoNBDFitter")


def main(path: str) -> None:
    orders = pd.read_csv(path, parse_dates=["ordered_at"])
    orders = orders[orders["amount"] > 0]
    theirs, ours = run(lifetimes, lifetimes.utils, orders), run(perennial, perennial, orders)
    show("Parameters", theirs["parameters"], ours["parameters"])
    show("Answers", theirs["answers"], ours["answers"])
    print("Seconds (this machine, this time)\n")
    print(table(theirs["seconds"], ours["seconds"], "{:.2f}"))


def run(package: types.ModuleType, utils: types.ModuleType, orders: pd.DataFrame) -> dict[str, Any]:
    """The whole of a usual notebook; only where names come from differs."""
    parameters, answers, seconds = {}, {}, {}
    began = time.perf_counter()
    summary = utils.summary_data_from_transaction_data(
        orders, "customer_id", "ordered_at", monetary_value_col="amount"
    )
    seconds["summaries"] = time.perf_counter() - began
    history = summary["frequency"], summary["recency"], summary["T"]
    for name in FITTERS:
        began = time.perf_counter()
        # A start of its own, or lifetimes begins the Pareto/NBD's search at random.
        start = [1.0] * 4 if name == "ParetoNBDFitter" else None
        fitter = getattr(package, name)().fit(*history, initial_params=start)
        seconds[f"{name} fit"] = time.perf_counter() - began
        parameters.update(
            {f"{name} {key}": fitter.params_[key] for key in sorted(fitter.params_.index)}
        )
        began = time.perf_counter()
        expected = fitter.conditional_expected_number_of_purchases_up_to_time(90, *history)
        seconds[f"{name} predict"] = time.perf_counter() - began
        answers[f"{name} purchases in 90 days"] = expected.sum()
        alive = pd.Series(fitter.conditional_probability_alive(*history))
        answers[f"{name} mean P(alive)"] = alive.mean()
        if name == "ModifiedBetaGeoFitter":
            buying = fitter
    again = summary[summary["frequency"] > 0]
    spend = again["frequency"], again["monetary_value"]
    money = package.GammaGammaFitter().fit(*spend)
    parameters.update(
        {f"GammaGammaFitter {key}": money.params_[key] for key in sorted(money.params_.index)}
    )
    answers["mean expected spend"] = money.conditional_expected_average_profit(*spend).mean()
    value = money.customer_lifetime_value(
        buying, again["frequency"], again["recency"], again["T"], again["monetary_value"]
    )
    answers["CLV in 12 months, all"] = value.sum()
    return {"parameters": parameters, "answers": answers, "seconds": seconds}


def show(title: str, theirs: dict[str, float], ours: dict[str, float]) -> None:
    print(f"{title}\n")
    print(table(theirs, ours, "{:.6g}"))
    print()


def table(theirs: dict[str, float], ours: dict[str, float], form: str) -> str:
    lines = ["| | lifetimes | perennial |", "| --- | ---: | ---: |"]
    for name, value in theirs.items():
        lines.append(f"| {name} | {form.format(value)} | {form.format(ours[name])} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1])
