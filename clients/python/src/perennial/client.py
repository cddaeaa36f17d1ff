"""``Client``: a running server, with pandas frames in and out."""

from __future__ import annotations

import concurrent.futures
import math
import os
import tempfile
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from . import tables
from .analysis import Orders, Path, write_orders
from .errors import PerennialError
from .http import Connection
from .run import Run

Answer = TypeVar("Answer")

# What one page holds at most.
_PAGE = 500
# How often a running job is asked how far it is, in seconds.
_ASK_EVERY = 0.1


@dataclass(frozen=True)
class Progress:
    """How far the server's job is: ``total`` is 0 when it is not known."""

    job: str
    step: str
    done: int
    total: int


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True)
class Customer:
    """Everything about one customer."""

    score: pd.Series
    orders: pd.DataFrame
    alive: pd.DataFrame
    cumulative: pd.DataFrame
    figures: pd.DataFrame
    rank: float
    notices: Sequence[Mapping[str, str]]


class Client:
    """A Perennial server.

    ``url`` is what ``perennial serve`` prints; ``headers`` are sent with each
    request, for a server behind something that asks for credentials;
    ``timeout`` is in seconds and does not apply to imports and scorings, which
    take as long as they take.
    """

    def __init__(
        self, url: str, *, timeout: float = 60, headers: Mapping[str, str] | None = None
    ) -> None:
        self._http = Connection(url, timeout, headers)

    def __repr__(self) -> str:
        return f"<perennial.Client: {self._http.url}>"

    def healthy(self) -> bool:
        """Whether the server answers."""
        try:
            return bool(self._http.get("/healthz")["status"] == "ok")
        except PerennialError:
            return False

    # Reading.

    def run(self) -> Run:
        """The latest scoring, with its models and backtest as frames."""
        return Run(self._http.get("/run"))

    def overview(self) -> dict[str, Any]:
        """The overview page; the customers of ``best`` and ``slipping`` are frames."""
        page: dict[str, Any] = self._http.get("/overview")
        for name in ("best", "slipping"):
            page[name] = tables.scores_from_records(page[name])
        for name in ("headline", "revenue_by_month", "concentration", "cohorts"):
            page[name] = pd.DataFrame(page[name])
        return page

    def models(self) -> pd.DataFrame:
        """One row a fitted model."""
        return tables.fits(self._http.get("/models")["models"])

    def backtest(self) -> pd.DataFrame:
        """One row a model judged on held-out days; empty without a backtest."""
        return tables.backtest(self._http.get("/models")["backtest"])

    def customers(
        self,
        q: str | None = None,
        *,
        risk: str | Sequence[str] | None = None,
        min_clv: float | None = None,
        max_clv: float | None = None,
        sort: str = "clv",
        order: str = "desc",
        limit: int | None = None,
        offset: int = 0,
    ) -> pd.DataFrame:
        """Customers as a frame: all of the selection, or ``limit`` from ``offset`` on.

        ``q`` is a part of the id, ``risk`` one or more of low, medium, high and
        unknown. The frame's ``attrs`` hold ``total`` (how many the selection
        has), and its ``historic_value`` and ``clv``. For hundreds of thousands,
        ``export`` is faster.
        """
        selection = _selection(q, risk, min_clv, max_clv, sort, order)
        pages = list(self._pages(selection, limit, offset))
        frame = tables.scores_from_records([row for page in pages for row in page["rows"]])
        frame.attrs.update({k: pages[0][k] for k in ("total", "historic_value", "clv")})
        return frame

    def _pages(
        self, selection: Mapping[str, Any], limit: int | None, offset: int
    ) -> Iterator[dict[str, Any]]:
        """Pages until the selection or the limit ends; one at least."""
        got, first = 0, None
        while True:
            size = _PAGE if limit is None else max(1, min(_PAGE, limit - got))
            page = self._http.get(
                "/customers", {**selection, "limit": size, "offset": offset + got}
            )
            first = first or page
            # Sums in parallel differ in the last digits from one time to the next.
            if page["total"] != first["total"] or not math.isclose(page["clv"], first["clv"]):
                raise PerennialError(
                    "unavailable",
                    "the customers were scored anew while they were being read",
                    "Read them again",
                )
            if limit == 0:
                page["rows"] = []
            yield page
            got += len(page["rows"])
            if not page["rows"] or got == limit or offset + got >= page["total"]:
                return

    def customer(self, customer_id: str) -> Customer:
        """One customer: orders, P(alive) through time, figures with their working."""
        page = self._http.get("/customers/" + urllib.parse.quote(str(customer_id), safe=""))
        return Customer(
            score=tables.scores_from_records([page["score"]]).iloc[0].rename(str(customer_id)),
            orders=pd.DataFrame(page["orders"]),
            alive=_by_day(page["alive"]),
            cumulative=_by_day(page["cumulative"]),
            figures=pd.DataFrame(page["figures"]),
            rank=page["rank"],
            notices=page["notices"],
        )

    def export(
        self,
        path: Path,
        q: str | None = None,
        *,
        risk: str | Sequence[str] | None = None,
        min_clv: float | None = None,
        max_clv: float | None = None,
        sort: str = "clv",
        order: str = "desc",
    ) -> None:
        """Writes a selection as CSV for spreadsheets.

        Ids that a spreadsheet would take for a formula get an apostrophe before
        them. The file is there whole or not at all.
        """
        selection = _selection(q, risk, min_clv, max_clv, sort, order)
        partial = os.fspath(path) + ".partial"
        try:
            with open(partial, "wb") as out:
                self._http.download("/customers.csv", selection, out)
            os.replace(partial, path)
        finally:
            if os.path.exists(partial):
                os.remove(partial)

    # Changing.

    def imports(self) -> pd.DataFrame:
        """What was imported, latest first."""
        return pd.DataFrame(self._http.get("/imports")["batches"])

    def import_orders(
        self, orders: Orders, on_progress: OnProgress | None = None
    ) -> dict[str, Any]:
        """Takes in a frame, a file or several: all of it or nothing.

        Answers with the record of the import. Columns are recognised by their
        names and values. ``score`` brings the predictions up to date.
        """
        with tempfile.TemporaryDirectory(prefix="perennial-") as work:
            if isinstance(orders, pd.DataFrame):
                path = os.path.join(work, "frame.csv")
                write_orders(orders, path)
                paths = [path]
            elif isinstance(orders, (str, os.PathLike)):
                paths = [os.fspath(orders)]
            else:
                paths = [os.fspath(path) for path in orders]
            files = [(os.path.basename(path), path) for path in paths]
            done = self._watch(lambda: self._http.upload("/imports", "files", files), on_progress)
            batch: dict[str, Any] = done["batch"]
            return batch

    def score(self, on_progress: OnProgress | None = None) -> Run:
        """Fits the models again to everything imported and scores all customers."""
        return Run(self._watch(lambda: self._http.post("/score"), on_progress))

    def _watch(self, job: Callable[[], Answer], on_progress: OnProgress | None) -> Answer:
        """Waits for a job, telling how far it is."""
        if on_progress is None:
            return job()
        with concurrent.futures.ThreadPoolExecutor(max_workers=1) as pool:
            running, last = pool.submit(job), None
            while not concurrent.futures.wait([running], _ASK_EVERY).done:
                now = self._progress()
                if now is not None and now != last:
                    on_progress(now)
                    last = now
            return running.result()

    def _progress(self) -> Progress | None:
        try:
            now = self._http.get("/activity")
        except PerennialError:  # the job itself will say what is wrong
            return None
        if not now["running"]:
            return None
        at = now["progress"]
        return Progress(now["job"], at["step"], at["done"], at["total"])


def _selection(
    q: str | None,
    risk: str | Sequence[str] | None,
    min_clv: float | None,
    max_clv: float | None,
    sort: str,
    order: str,
) -> dict[str, Any]:
    if risk is not None and not isinstance(risk, str):
        risk = ",".join(risk)
    return {
        "q": q,
        "risk": risk,
        "min_clv": min_clv,
        "max_clv": max_clv,
        "sort": sort,
        "order": order,
    }


def _by_day(points: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(points), columns=None if points else ["day"])
    frame["day"] = pd.to_datetime(frame["day"], format="%Y-%m-%d")
    return frame.set_index("day")
