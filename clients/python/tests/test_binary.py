"""The program is found, or a sentence says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from perennial import BinaryMissing, BinaryTooOld, PerennialError, analyze, binary


def program(path: Path, body: str) -> str:
    path.write_text("#!/bin/sh\n" + body)
    path.chmod(0o755)
    return str(path)


def test_is_found_and_says_its_version() -> None:
    assert binary.version()


def test_is_found_in_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = program(tmp_path / "perennial", "echo perennial version 9.1")
    monkeypatch.delenv(binary.ENV)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert binary.find() == fake


def test_missing_from_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(binary.ENV)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BinaryMissing, match="not in PATH.*PERENNIAL_BIN") as told:
        analyze("orders.csv")
    assert told.value.code == "not_found"


def test_named_and_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(binary.ENV, str(tmp_path / "perennial"))
    with pytest.raises(BinaryMissing, match="no program that can be run"):
        binary.version()


def test_another_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(binary.ENV, program(tmp_path / "p", "echo something else"))
    with pytest.raises(BinaryMissing, match="is not Perennial's program"):
        binary.run(["analyze"])


def test_too_old(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(binary.ENV, program(tmp_path / "p", "echo perennial version 0.0.9"))
    with pytest.raises(BinaryTooOld, match=r"0\.0\.9 is too old.*0\.1 or later"):
        binary.run(["analyze"])


@pytest.mark.parametrize("arguments", [["divine"], ["analyze", "--divine=x", "f.csv"]])
def test_asked_for_what_it_does_not_know(arguments: list[str]) -> None:
    with pytest.raises(BinaryTooOld, match="unknown (command|flag).*newer perennial"):
        binary.run(arguments)


def test_errors_have_code_message_hint_and_status() -> None:
    with pytest.raises(PerennialError) as told:
        binary.run(["analyze", "no-such.csv"])
    assert (told.value.code, told.value.status) == ("not_found", 4)
    assert told.value.message == 'there is no file "no-such.csv".'
    with pytest.raises(PerennialError) as told:
        binary.run(["analyze", "no-such.csv", "--margin=none"])
    assert (told.value.code, told.value.status) == ("invalid", 2)
    assert told.value.message == '--margin: "none" is not a share above zero.'
    assert told.value.hint == "Write 40% or 0.40."
    assert str(told.value) == f"{told.value.message} {told.value.hint}"


def test_settings_that_cannot_be_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERENNIAL_MEMORY_MB", "plenty")
    with pytest.raises(PerennialError, match="PERENNIAL_MEMORY_MB"):
        analyze("orders.csv")


def test_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    body = 'if [ "$1" = --version ]; then echo perennial version dev; else kill -9 $$; fi'
    monkeypatch.setenv(binary.ENV, program(tmp_path / "p", body))
    with pytest.raises(PerennialError, match="ended by signal 9"):
        binary.run(["analyze"])
