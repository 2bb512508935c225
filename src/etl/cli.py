"""The `etl` command: turns an error that a person must act on, and a signal, into one sentence and an exit code."""

import errno
import gc
import os
import sys

from etl.errors import EtlError
from etl.private_home import close_new_files
from etl.stopping import CommandStopped, exit_code_of, fate_of, stop_at_signals
from etl.terminal import take_any_letter, tell
from etl.workers.leaving import leave

GARBAGE_AFTER = (
    100_000  # new objects before garbage is looked for: importing makes half a million, and none of them is any
)


def main() -> None:
    """The `etl` command: an error that a person must act on is one sentence and an exit code, never a traceback."""
    gc.set_threshold(GARBAGE_AFTER)
    close_new_files()
    try:
        stop_at_signals()  # before anything slow is imported
        take_any_letter()
        _run()
    except EtlError as error:
        tell(f"etl: {error.message}", to=sys.stderr)
        sys.exit(error.exit_code)
    except (CommandStopped, KeyboardInterrupt) as stopped:
        tell(f"etl: {fate_of(stopped) or 'stopped; nothing was published'}", to=sys.stderr)
        leave(exit_code_of(stopped))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `etl issues | head`
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        tell(f"etl: {error.filename or 'a file'} cannot be written: {error.strerror}", to=sys.stderr)
        sys.exit(1)


def _run() -> None:
    from etl.commands.program import app  # noqa: PLC0415 - half a second, in which signals are heard

    app()
