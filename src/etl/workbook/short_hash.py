"""Hashes in a few letters, by which texts of ours are known again in a file that comes back. Pure."""

import hashlib
from base64 import urlsafe_b64encode


def short_hash(text: str, letters: int) -> str:
    """At most four letters for a text.

    >>> short_hash("属实", 4).startswith(short_hash("属实", 3))
    True
    """
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:3])[:letters].decode()
