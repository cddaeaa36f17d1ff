"""Judges one split of one log.

    judge.py --orders orders.csv --cut 1997-09-30 --end 1998-06-30 --runs DIR

DIR holds what `perennial analyze --out` wrote: blind/ (the log ended at the
cut), seen/ (the whole log with --as-of) and model-NAME/ (as blind, with
--model NAME). Prints JSON: one record a model, of either side.
"""
import argparse
import json
import os
import sys

import numpy as np
import pandas as pd

import chances
import metrics
import peer

KNOWN = ("bg-nbd", "mbg-nbd", "pareto-nbd", "nbd", "pareto-nbd-mid-life")  # in chances.py


class Split:
    """What both sides are told, and what happened."""

    def __init__(self, orders, cut, end, scores):
        self.days = (pd.Timestamp(end) - pd.Timestamp(cut)).days
        self.t = self.days / 7
        scores = scores[scores.first_order.notna()].sort_values("customer_id").reset_index(drop=True)
        self.ids = scores.customer_id
        self.x, self.tx, self.T = (scores[c].to_numpy(float) for c in ("frequency", "recency", "T"))
        orders = orders[orders.customer.isin(set(self.ids)) & (orders.day <= end)]
        bought = orders[orders.amount >= 0]
        after = bought[bought.day > cut]
        self.y = self.each(after.groupby("customer").day.nunique())
        later = orders[orders.day > cut]
        self.spent = self.each(later.groupby("customer").amount.sum())
        before = bought[bought.day <= cut]
        first = before.groupby("customer").day.transform("min")
        repeat = before[before.day > first]
        total = self.each(repeat.groupby("customer").amount.sum())
        self.m = np.where(self.x > 0, total / np.maximum(self.x, 1), 0)
        counted = self.each(before.groupby("customer").day.nunique()) - 1
        if not np.array_equal(counted, self.x):
            sys.exit(f"purchase days counted twice differ for {np.sum(counted != self.x)} customers")

    def each(self, series):
        series.index = series.index.astype(str)
        return series.reindex(self.ids).fillna(0).to_numpy(float)

    def column(self, scores, name):
        return scores.set_index("customer_id")[name].reindex(self.ids).to_numpy(float)


def load(runs, name):
    folder = os.path.join(runs, name)
    if not os.path.exists(os.path.join(folder, "scores.csv")):
        return None, None
    with open(os.path.join(folder, "summary.json")) as f:
        return pd.read_csv(os.path.join(folder, "scores.csv"), dtype={"customer_id": str}), json.load(f)


def our_chances(s, summary, name, predicted):
    """From the parameters in the summary; None for what cannot be had so."""
    params = {m["name"]: m["parameters"] for m in summary["models"]}
    chosen = summary["chosen"]
    mixed = name == chosen["transactions"] and chosen.get("weights")
    weights = mixed or {name: 1}
    if not all(m in params and m in KNOWN for m in weights):
        return None
    t = s.t * (mixed and chosen.get("pace") or 1)  # a season's pace is more or less time
    corrected = chosen.get("correction")

    def tables(rows, least):
        parts = [w * chances.table(m, params[m], *rows.T, t, least) for m, w in weights.items()]
        whole = np.zeros((len(rows), max(p.shape[1] for p in parts)))
        for p in parts:
            whole[:, :p.shape[1]] += p
        return whole

    histories = np.column_stack([s.x, s.tx, s.T])
    if corrected:
        shapes, which = np.unique(histories, axis=0, return_inverse=True)
        whole = tables(shapes, int(s.y.max()) + 1)[which.ravel()]
        return chances.tilt(whole, predicted)[np.arange(len(s.y)), s.y.astype(int)]
    some = np.linspace(0, len(s.x) - 1, 100).astype(int)
    if not np.allclose(chances.mean(tables(histories[some], 0)), predicted[some], rtol=1e-4, atol=1e-6):
        print(f"{name} is more than its parameters say: no log score by them", file=sys.stderr)
        return None
    return sum(w * chances.chance(m, params[m], s.x, s.tx, s.T, s.y, t) for m, w in weights.items())


def record(s, who, model, predicted, chance, note=""):
    r = {"who": who, "model": model, "note": note, **metrics.judge(predicted, s.y)}
    if chance is not None:
        r["log_score"] = np.mean(np.log(np.maximum(chance, chances.LEAST)))
    r["_predicted"], r["_chance"] = predicted, chance
    return r


def ours(s, runs, seen):
    """The single models, the mixtures, the naive rule and what was chosen blind."""
    by_name = {m["name"]: m for m in seen["backtest"]["models"]}
    rows = []
    for name in [n[len("model-"):] for n in sorted(os.listdir(runs)) if n.startswith("model-")] + ["chosen"]:
        scores, summary = load(runs, "blind" if name == "chosen" else "model-" + name)
        if scores is None:
            continue
        model = summary["chosen"]["transactions"]
        predicted = s.column(scores, "expected_orders")
        r = record(s, "Perennial", name, predicted, our_chances(s, summary, model, predicted))
        r["is"] = "learned" if summary["chosen"].get("correction") else model
        if summary["chosen"].get("pace"):
            r["note"] = f"pace {summary['chosen']['pace']:.2f}"
        told = by_name.get(r["is"])
        if told and abs(told["rmse"] / r["rmse"] - 1) < 1e-6 and abs(told["predicted"] / r["predicted"] - 1) < 1e-6:
            r["told"] = told["log_score"]
            if abs(r.setdefault("log_score", told["log_score"]) - told["log_score"]) > 1e-4:
                print(f"log score of {name}: {r['log_score']}, summary.json says {told['log_score']}", file=sys.stderr)
        rows.append(r)
    rate = chances.naive_rate(s.x, s.T)
    rows.append(record(s, "Perennial", "naive", rate * s.t, chances.naive_chance(s.x, s.T, s.y, s.t)))
    return rows


