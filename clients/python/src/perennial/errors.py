"""What can go wrong, in the product's own words."""

from __future__ import annotations


class PerennialError(Exception):
    """An answer of Perennial that is an error.

    ``code`` is its kind, the same from the program and from the server:
    ``invalid``, ``bad_input``, ``not_found``, ``denied``, ``unavailable``,
    ``too_little`` or ``internal``. ``message`` says what happened and where,
    ``hint`` what to do next (it may be empty), ``status`` is the exit status of
    the program or the HTTP status of the server.
    """

    def __init__(self, code: str, message: str, hint: str = "", status: int | None = None) -> None:
        super().__init__(code, message, hint, status)
        self.code = code
        self.message = message
        self.hint = hint
        self.status = status

    def __str__(self) -> str:
        return " ".join(_sentence(part) for part in (self.message, self.hint) if part)


class BinaryMissing(PerennialError):
    """The program ``perennial`` was not found, or cannot be run."""


class BinaryTooOld(PerennialError):
    """The program ``perennial`` lacks something that this package asks of it."""


class FitWarning(UserWarning):
    """A fit is there, and something about it must be known before it is used."""


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else text + "."
