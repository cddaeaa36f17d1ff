"""HTTP with the standard library: JSON both ways, files up, problems as errors."""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import secrets
import select
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from .errors import PerennialError

Query = Mapping[str, Any]
Upload = tuple[str, str]  # the name to send, the path to read
_CHUNK = 1 << 20


class Connection:
    """Requests to one server, all below /api/v1."""

    def __init__(self, url: str, timeout: float, headers: Mapping[str, str] | None = None) -> None:
        self.url = url.rstrip("/")
        parts = urllib.parse.urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{url!r} is no address of a server, such as http://127.0.0.1:8420")
        self._timeout = timeout
        self._headers = dict(headers or {})
        # A server on this machine is never behind a proxy.
        proxies = [urllib.request.ProxyHandler({})] if _loopback(parts.hostname) else []
        self._opener = urllib.request.build_opener(_Handler, *proxies)

    def get(self, path: str, query: Query | None = None) -> Any:
        """The JSON at a path."""
        with self._open("GET", path, query) as answer:
            return self._whole(answer)

    def post(self, path: str) -> Any:
        """Starts a job and waits for its JSON, however long it takes."""
        with self._open("POST", path, data=b"", timeout=None) as answer:
            return self._whole(answer)

    def download(self, path: str, query: Query, out: BinaryIO) -> None:
        """Copies an answer of any size to an open file."""
        with self._open("GET", path, query) as answer:
            try:
                shutil.copyfileobj(answer, out, _CHUNK)
            except (OSError, http.client.HTTPException) as problem:
                raise self._broken(problem) from problem

    def upload(self, path: str, field: str, files: Sequence[Upload]) -> Any:
        """Sends files as a form, without holding them in memory."""
        form = _Form(field, files)
        headers = {"Content-Type": form.media_type, "Content-Length": str(form.length)}
        with self._open("POST", path, data=form, headers=headers, timeout=None) as answer:
            return self._whole(answer)

    def _whole(self, answer: Any) -> Any:
        try:
            return json.loads(answer.read())
        except (OSError, http.client.HTTPException) as problem:
            raise self._broken(problem) from problem
        except ValueError as problem:
            raise PerennialError(
                "internal",
                f"{self.url} did not answer with JSON",
                "Check that the address is that of a Perennial server",
            ) from problem

    def _open(
        self,
        method: str,
        path: str,
        query: Query | None = None,
        data: Any = None,
        headers: dict[str, str] | None = None,
        timeout: float | None = -1,
    ) -> Any:
        address = f"{self.url}/api/v1{path}"
        given = {k: v for k, v in (query or {}).items() if v is not None}
        if given:
            address += "?" + urllib.parse.urlencode(given)
        sent = {"Accept": "application/json", **self._headers, **(headers or {})}
        request = urllib.request.Request(address, data=data, headers=sent, method=method)
        try:
            return self._opener.open(request, timeout=self._timeout if timeout == -1 else timeout)
        except urllib.error.HTTPError as answer:
            with answer:
                raise _problem(answer) from None
        except (OSError, http.client.HTTPException) as problem:
            raise self._broken(problem) from problem

    def _broken(self, problem: Exception) -> PerennialError:
        reason = getattr(problem, "reason", None) or problem
        return PerennialError(
            "unavailable",
            f"{self.url} does not answer: {reason}",
            "Check the address, and that `perennial serve` runs there",
        )


class _Patient(http.client.HTTPConnection):
    """Hears a refusal that comes before a large body is sent.

    The server answers such a request at once and closes, and who keeps sending
    finds a broken pipe instead of the reason.
    """

    _sends = 0
    _refused = False

    def send(self, data: Any) -> None:
        self._sends += 1
        if self._sends > 1 and not self._refused:
            # The server gets a moment for the headers, and none later.
            wait = 0.05 if self._sends == 2 else 0
            self._refused = bool(select.select([self.sock], [], [], wait)[0])
        if self._refused:
            return
        try:
            super().send(data)
        except (BrokenPipeError, ConnectionResetError):
            if self._sends == 1:
                raise
            self._refused = True


class _Handler(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_Patient, req)


class _Form:
    """A multipart body: its length is known, and its files are read as it is sent."""

    def __init__(self, field: str, files: Sequence[Upload]) -> None:
        boundary = secrets.token_hex(16)
        self.media_type = f"multipart/form-data; boundary={boundary}"
        self._end = f"--{boundary}--\r\n".encode()
        self._parts = [(_part_head(boundary, field, name), path) for name, path in files]
        self.length = len(self._end) + sum(
            len(head) + os.path.getsize(path) + 2 for head, path in self._parts
        )

    def __iter__(self) -> Iterator[bytes]:
        for head, path in self._parts:
            yield head
            with open(path, "rb") as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
            yield b"\r\n"
        yield self._end


def _part_head(boundary: str, field: str, name: str) -> bytes:
    # Quotation marks and line ends would end the name early.
    safe = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    return (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{safe}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()


def _problem(answer: urllib.error.HTTPError) -> PerennialError:
    """The problem of RFC 9457 in an answer, or what can be said without one."""
    try:
        body = json.loads(answer.read())
        message, code, hint = body["detail"], body["code"], body.get("hint", "")
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return PerennialError(
            "internal",
            f"the server answered {answer.code} {answer.reason}",
            "Check that the address is that of a Perennial server",
            answer.code,
        )
    for wrong in body.get("errors") or []:
        message += f"; {wrong.get('location', '')}: {wrong.get('message', '')}"
    return PerennialError(code, message, hint, answer.code)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
