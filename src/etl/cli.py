"""The `etl` command: turns an error that a person must act on, and a signal, into one sentence and an exit code."""

import errno
import sys
from typing import NoReturn

from etl.errors import EtlError
from etl.garbage import not_while_importing
from etl.private_home import close_new_files
from etl.stopping import CommandStopped, exit_code_of, fate_of, stop_at_signals
from etl.terminal import outlive_readers, take_any_letter, tell
from etl.workers.leaving import leave


def main() -> NoReturn:
    """The process of an `etl` command: it is gone as soon as the command is over."""
    not_while_importing()
    leave(run_command())


def run_command() -> int:
    """Run the command that is typed; its exit code. An error that a person must act on is one sentence, never a traceback."""
    close_new_files()
    try:
        stop_at_signals()  # before anything slow is imported
        take_any_letter()
        outlive_readers()
        _run()
    except SystemExit as ended:
        return _code(ended)
    except EtlError as error:
        tell("; ".join(filter(None, (f"etl: {error.message}", error.then))), to=sys.stderr)
        return error.exit_code
    except (CommandStopped, KeyboardInterrupt) as stopped:
        tell(f"etl: {fate_of(stopped) or 'stopped; nothing was published'}", to=sys.stderr)
        return exit_code_of(stopped)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        tell(f"etl: {error.filename or 'a file'} cannot be written: {error.strerror}", to=sys.stderr)
        return 1
    return 0


def _code(ended: SystemExit) -> int:
    if ended.code is None or isinstance(ended.code, int):
        return ended.code or 0
    tell(str(ended.code), to=sys.stderr)
    return 1


def _run() -> None:
    from etl.commands.program import app  # noqa: PLC0415 - half a second, in which signals are heard

    try:
        app()
    finally:
        sys.stdout.flush()  # while it can be said that there is no room for it
