"""A running server, from the first import to the export."""

from __future__ import annotations

import csv
import threading
from pathlib import Path

import pandas as pd
import pytest

from perennial import Client, PerennialError, Progress, analyze


def test_nothing_yet(client: Client) -> None:
    assert client.healthy()
    with pytest.raises(PerennialError) as told:
        client.customers()
    assert (told.value.code, told.value.status) == ("not_found", 404)
    assert client.imports().empty


def test_from_import_to_export(client: Client, orders: pd.DataFrame, tmp_path: Path) -> None:
    steps: list[Progress] = []
    batch = client.import_orders(orders, on_progress=steps.append)
    assert batch["new"] == len(orders) and batch["rejected"] == 0
    assert client.import_orders(orders)["new"] == 0
    run = client.score(on_progress=steps.append)
    assert {step.job for step in steps} <= {"import", "score"}
    assert client.imports().iloc[-1]["new"] == len(orders)

    # The server and the program alone say the same.
    alone = analyze(orders)
    assert client.run().summary["totals"] == run.summary["totals"]
    assert run.totals.to_dict() == pytest.approx(alone.totals.to_dict(), rel=1e-9)
    pd.testing.assert_frame_equal(client.models(), run.models)
    pd.testing.assert_frame_equal(client.backtest(), run.backtest)
    everyone = client.customers()
    assert len(everyone) == everyone.attrs["total"] == len(alone.scores) > 500  # more than a page
    shared = [name for name in alone.scores.columns if name in everyone.columns]
    assert len(shared) >= 10
    pd.testing.assert_frame_equal(
        everyone[shared].set_index("customer_id").sort_index(),
        alone.scores[shared].set_index("customer_id").sort_index(),
        rtol=1e-8,
        atol=5.1e-5,  # the file rounds money to four decimals
        check_dtype=False,
    )

    page = client.overview()
    assert page["best"].customer_id.iloc[0] == everyone.customer_id.iloc[0]
    assert page["headline"].key.iloc[0]

    path = tmp_path / "customers.csv"
    client.export(path, risk=["low", "medium"])
    with open(path, newline="", encoding="utf-8") as file:
        exported = list(csv.DictReader(file))
    assert len(exported) == everyone.risk.isin(["low", "medium"]).sum() > 0
    assert [p.name for p in tmp_path.iterdir() if "partial" in p.name] == []

    # Selections and pages.
    best = client.customers(limit=3)
    assert best.customer_id.tolist() == everyone.customer_id.iloc[:3].tolist()
    assert best.attrs["total"] == len(everyone)
    rest = client.customers(limit=600, offset=2)
    assert rest.customer_id.tolist() == everyone.customer_id.iloc[2:602].tolist()
    assert client.customers(limit=0).empty
    assert client.customers(offset=len(everyone) + 5).empty
    assert client.customers(q="no such id").empty
    assert set(client.customers(risk="high").risk) == {"high"}
    rich = client.customers(min_clv=everyone.clv.iloc[9], sort="customer_id", order="asc")
    assert len(rich) == 10 and rich.customer_id.is_monotonic_increasing

    one = client.customer(everyone.customer_id.iloc[0])
    assert one.score.clv == pytest.approx(everyone.clv.iloc[0])
    assert len(one.orders) == one.score.orders
    assert one.alive.iloc[:, 0].between(0, 1).all()
    assert 0.9 < one.rank <= 1
    with pytest.raises(PerennialError) as told:
        client.customer("nobody/at all?")
    assert told.value.code == "not_found"


def test_ids_that_addresses_and_spreadsheets_dislike(client: Client, tmp_path: Path) -> None:
    ids = ["a/b", "c?d=e", "ä #1", "=1+1", "NA"]
    log = pd.DataFrame(
        {"customer": ids * 2, "date": ["2024-01-01"] * 5 + ["2024-02-01"] * 5, "amount": 3}
    )
    client.import_orders(log)
    client.score()
    assert sorted(client.customers().customer_id) == sorted(ids)
    for name in ids:
        assert client.customer(name).score.customer_id == name
    client.export(tmp_path / "out.csv")
    assert "'=1+1" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_files_are_streamed(client: Client, orders: pd.DataFrame, tmp_path: Path) -> None:
    first, second = tmp_path / "one.csv", tmp_path / 'two "2".csv'
    orders.iloc[:500].to_csv(first, index=False)
    orders.iloc[500:].to_csv(second, index=False)
    assert client.import_orders([first, second])["new"] == len(orders)
    assert client.import_orders(str(first))["new"] == 0


def test_bad_files(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(PerennialError) as told:
        client.import_orders(path, on_progress=lambda now: None)
    assert (told.value.code, told.value.status) == ("bad_input", 422)
    assert "picture.csv" in told.value.message and str(tmp_path) not in told.value.message
    with pytest.raises(FileNotFoundError):
        client.import_orders(tmp_path / "missing.csv")


def test_wrong_requests_are_explained(client: Client) -> None:
    with pytest.raises(PerennialError) as told:
        client.customers(sort="shoe size")
    assert told.value.code == "invalid" and "sort" in told.value.message


def test_one_job_at_a_time(client: Client, tmp_path: Path) -> None:
    from perennial import binary

    path = tmp_path / "many.csv"
    binary.run(["generate", "orders", "--customers=150000", f"--out={path}"])
    started = threading.Event()
    first = threading.Thread(
        target=lambda: client.import_orders(path, on_progress=lambda now: started.set())
    )
    first.start()
    try:
        assert started.wait(30)
        for another in (client.score, lambda: client.import_orders(path)):
            with pytest.raises(PerennialError, match="Another job is running: import") as told:
                another()
            assert (told.value.code, told.value.status) == ("unavailable", 503)
    finally:
        first.join()


def test_nobody_there() -> None:
    client = Client("http://127.0.0.1:9")
    assert not client.healthy()
    with pytest.raises(PerennialError, match="does not answer.*perennial serve") as told:
        client.run()
    assert told.value.code == "unavailable"
    with pytest.raises(ValueError, match="no address"):
        Client("127.0.0.1:8420")
