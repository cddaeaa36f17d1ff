"""Times lifetimes' fits on a file of distinct customers (x,tx,T[,m]).

    peer_fit.py file.csv [--only bgnbd,mbgnbd,paretonbd,gammagamma]
    peer_fit.py --cdnow FILE --until 1997-09-30

Prints the JSON of `go run ./bench/fit`. The seconds are those of fit() alone.
The log-likelihood is evaluated again at the fitted parameters and the data's
own time unit, in log space: the library's own is scaled and averaged.
"""
import argparse
import json
import time

import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter, ModifiedBetaGeoFitter, ParetoNBDFitter
from lifetimes.utils import summary_data_from_transaction_data
from scipy.special import gammaln


def ll_bg(m, x, tx, age, modified=False):
    r, alpha, a, b = (m.params_[k] for k in ("r", "alpha", "a", "b"))
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + gammaln(a + b) - gammaln(b)
    alive = -(r + x) * np.log(alpha + age)
    gone = -(r + x) * np.log(alpha + tx)
    if modified:
        common += gammaln(b + x + 1) - gammaln(a + b + x + 1)
        return np.sum(common + np.logaddexp(alive, np.log(a / (b + x)) + gone))
    common += gammaln(b + x) - gammaln(a + b + x)
    with np.errstate(divide="ignore"):
        odds = np.where(x > 0, np.log(a) - np.log(b + np.maximum(x, 1) - 1), -np.inf)
    return np.sum(common + np.logaddexp(alive, odds + gone))


def ll_pareto(m, x, tx, age):
    params = [m.params_[k] for k in ("r", "alpha", "s", "beta")]
    return np.sum(m._conditional_log_likelihood(params, x, tx, age))


def ll_gamma(m, x, z):
    p, q, v = (m.params_[k] for k in ("p", "q", "v"))
    return np.sum(gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
                  + (p * x - 1) * np.log(z) + p * x * np.log(x) - (p * x + q) * np.log(x * z + v))


FITS = {
    "bgnbd": (BetaGeoFitter, ll_bg),
    "mbgnbd": (ModifiedBetaGeoFitter, lambda *a: ll_bg(*a, modified=True)),
    "paretonbd": (ParetoNBDFitter, ll_pareto),
    "gammagamma": (GammaGammaFitter, ll_gamma),
}


def cdnow(path, until):
    """The classic sample: customer, cumulative count, date, units, amount."""
    log = pd.read_csv(path, sep=r"\s+", header=None, names=["all", "customer", "date", "units", "amount"])
    log.date = pd.to_datetime(log.date.astype(str))
    rfm = summary_data_from_transaction_data(log, "customer", "date", "amount", observation_period_end=until, freq="D",
                                             freq_multiplier=7)
    return rfm.rename(columns={"frequency": "x", "recency": "tx", "monetary_value": "m"})


def main():
    args = argparse.ArgumentParser()
    args.add_argument("file", nargs="?")
    args.add_argument("--cdnow")
    args.add_argument("--until", default="1997-09-30")
    args.add_argument("--only", default=",".join(FITS))
    args = args.parse_args()
    d = cdnow(args.cdnow, args.until) if args.cdnow else pd.read_csv(args.file)
    np.random.seed(1)  # lifetimes starts Pareto/NBD from a random point
    results = []
    for name in args.only.split(","):
        fitter, ll = FITS[name]
        data = [d[c].to_numpy() for c in ("x", "tx", "T")]
        if name == "gammagamma":
            if "m" not in d:
                continue
            repeat = d[(d.x > 0) & (d.m > 0)]
            data = [repeat[c].to_numpy() for c in ("x", "m")]
        result = {"name": name, "rows": len(data[0])}
        start, cpu = time.perf_counter(), time.process_time()
        try:
            model = fitter().fit(*data)
            result["seconds"], result["cpu_seconds"] = time.perf_counter() - start, time.process_time() - cpu
            result["log_likelihood"] = float(ll(model, *data))
            result["parameters"] = model.params_.tolist()
        except Exception as err:
            result["seconds"] = time.perf_counter() - start
            result["error"] = str(err).strip() or type(err).__name__
        results.append(result)
    print(json.dumps(results))


main()
