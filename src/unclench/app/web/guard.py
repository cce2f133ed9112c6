"""What every request must pass: host, origin, the browser's cookie, size and time of its body.

Pure ASGI, outside of everything else, so that no page can be reached around it.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.exceptions import HTTPException

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

HOSTS = ("127.0.0.1", "localhost", "[::1]")
SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("content-security-policy", POLICY),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
)
TOKEN = "token"
UPLOADS = 400 * 1024 * 1024
"""Bytes of one request that brings files."""
FORM = 4 * 1024 * 1024
"""Bytes of any other request."""
WHOLE_S, QUIET_S = 600.0, 60.0
"""Seconds in which a body must have arrived, and between two pieces of it."""

NEEDS_LINK = (
    "This page is for the person who started Unclench on this computer. Open the address that "
    "it printed; each works once. A new start prints a new one."
)


class TooMuchError(HTTPException):
    """A body that is larger than is taken."""

    def __init__(self, limit: int) -> None:
        super().__init__(413, _too_much(limit))


class TooSlowError(HTTPException):
    """A body that did not arrive in time."""

    def __init__(self) -> None:
        super().__init__(408, "This took too long to arrive. Send it again.")


class Keys:
    """What opens the door: links that work once, the cookie they become, the key of programs.

    Attributes:
        api: the bearer token of other programs.
    """

    def __init__(self) -> None:
        self.api = secrets.token_urlsafe(32)
        self._cookie = secrets.token_urlsafe(32)
        self._links: set[str] = set()

    def link(self) -> str:
        """A token for one address, spent on first use."""
        token = secrets.token_urlsafe(32)
        self._links.add(token)
        return token

    def spend(self, token: str) -> str | None:
        """The value of the cookie for a token that was not used yet."""
        for known in list(self._links):
            if hmac.compare_digest(known.encode(), token.encode()):
                self._links.discard(known)
                return self._cookie
        return None

    def opens(self, cookie: str) -> bool:
        """Whether this is the cookie."""
        return hmac.compare_digest(self._cookie.encode(), cookie.encode())

    def opens_api(self, header: str) -> bool:
        """Whether an Authorization header carries the key of programs."""
        kind, _, token = header.partition(" ")
        return kind.lower() == "bearer" and hmac.compare_digest(
            self.api.encode(), token.strip().encode()
        )


class Guard:
    """Wraps an application.

    Args:
        app: what is guarded. keys: what opens it. port: where it listens.
    """

    def __init__(self, app: App, keys: Keys, port: int) -> None:
        self.app, self.keys, self.port = app, keys, port
        self.cookie = f"unclench-{port}"
        self.hosts = frozenset(f"{name}:{port}" for name in HOSTS)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or say why not."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        dressed = _dressed(send)
        refused = self._refused(scope, headers)
        if refused:
            await _say(dressed, *refused, _for_programs(scope))
            return
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if TOKEN in query and scope["method"] == "GET":
            await self._enter(query[TOKEN][0], scope["path"], dressed)
            return
        limit = UPLOADS if _brings_files(headers) else FORM
        if (
            int(headers["content-length"]) > limit
            if headers.get("content-length", "").isdigit()
            else False
        ):
            await _say(dressed, 413, _too_much(limit), _for_programs(scope))
            return
        await self.app(scope, _measured(receive, limit), dressed)

    def _refused(self, scope: Message, headers: dict[str, str]) -> tuple[int, str] | None:
        """(status, sentence) of what may not pass."""
        if headers.get("host", "").lower() not in self.hosts:
            return 421, "This address is not served here. Open the address that Unclench printed."
        if scope["method"] not in SAFE and not _same_origin(headers):
            return 403, "This came from another page, so nothing was done."
        if _for_programs(scope):
            if not self.keys.opens_api(headers.get("authorization", "")):
                return 401, "Send the token of the file api-token: Authorization: Bearer …"
            return None
        query = scope["query_string"].decode("latin-1")
        if f"{TOKEN}=" in query and scope["method"] == "GET":
            return None
        if not self.keys.opens(_cookie(headers, self.cookie)):
            return 403, NEEDS_LINK
        return None

    async def _enter(self, token: str, path: str, send: Send) -> None:
        value = self.keys.spend(token)
        if value is None:
            await _say(send, 403, NEEDS_LINK)
            return
        cookie = f"{self.cookie}={value}; HttpOnly; SameSite=Strict; Path=/"
        await send(
            {
                "type": "http.response.start",
                "status": 303,
                "headers": [(b"location", b"/"), (b"set-cookie", cookie.encode())],
            }
        )
        await send({"type": "http.response.body", "body": b""})


def _same_origin(headers: dict[str, str]) -> bool:
    """Whether a request that changes something comes from a page of ours, or from no browser.

    Source: the algorithm of `net/http.CrossOriginProtection`, Go 1.25.
    """
    site = headers.get("sec-fetch-site", "")
    if site:
        return site in ("same-origin", "none")
    origin = headers.get("origin", "")
    return not origin or urlsplit(origin).netloc.lower() == headers["host"].lower()


def _cookie(headers: dict[str, str], name: str) -> str:
    try:
        jar = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""


def _brings_files(headers: dict[str, str]) -> bool:
    return headers.get("content-type", "").lower().startswith("multipart/form-data")


def _too_much(limit: int) -> str:
    return f"This is more than {limit // 2**20} MB, which is the most that is taken at once."


def _measured(receive: Receive, limit: int) -> Receive:
    """The body, piece by piece, as long as it is neither too long nor too slow."""
    seen = 0
    end = asyncio.get_running_loop().time() + WHOLE_S
    over = False

    async def pieces() -> Message:
        nonlocal seen, over
        if over:
            return await receive()
        left = end - asyncio.get_running_loop().time()
        if left <= 0:
            raise TooSlowError()
        try:
            message = await asyncio.wait_for(receive(), min(QUIET_S, left))
        except TimeoutError:
            raise TooSlowError() from None
        seen += len(message.get("body", b""))
        over = not message.get("more_body", False)
        if seen > limit:
            raise TooMuchError(limit)
        return message

    return pieces


def _dressed(send: Send) -> Send:
    """Every answer with the headers that keep it private."""

    async def one(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = [(k.lower(), v) for k, v in message.get("headers", [])]
            names = {k for k, _ in HEADERS}
            kept = [(k, v) for k, v in given if k.decode() not in names]
            message["headers"] = [*kept, *((k.encode(), v.encode()) for k, v in HEADERS)]
        await send(message)

    return one


def _for_programs(scope: Message) -> bool:
    return bool(scope["path"] == "/api" or scope["path"].startswith("/api/"))


async def _say(send: Send, status: int, sentence: str, as_json: bool = False) -> None:
    body, kind = sentence.encode(), "text/plain; charset=utf-8"
    if as_json:
        problem = {"what": sentence, "where": "", "fix": ""}
        body, kind = json.dumps({"urgent": [], "problems": [problem]}).encode(), "application/json"
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", kind.encode()),
                (b"content-length", str(len(body)).encode()),
                *([(b"www-authenticate", b"Bearer")] if status == 401 else []),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})
