"""Claim of a notice before it is sent, so that of two machines, or two calls, one sends it. Takes an engine, writes ops.notice.

A claim that was never settled (the sender died) is not sent again on that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from etl.warehouse.schema.notice_tables import notice, notice_item


@dataclass(frozen=True)
class Claim:
    """One notice on its way to one recipient by one channel; no two may share these five."""

    day: date
    recipient: str
    county_code: str
    channel: str
    run_id: str

    @property
    def _is_this(self) -> sa.ColumnElement[bool]:
        return sa.and_(*(notice.c[name] == value for name, value in vars(self).items()))

    def take(self, engine: sa.Engine, subject: str, digest: str) -> bool:
        """Claim the notice; True when it is ours to send. One that failed is taken up again."""
        said = {"subject": subject, "digest": digest, "state": "sending", "message": None}
        try:
            with engine.begin() as connection:
                again = sa.update(notice).where(self._is_this, notice.c.state == "failed").values(said)
                if connection.execute(again).rowcount == 0:
                    connection.execute(sa.insert(notice).values(said | vars(self)))
        except sa.exc.IntegrityError:
            return False
        return True

    def settle(
        self, engine: sa.Engine, *, sent_at: datetime | None, trouble: str | None, items: Iterable[str] = ()
    ) -> None:
        """Write what became of it; what was sent is remembered as reported."""
        said = {"state": "sent" if sent_at else "failed", "message": trouble, "sent_at": sent_at}
        with engine.begin() as connection:
            connection.execute(sa.update(notice).where(self._is_this).values(said))
            if sent_at is None:
                return
            known = connection.scalars(
                sa.select(notice_item.c.item).where(notice_item.c.county_code == self.county_code)
            )
            unknown = dict.fromkeys(items).keys() - set(known)
            if unknown:
                rows = [{"county_code": self.county_code, "item": item, "day": self.day} for item in sorted(unknown)]
                connection.execute(sa.insert(notice_item), rows)