def theirs(s):
    rows = []
    for name in peer.FITTERS:
        try:
            predicted, chance, params, note = peer.purchases(name, s.x, s.tx, s.T, s.y, s.t)
        except RuntimeError as err:
            rows.append({"who": "lifetimes", "model": name, "note": f"no fit: {err}"})
            continue
        r = record(s, "lifetimes", name, predicted, chance, note)
        r["parameters"] = params
        rows.append(r)
    return rows


def compare(s, mine, peers):
    """What was chosen beside the best of the peer, measure by measure."""
    out, peers = {}, [p for p in peers if "bias" in p]
    if not peers:
        return out
    best = min(peers, key=lambda p: abs(p["bias"]))
    out["bias"] = {"model": best["model"], "theirs": best["bias"], "ours": mine["bias"]}
    for name, measure, sign in (("rmse", metrics.rmse, -1), ("gini", metrics.gini, 1)):
        best = max(peers, key=lambda p: sign * p[name])
        out[name] = {"model": best["model"], "theirs": best[name], "ours": mine[name],
                     **metrics.paired(measure, mine["_predicted"], best["_predicted"], s.y)}
    best = max(peers, key=lambda p: p["log_score"])
    out["log_score"] = {"model": best["model"], "theirs": best["log_score"], "ours": mine.get("log_score")}
    if mine["_chance"] is not None:
        scores = [np.log(np.maximum(c, chances.LEAST)) for c in (mine["_chance"], best["_chance"])]
        out["log_score"].update(metrics.paired(metrics.mean_score, *scores, s.y))
    return out


def value(s, blind, rows):
    """Spend in the hold-out, net of refunds: each purchase model with its own spend model."""
    scores, summary = blind
    clv, low, high = (s.column(scores, c) for c in ("clv", "clv_low", "clv_high"))
    out = [{"who": "Perennial", "model": "chosen", "note": summary["chosen"]["spend"], **metrics.judge(clv, s.spent)}]
    out[0]["above"], out[0]["below"] = np.mean(s.spent > high), np.mean(s.spent < low)
    back = s.x > 0
    out[0]["above_repeat"], out[0]["below_repeat"] = np.mean((s.spent > high)[back]), np.mean((s.spent < low)[back])
    totals = summary["totals"]
    out[0]["low"], out[0]["high"] = totals["predicted_low"], totals["predicted_high"]
    try:
        each, note = peer.spend(s.x, s.m)
    except RuntimeError as err:
        return out + [{"who": "lifetimes", "model": "gamma-gamma", "note": f"no fit: {err}"}]
    for r in rows:
        if r["who"] == "lifetimes" and "_predicted" in r:
            out.append({"who": "lifetimes", "model": r["model"], "note": note, **metrics.judge(each * r["_predicted"], s.spent)})
    return out


def main():
    args = argparse.ArgumentParser()
    for name in ("orders", "cut", "end", "runs"):
        args.add_argument("--" + name, required=True)
    args.add_argument("--no-value", action="store_true")
    args = args.parse_args()
    orders = pd.read_csv(args.orders, dtype={"customer": str})
    blind, (_, seen) = load(args.runs, "blind"), load(args.runs, "seen")
    if blind[1]["definition"]["as_of"] != args.cut:
        sys.exit(f"as-of is {blind[1]['definition']['as_of']}, not {args.cut}")
    s = Split(orders, args.cut, args.end, blind[0])
    if seen["backtest"]["customers"] != len(s.ids) or seen["backtest"]["models"][0]["actual"] != s.y.sum():
        sys.exit(f"Perennial saw {seen['backtest']['models'][0]['actual']} purchases, here are {s.y.sum()}")
    mine, peers = ours(s, args.runs, seen), theirs(s)
    chosen = next(r for r in mine if r["model"] == "chosen")
    result = {
        "days": s.days, "customers": len(s.ids), "purchases": s.y.sum(), "spent": s.spent.sum(), "bought": np.mean(s.y > 0),
        "repeaters": np.mean(s.x > 0), "models": mine + peers, "compare": compare(s, chosen, peers),
        "value": [] if args.no_value else value(s, blind, peers), "chosen": chosen["is"], "spend": blind[1]["chosen"]["spend"], "spend_days": blind[1]["chosen"].get("spend_days", ""),
        "chosen_seen": "learned" if seen["chosen"].get("correction") else seen["chosen"]["transactions"],
    }
    for r in result["models"]:
        r.pop("_predicted", None), r.pop("_chance", None)
    json.dump(result, sys.stdout, default=float)


main()
