"""docs/guides/from-lifetimes.md shows what its example prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from perennial import binary

PYTHON = Path(__file__).parents[1]
GUIDE = PYTHON.parents[1] / "docs" / "guides" / "from-lifetimes.md"


def figures(text: str) -> dict[str, list[float]]:
    """Rows of tables with two numbers, by their label."""
    rows = re.findall(r"^\| ([^|]+) \| (-?[\d.e+-]+) \| (-?[\d.e+-]+) \|$", text, re.MULTILINE)
    return {label: [float(theirs), float(ours)] for label, theirs, ours in rows}


def test_figures_are_true(tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    binary.run(["generate", "orders", "--customers=5000", "--seed=1", f"--out={orders}"])
    example = [sys.executable, str(PYTHON / "examples" / "from_lifetimes.py"), str(orders)]
    printed = subprocess.run(example, capture_output=True, text=True, check=True).stdout
    found, shown = figures(printed), figures(GUIDE.read_text(encoding="utf-8"))
    assert len(found) > 20 and found.keys() == shown.keys()
    for label, values in found.items():
        if "fit" in label.split() or "predict" in label.split() or label == "summaries":
            continue  # seconds
        assert shown[label] == pytest.approx(values, rel=1e-5), label
