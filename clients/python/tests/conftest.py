"""The real program, a real server, and orders whose customers are invented."""

from __future__ import annotations

import re
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from perennial import Client, binary


@pytest.fixture(scope="session")
def orders_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo business's order log, small."""
    path = tmp_path_factory.mktemp("orders") / "orders.csv"
    binary.run(["generate", "orders", "--customers=800", "--seed=7", f"--out={path}"])
    return path


@pytest.fixture(scope="session")
def orders(orders_csv: Path) -> pd.DataFrame:
    return pd.read_csv(orders_csv)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """A server of its own, on a free port, with an empty data directory."""
    command = [binary.find(), "serve", "--addr=127.0.0.1:0", f"--data={tmp_path / 'data'}"]
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    )
    try:
        yield Client(_address(server))
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        assert server.stdout is not None
        server.stdout.close()


def _address(server: subprocess.Popen[str]) -> str:
    """The address that the server prints once it answers."""
    stuck = threading.Timer(60, server.kill)
    stuck.start()
    assert server.stdout is not None
    line = server.stdout.readline()
    stuck.cancel()
    match = re.search(r"http://\S+", line)
    assert match, f"the server printed {line!r} and no address"
    return match[0]


@pytest.fixture(scope="session")
def cdnow_like() -> pd.DataFrame:
    """Orders of 2,357 customers as BG/NBD says they come, in CDNOW's manner.

    Parameters are those published for CDNOW's sample (r 0.243, alpha 4.414,
    a 0.793, b 2.426, in weeks); 12 weeks of first orders, 39 weeks observed;
    spend is Gamma-Gamma with p 6.25, q 3.74, v 15.44.
    """
    rng = np.random.default_rng(1997)
    start = pd.Timestamp("1997-01-01")
    rows = []
    for customer in range(2357):
        rate = rng.gamma(0.243, 1 / 4.414) / 7
        leaves = rng.beta(0.793, 2.426)
        scale = rng.gamma(3.74, 1 / 15.44)
        day = float(rng.integers(0, 84))
        while day <= 272:
            rows.append(
                (f"{customer:05d}", start + pd.Timedelta(days=int(day)), rng.gamma(6.25, 1 / scale))
            )
            if len(rows) > 1 and rows[-2][0] == rows[-1][0] and rng.random() < leaves:
                break
            day += rng.exponential(1 / rate)
    return pd.DataFrame(rows, columns=["customer_id", "date", "amount"])
