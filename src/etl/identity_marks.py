"""Marks by which masked identity numbers are told apart where a column is a key: takes a key and a number, gives a text.

The number cannot be found from the mark without the key (first and last characters stand there, and the rest would soon be
tried out). A reading process is given the key of one county only, which tells it nothing of any other's.
"""

import hmac
from collections.abc import Callable
from hashlib import sha256

KEY_NAME = "identity-key"  # of the secret below ETL_HOME
LENGTH = 12
Mark = Callable[[str], str]


def county_key(secret: str, county_code: str) -> str:
    """The key of one county."""
    return hmac.new(secret.encode(), county_code.encode(), sha256).hexdigest()


def key_id(secret: str) -> str:
    """Name of a key, by which two machines see that they have the same one; it tells nothing of the key."""
    return hmac.new(secret.encode(), b"id", sha256).hexdigest()[:LENGTH]


def mark_with(key: str | None) -> Mark:
    """The marks that a key gives; without one every mark is empty, and numbers are only masked.

    >>> mark_with("k")("510105199001011237"), mark_with(None)("510105199001011237")
    ('#8fa71a94a53d', '')
    """
    if key is None:
        return lambda number: ""
    secret = key.encode()
    return lambda number: "#" + hmac.new(secret, number.encode(), sha256).hexdigest()[:LENGTH]
