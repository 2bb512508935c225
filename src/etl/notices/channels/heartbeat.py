"""A sign of life after a night: takes a URL, fetches it, gives what went wrong; the watcher that expects it raises alarm."""

import urllib.error
import urllib.request
from http.client import HTTPException

ANSWER_WITHIN_SECONDS = 10


def beat(url: str) -> str | None:
    """Fetch the URL; gives why it could not be, or None. The URL itself is a secret and is never told."""
    try:
        with urllib.request.urlopen(url, timeout=ANSWER_WITHIN_SECONDS):  # noqa: S310 - settings allow http(s) only
            return None
    except urllib.error.HTTPError as error:
        error.close()
        return f"the heartbeat was answered with {error.code}"
    except UnicodeError:
        return "the heartbeat cannot be delivered: write its URL in ASCII, with %E5… for other letters"
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        return f"the heartbeat cannot be delivered: {getattr(reason, 'strerror', None) or type(reason).__name__}"
