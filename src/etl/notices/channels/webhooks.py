"""Webhooks of WeCom, DingTalk and whatever else apprise knows: takes a URL and a text, gives what went wrong; logs nothing."""

import logging

import apprise

MAX_BYTES = 2000  # a robot of WeCom takes 2,048 bytes and drops what is longer without a word


def channel_name(url: str, position: int) -> str:
    """Name of a webhook in the ledger: its kind and place in the list, never its token.

    >>> channel_name("wecombot://693axxx6-7aoc", 1)
    'wecombot 1'
    """
    scheme, is_url, _ = url.partition("://")
    return f"{scheme.lower() if is_url and scheme.isalnum() else 'webhook'} {position}"


def post(url: str, subject: str, text: str) -> str | None:
    """Send one message; gives why it did not go out, or None."""
    log = logging.getLogger("apprise")
    before, log.disabled = log.disabled, True  # it would write URLs and texts
    try:
        robot = apprise.Apprise.instantiate(url, suppress_exceptions=True)
        if robot is None:
            return "apprise does not know this kind of URL, or it is not whole"
        whole = _fitting(text, MAX_BYTES - len(subject.encode()) - 2)
        is_sent = apprise.Apprise([robot]).notify(body=whole, title=subject, body_format=apprise.NotifyFormat.TEXT)
    finally:
        log.disabled = before
    return None if is_sent else "the webhook cannot be reached or refused the message"


def _fitting(text: str, size: int) -> str:
    """As many lines as fit into so many bytes."""
    if len(text.encode()) <= size:
        return text
    note = "…（全文见邮件，或运行 etl status）"
    kept = text.encode()[: size - len(note.encode())].decode(errors="ignore")
    return kept[: kept.rfind("\n") + 1] + note
