"""Orders to customer summaries: frequency, recency, T and mean spend.

Same arguments and same figures as lifetimes' functions of these names. A
period with a purchase counts once, whatever is bought in it. With ``freq`` as
the period, recency and T are counted in ``freq_multiplier`` periods.
"""

from __future__ import annotations

from typing import Any

import pandas as pd


def summary_data_from_transaction_data(
    transactions: pd.DataFrame,
    customer_id_col: str,
    datetime_col: str,
    monetary_value_col: str | None = None,
    datetime_format: str | None = None,
    observation_period_end: Any = None,
    freq: str = "D",
    freq_multiplier: float = 1,
    include_first_transaction: bool = False,
) -> pd.DataFrame:
    """One row a customer, indexed by id: frequency, recency, T [, monetary_value].

    ``frequency`` counts periods with a purchase after the first such period,
    ``recency`` is the time from the first to the last, ``T`` from the first to
    ``observation_period_end`` (by default the last purchase), and
    ``monetary_value`` the mean spend of the counted periods, 0 without one.
    With ``include_first_transaction`` the first period is counted too; models
    want it left out. Rows without a customer or time are passed over.
    """
    log = _log(transactions, customer_id_col, datetime_col, monetary_value_col, datetime_format)
    end = _end(observation_period_end, log, datetime_col, datetime_format).to_period(freq)
    log[datetime_col] = log[datetime_col].dt.to_period(freq).dt.to_timestamp()
    log = log[log[datetime_col] <= end.to_timestamp()]

    keys = [customer_id_col, datetime_col]
    spend = log.groupby(keys)[monetary_value_col].sum() if monetary_value_col else None
    periods = log.drop_duplicates(keys)
    days = periods.groupby(customer_id_col)[datetime_col].agg(["min", "max", "count"])

    one = pd.Timedelta(1, unit=freq) * freq_multiplier
    out = pd.DataFrame(index=days.index)
    out["frequency"] = days["count"] - (0 if include_first_transaction else 1)
    out["recency"] = (days["max"] - days["min"]) / one
    out["T"] = (end.to_timestamp() - days["min"]) / one
    if spend is not None:
        if not include_first_transaction:
            first = spend.groupby(level=0).cumcount() == 0  # groupby sorted them by time
            spend = spend[~first]
        out["monetary_value"] = spend.groupby(level=0).mean().reindex(out.index).fillna(0)
    return out.astype("float64")


def calibration_and_holdout_data(
    transactions: pd.DataFrame,
    customer_id_col: str,
    datetime_col: str,
    calibration_period_end: Any,
    observation_period_end: Any = None,
    freq: str = "D",
    freq_multiplier: float = 1,
    datetime_format: str | None = None,
    monetary_value_col: str | None = None,
    include_first_transaction: bool = False,
) -> pd.DataFrame:
    """Summaries up to a day, beside what the same customers did after it.

    The columns of ``summary_data_from_transaction_data`` end in ``_cal``.
    ``frequency_holdout`` counts periods with a purchase in the hold-out,
    ``monetary_value_holdout`` is the mean of its transactions, and
    ``duration_holdout`` is its length. Customers first seen in the hold-out
    have no row.
    """
    log = _log(transactions, customer_id_col, datetime_col, monetary_value_col, datetime_format)
    end = _end(observation_period_end, log, datetime_col, datetime_format)
    split = pd.to_datetime(calibration_period_end, format=datetime_format)
    moments = log[datetime_col]
    later = log[(moments > split) & (moments <= end)]
    if later.empty:
        raise ValueError(f"there is no transaction after {split} and up to {end}")
    out = summary_data_from_transaction_data(
        log[moments <= split],
        customer_id_col,
        datetime_col,
        monetary_value_col=monetary_value_col,
        observation_period_end=split,
        freq=freq,
        freq_multiplier=freq_multiplier,
        include_first_transaction=include_first_transaction,
    ).add_suffix("_cal")
    periods = later[datetime_col].dt.to_period(freq)
    by_customer = periods.groupby(later[customer_id_col]).nunique()
    out["frequency_holdout"] = by_customer.reindex(out.index).fillna(0).astype("float64")
    if monetary_value_col:
        means = later.groupby(customer_id_col)[monetary_value_col].mean()
        out["monetary_value_holdout"] = means.reindex(out.index).fillna(0)
    out["duration_holdout"] = (end.to_period(freq) - split.to_period(freq)).n / freq_multiplier
    return out


def _log(
    transactions: pd.DataFrame,
    customer_id_col: str,
    datetime_col: str,
    monetary_value_col: str | None,
    datetime_format: str | None,
) -> pd.DataFrame:
    columns = [customer_id_col, datetime_col]
    if monetary_value_col:
        columns.append(monetary_value_col)
    missing = [name for name in columns if name not in transactions.columns]
    if missing:
        raise KeyError(
            f"the frame has no column {missing[0]!r}; it has {list(transactions.columns)}"
        )
    log = transactions[columns].copy()
    moments = pd.to_datetime(log[datetime_col], format=datetime_format)
    if moments.dt.tz is not None:
        moments = moments.dt.tz_localize(None)  # periods know no zones: local time decides the day
    log[datetime_col] = moments
    log = log.dropna(subset=columns[:2])
    if log.empty:
        raise ValueError("there is no transaction with a customer and a time")
    return log


def _end(
    given: Any, log: pd.DataFrame, datetime_col: str, datetime_format: str | None
) -> pd.Timestamp:
    if given is None:
        return log[datetime_col].max()
    if isinstance(given, pd.Period):
        return given.to_timestamp()
    end = pd.to_datetime(given, format=datetime_format)
    return end.tz_localize(None) if end.tzinfo is not None else end
