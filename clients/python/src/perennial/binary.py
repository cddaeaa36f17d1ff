"""Runs the program ``perennial``, which does all the computing.

It is looked for in the environment variable PERENNIAL_BIN, then in PATH.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from collections.abc import Sequence

from .errors import BinaryMissing, BinaryTooOld, PerennialError

ENV = "PERENNIAL_BIN"
LEAST_VERSION = (0, 1)

# Exit statuses, as `perennial help exit-codes` lists them.
_CODES = {
    1: "internal",
    2: "invalid",
    3: "bad_input",
    4: "not_found",
    5: "denied",
    6: "unavailable",
    7: "too_little",
    130: "unavailable",
}


def find() -> str:
    """Path of the program; raises BinaryMissing when there is none."""
    named = os.environ.get(ENV)
    if named:
        if found := shutil.which(named):
            return found
        raise BinaryMissing(
            "not_found",
            f"{ENV} is {named!r}, which is no program that can be run",
            "Point it to the perennial program, or unset it to have PATH searched",
        )
    if found := shutil.which("perennial"):
        return found
    raise BinaryMissing(
        "not_found",
        "the program perennial is not in PATH",
        f"Build it with `make build` and put bin/ into PATH, or name it in {ENV}",
    )


def version() -> str:
    """What the program calls itself: a release such as 0.3.1, or dev."""
    path = find()
    return _version(path, os.stat(path).st_mtime_ns)


def run(arguments: Sequence[str], stdin: str | None = None, timeout: float | None = None) -> str:
    """Runs one command and returns what it printed.

    Raises PerennialError with the program's own code, message and hint, and
    subprocess.TimeoutExpired after ``timeout`` seconds.
    """
    path = find()
    _check_version(_version(path, os.stat(path).st_mtime_ns))
    done = _start(path, arguments, stdin, timeout)
    if done.returncode != 0:
        raise _error(path, done.returncode, done.stderr)
    return done.stdout


def _start(
    path: str, arguments: Sequence[str], stdin: str | None, timeout: float | None
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            [path, *arguments],
            input=stdin if stdin is not None else "",
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
        )
    except OSError as problem:
        raise BinaryMissing(
            "not_found", f"{path!r} cannot be run: {problem}", f"Name another program in {ENV}"
        ) from problem


@functools.lru_cache(maxsize=8)
def _version(path: str, changed: int) -> str:
    """Asks once for each state of the file: ``changed`` is part of the key."""
    done = _start(path, ["--version"], None, 60)
    if done.stderr.startswith("perennial: "):  # its settings cannot be right
        raise _error(path, done.returncode, done.stderr)
    match = re.fullmatch(r"perennial version (\S+)\s*", done.stdout)
    if done.returncode != 0 or match is None:
        raise BinaryMissing(
            "not_found", f"{path!r} is not Perennial's program", f"Name another program in {ENV}"
        )
    return match[1]


def _check_version(found: str) -> None:
    number = re.match(r"v?(\d+)\.(\d+)", found)
    if number is None:  # a build from source
        return
    pair: tuple[int, int] = (int(number[1]), int(number[2]))
    if pair < LEAST_VERSION:
        wanted = ".".join(map(str, LEAST_VERSION))
        raise BinaryTooOld(
            "invalid", f"perennial {found} is too old", f"This package needs {wanted} or later"
        )


def _error(path: str, status: int, stderr: str) -> PerennialError:
    if status < 0:
        return PerennialError("internal", f"perennial was ended by signal {-status}", "", status)
    _, _, told = ("\n" + stderr).rpartition("\nperennial: ")
    lines = told.strip("\n").split("\n")
    hint = [line.strip() for line in lines[1:] if line.startswith("  ")]
    message = "\n".join(line for line in lines if not line.startswith("  "))
    message = message or f"perennial ended with status {status}"
    if status == 2 and re.match(r"unknown (command|flag|shorthand flag)", message):
        return BinaryTooOld(
            "invalid",
            f"{path!r} does not know what this package asks of it ({message.rstrip('.')})",
            "Build or install a newer perennial",
            status,
        )
    return PerennialError(_CODES.get(status, "internal"), message, "\n".join(hint), status)
