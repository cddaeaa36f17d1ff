"""What `perennial analyze` does, as far as pandas and lifetimes can do it.

    peer_analyze.py orders.csv --out DIR [--full] [--models bg-nbd,mbg-nbd,pareto-nbd]

Without --full: read, summarise, one BG/NBD and one Gamma-Gamma fit, the scores,
CSV and Parquet. With --full: also a hold-out of the last 52 weeks and every
model named, fitted to the calibration period and again to all of the log.
Prints JSON: seconds of every step, and the fits.

Done in the peer's favour: the Arrow reader, integer customer ids while
summarising, and refunds dropped rather than netted.
"""
import argparse
import json
import os
import time

import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter, ModifiedBetaGeoFitter, ParetoNBDFitter
from lifetimes.utils import calibration_and_holdout_data, summary_data_from_transaction_data

WEEK = dict(freq="D", freq_multiplier=7)
FITTERS = {"bg-nbd": BetaGeoFitter, "mbg-nbd": ModifiedBetaGeoFitter, "pareto-nbd": ParetoNBDFitter}
steps = {}


class step:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.start = time.perf_counter()

    def __exit__(self, *_):
        steps[self.name] = round(time.perf_counter() - self.start, 3)


def backtest(orders, models):
    """Fit to all but the last 52 weeks and compare with what was bought then."""
    until = orders.ordered_at.max().normalize()
    with step("hold-out"):
        split = calibration_and_holdout_data(
            orders, "customer", "ordered_at", until - pd.Timedelta(days=364), until, monetary_value_col="amount", **WEEK)
    scores = {}
    for name in models:
        with step("hold-out " + name):
            x, tx, age = split.frequency_cal, split.recency_cal, split.T_cal
            model = FITTERS[name]().fit(x, tx, age)
            expected = model.conditional_expected_number_of_purchases_up_to_time(52, x, tx, age)
            scores[name] = {"predicted": float(expected.sum()), "actual": float(split.frequency_holdout.sum()),
                            "mae": float(np.abs(expected - split.frequency_holdout).mean())}
    return min(models, key=lambda name: scores[name]["mae"]), scores


def main():
    args = argparse.ArgumentParser()
    args.add_argument("file")
    args.add_argument("--out", required=True)
    args.add_argument("--full", action="store_true")
    args.add_argument("--models", default="bg-nbd,mbg-nbd,pareto-nbd")
    args = args.parse_args()
    models = args.models.split(",") if args.full else ["bg-nbd"]
    chosen, scores = "bg-nbd", {}
    np.random.seed(1)  # lifetimes starts Pareto/NBD from a random point

    with step("read"):
        orders = pd.read_csv(args.file, usecols=["customer_id", "ordered_at", "amount"],
                             parse_dates=["ordered_at"], engine="pyarrow")
        rows = len(orders)
        orders = orders[orders.amount > 0]
        orders["customer"], names = pd.factorize(orders.pop("customer_id"))
    with step("summarise"):
        customers = summary_data_from_transaction_data(orders, "customer", "ordered_at", "amount", **WEEK)
    if args.full:
        chosen, scores = backtest(orders, models)
    del orders

    x, tx, age = customers.frequency, customers.recency, customers["T"]
    fitted = {}
    for name in models:
        with step("fit " + name):
            fitted[name] = FITTERS[name]().fit(x, tx, age)
    with step("fit gamma-gamma"):
        repeat = customers[(x > 0) & (customers.monetary_value > 0)]
        spend = GammaGammaFitter().fit(repeat.frequency, repeat.monetary_value)
    with step("score"):
        model = fitted[chosen]
        customers["p_alive"] = model.conditional_probability_alive(x, tx, age)
        customers["expected_orders"] = model.conditional_expected_number_of_purchases_up_to_time(52, x, tx, age)
        customers["expected_order_value"] = spend.conditional_expected_average_profit(x, customers.monetary_value)
        customers["clv"] = spend.customer_lifetime_value(
            model, x, tx, age, customers.monetary_value, time=12, discount_rate=1.1 ** (1 / 12) - 1, freq="W")
    with step("write"):
        os.makedirs(args.out, exist_ok=True)
        customers.index = pd.Index(names[customers.index], name="customer_id")
        customers.sort_values("clv", ascending=False, inplace=True)
        customers.to_csv(os.path.join(args.out, "scores.csv"))
        customers.to_parquet(os.path.join(args.out, "scores.parquet"))

    print(json.dumps({
        "rows": rows, "customers": len(customers), "steps": steps, "chosen": chosen, "backtest": scores,
        "models": {name: m.params_.to_dict() for name, m in fitted.items()} | {"gamma-gamma": spend.params_.to_dict()},
    }))


main()
