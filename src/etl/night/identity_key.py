"""The key by which persons' numbers in keys are marked, before a run reads anything: there, and the one of the warehouse.

Takes the home and the warehouse. A key is made where the warehouse knows none; one that was lost is never made anew by itself, as
every mark that stands in the warehouse would match nothing any more, without a word.
"""

from pathlib import Path

import sqlalchemy as sa

from etl.errors import TransientError
from etl.identity_marks import KEY_NAME, key_id
from etl.secret_files import secret, secret_path
from etl.warehouse.publish.identity_key import accept_another_key, accept_first_key, accepted_key


def check_key(engine: sa.Engine, home: Path, *, is_preview: bool = False) -> None:
    """Make the key of a first night and have the warehouse remember it (a preview stores nothing there).

    TransientError when the warehouse's marks were made by another one, or the home cannot keep secrets.
    """
    wanted = accepted_key(engine)
    path = secret_path(home, KEY_NAME)
    if wanted is not None and not path.exists():
        raise _other_key(path, "is not there")
    found = _key_id(home)
    if wanted is None and not is_preview:
        wanted = accept_first_key(engine, found)
    if wanted not in (None, found):
        raise _other_key(path, "is another one")


def accept_key(engine: sa.Engine, home: Path) -> None:
    """Have the warehouse take the key that this home has or now gets; marks made before match no later ones."""
    accept_another_key(engine, _key_id(home))


def _key_id(home: Path) -> str:
    try:
        return key_id(secret(home, KEY_NAME))
    except OSError as error:
        raise TransientError(f"{home} cannot keep its secrets: {error.strerror}") from error


def _other_key(path: Path, how: str) -> TransientError:
    return TransientError(
        f"{path}, the key by which the warehouse tells masked identity numbers apart, {how}, and nothing was read: "
        "restore the folder secrets from the backup; if it is lost for good, etl warehouse accept-key, then etl replay"
    )
