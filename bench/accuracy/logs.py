"""Lays out one order log for judging.

    logs.py --kind cdnow --source FILE --out DIR --cut 1997-09-30 [--cut ...]

Writes, below DIR:

    full.csv      the rows as they came
    orders.csv    customer,day,amount: one row an order, its lines added up
    DAY/log.csv   the rows up to each cut: all that a program at work would have

full.csv and the cuts keep the columns of the source, so that Perennial reads
them as it would the original.
"""
import argparse
import os

import pandas as pd

# column names: customer, time, amount or (quantity, price), order
COLUMNS = {
    "cdnow": ("customer", "date", "amount", None),
    "online-retail": ("Customer ID", "InvoiceDate", "Amount", "Invoice"),
    "online-retail-lines": ("Customer ID", "InvoiceDate", ("Quantity", "Price"), "Invoice"),
    "completejourney": ("household_id", "transaction_timestamp", "sales_value", "basket_id"),
    "completejourney-drug": ("household_id", "transaction_timestamp", "sales_value", "basket_id"),
    "redemptions": ("household_id", "redemption_date", "amount", None),
    "generated": ("customer_id", "ordered_at", "amount", "order_id"),
    "pareto": ("customer_id", "ordered_at", "amount", "order_id"),
}


def read(kind, source):
    """The rows as text."""
    if kind == "cdnow":
        return pd.read_csv(source, sep=r"\s+", header=None, dtype=str, names=["customer", "sample", "date", "units", "amount"])
    rows = pd.read_csv(source, dtype=str)
    if kind == "completejourney-drug":
        products = pd.read_csv(os.path.join(os.path.dirname(source), "completejourney_products.csv.gz"), dtype=str)
        sold = set(products.loc[products.department == "DRUG GM", "product_id"])
        rows = rows[rows.product_id.isin(sold)]
    if kind == "redemptions":  # nothing was paid: every redemption counts one
        rows = rows.assign(amount="1.00")
    return rows


def orders(kind, rows):
    customer, time, amount, order = COLUMNS[kind]
    if isinstance(amount, tuple):
        money = rows[amount[0]].astype(float) * rows[amount[1]].astype(float)
    else:
        money = rows[amount].astype(float)
    tidy = pd.DataFrame({"customer": rows[customer], "day": days(rows[time]), "amount": money})
    tidy["order"] = rows[order] if order else range(len(rows))
    tidy = tidy[tidy.customer.notna() & (tidy.customer != "")]
    tidy = tidy.groupby(["customer", "order"], sort=False).agg(day=("day", "first"), amount=("amount", "sum"))
    return tidy.reset_index()[["customer", "day", "amount"]]


def days(times):
    return pd.to_datetime(times.str[:10], format="mixed").dt.strftime("%Y-%m-%d")


def main():
    args = argparse.ArgumentParser()
    for name in ("kind", "source", "out"):
        args.add_argument("--" + name, required=True)
    args.add_argument("--cut", action="append", default=[])
    args = args.parse_args()
    rows = read(args.kind, args.source)
    when = days(rows[COLUMNS[args.kind][1]])
    layout = dict(index=False, sep=" " if args.kind == "cdnow" else ",", header=args.kind != "cdnow")
    os.makedirs(args.out, exist_ok=True)
    rows.to_csv(os.path.join(args.out, "full.csv"), **layout)
    orders(args.kind, rows).to_csv(os.path.join(args.out, "orders.csv"), index=False, float_format="%.4f")
    for cut in args.cut:
        os.makedirs(os.path.join(args.out, cut), exist_ok=True)
        rows[when <= cut].to_csv(os.path.join(args.out, cut, "log.csv"), **layout)


main()
