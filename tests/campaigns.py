"""Size and seed of endless tests: a sample, or in a campaign all that is promised.

ETL_TEST_EXAMPLES=all tries a property on all of its examples, and not on three in ten; ETL_TEST_CAMPAIGN=1 makes it a
campaign; ETL_TEST_SEED begins where a test that failed says that it had begun.
"""

import os
import random
from collections.abc import Callable

_is_campaign = os.environ.get("ETL_TEST_CAMPAIGN") == "1"
_has_all_examples = os.environ.get("ETL_TEST_EXAMPLES") == "all"
_given = os.environ.get("ETL_TEST_SEED")

DAMAGED_FILES = 20_000 if _is_campaign else 2_400
FIRST_DAMAGED_FILE = int(_given or 1)
KILL_ROUNDS = 13 if _is_campaign else 1  # of two nights and five victims: 200 kills and some that come too late, or ten
KILLS_A_NIGHT = 2 if _is_campaign else 1
KILL_REDRAWS = 4  # of a round in which every kill came too late
KILL_SEED = int(_given or random.SystemRandom().randrange(1_000_000))  # other moments every time
FILES_IN_ONE_INBOX = 20_000 if _is_campaign else 700  # more than are read and judged together
STYLED_FILES = 6_000 if _is_campaign else 800
STRANGE_FILES = 6_000 if _is_campaign else 600
FIRST_STYLED_FILE = int(_given or 1)


def drawn_until_hit(play: Callable[[random.Random, int], int], seed: int, redraws: int = KILL_REDRAWS) -> int:
    """Number of kills that a round hit; one that hit nothing shows nothing, and is played again by another lot, which is printed.

    `play` gets the lot and the number of the draw; the same seed draws the same lots in the same order.
    """
    print(f"ETL_TEST_SEED={seed}")
    lot = random.Random(seed)  # noqa: S311
    for draw in range(redraws + 1):
        if hits := play(lot, draw):
            print(f"{hits} hit, {draw} of at most {redraws} redraws")
            return hits
        print(f"draw {draw + 1}: each came too late")
    raise AssertionError(f"each came too late, in {redraws + 1} draws")


def examples(count: int = 100) -> int:
    """Number of examples that a property is tried on, of all its `count`; 100 is what Hypothesis takes by itself."""
    if _is_campaign:
        return 10 * count
    return count if _has_all_examples else 3 * count // 10
