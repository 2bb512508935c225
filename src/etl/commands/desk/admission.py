"""Admission to the desk: the code that it prints, the sessions it lets in, whether a request is of a page of its own. Keeps no file."""

import hmac
import ipaddress
import secrets
import threading
import time
from collections import deque
from http.cookies import CookieError, SimpleCookie

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
CODE_LENGTH = 10
MOST_SESSIONS = 500
SECONDS_AFTER_A_WRONG_CODE = 1.0
COOKIE = "desk"


class Admission:
    """Of one desk. Without a code it serves this machine alone, and whoever is on it may ask."""

    def __init__(self, *, has_code: bool) -> None:
        self.code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)) if has_code else None
        self.token = secrets.token_urlsafe(32)  # in every form: a page elsewhere does not know it
        self._sessions: deque[str] = deque(maxlen=MOST_SESSIONS)
        self._guessing = threading.Lock()

    def admitted(self, code: str) -> str | None:
        """The cookie's value for whoever knows the code; None, after a while, for who does not: one may guess at a time."""
        with self._guessing:
            if self.code is not None and hmac.compare_digest(code.strip().upper().encode(), self.code.encode()):
                self._sessions.append(secrets.token_urlsafe(32))
                return self._sessions[-1]
            time.sleep(SECONDS_AFTER_A_WRONG_CODE)
            return None

    def knows(self, cookies: str) -> bool:
        """True when a request may see the form: a session's cookie came with it, or none is needed."""
        if self.code is None:
            return True
        try:
            found = SimpleCookie(cookies).get(COOKIE)
        except CookieError:
            return False
        return found is not None and any(
            hmac.compare_digest(found.value.encode(), one.encode()) for one in [*self._sessions]
        )

    def is_own_form(self, token: str) -> bool:
        """True when a form is one that this desk handed out."""
        return hmac.compare_digest(token.encode(), self.token.encode())


def is_own_host(host: str, names: frozenset[str]) -> bool:
    """True when a request names this machine by an address or a name of its own: a name of somebody else's may lead here, too.

    >>> is_own_host("127.0.0.1:8600", frozenset()), is_own_host("localhost", frozenset({"localhost"}))
    (True, True)
    >>> is_own_host("evil.example:8600", frozenset({"localhost"})), is_own_host("", frozenset())
    (False, False)
    """
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    if name.casefold() in names:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
