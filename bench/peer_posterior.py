"""Samples the posterior of BG/NBD and Pareto/NBD on the CDNOW sample with PyMC-Marketing.

Prints one JSON list: for each model the wall-clock seconds of fit(), those of building the model apart, and the mean,
standard deviation, R-hat and effective sample sizes of every parameter. Its default priors and its default sampler
(NUTS of PyMC) are used; --chains, --draws and --tune are the only settings.

    peer_posterior.py CDNOW_SAMPLE.txt [--only bgnbd,paretonbd] [--until 1997-09-30]
"""

import argparse
import json
import os
import time
import warnings

warnings.filterwarnings("ignore")

import arviz as az
import pandas as pd
from pymc_marketing.clv import BetaGeoModel, ParetoNBDModel

MODELS = {
    "bgnbd": (BetaGeoModel, ["r", "alpha", "a", "b"]),
    "paretonbd": (ParetoNBDModel, ["r", "alpha", "s", "beta"]),
}


def cdnow(path, until):
    """Purchase days to repeat purchases, recency and age in exact weeks."""
    log = pd.read_csv(path, sep=r"\s+", header=None, names=["all", "customer_id", "date", "units", "amount"])
    log.date = pd.to_datetime(log.date.astype(str))
    until = pd.Timestamp(until)
    days = log[log.date <= until].groupby("customer_id").date
    first, last = days.min(), days.max()
    return pd.DataFrame({
        "frequency": (days.nunique() - 1).astype(float),
        "recency": (last - first).dt.days / 7,
        "T": (until - first).dt.days / 7,
    }).reset_index()


def sample(name, data, args):
    kind, names = MODELS[name]
    start = time.perf_counter()
    model = kind()
    model.build_model(data=data)
    built = time.perf_counter()
    trace = model.fit(data=data, method="mcmc", chains=args.chains, draws=args.draws, tune=args.tune,
                      cores=os.cpu_count(), random_seed=1, progressbar=False)
    seconds = time.perf_counter() - built
    table = az.summary(trace, var_names=names, round_to=6)
    return {
        "name": name, "rows": len(data), "build_seconds": built - start, "seconds": seconds,
        "sampling_seconds": float(trace.posterior.attrs.get("sampling_time", 0)),
        "divergences": int(trace.sample_stats.diverging.sum()),
        "leapfrogs": int(trace.sample_stats.n_steps.sum()),
        "parameters": {n: {k: float(table.loc[n, k]) for k in ("mean", "sd", "mcse_mean", "r_hat", "ess_bulk", "ess_tail")}
                       for n in names},
    }


def main():
    args = argparse.ArgumentParser()
    args.add_argument("file")
    args.add_argument("--until", default="1997-09-30")
    args.add_argument("--only", default=",".join(MODELS))
    args.add_argument("--chains", type=int, default=4)
    args.add_argument("--draws", type=int, default=1000)
    args.add_argument("--tune", type=int, default=1000)
    args = args.parse_args()
    data = cdnow(args.file, args.until)
    print(json.dumps([sample(name, data, args) for name in args.only.split(",")]))


if __name__ == "__main__":
    main()
