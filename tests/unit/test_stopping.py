"""A stop by a signal: what is said of the work comes from whoever knew it, over whichever exceptions it went."""

import signal

import pytest

from etl.stopping import (
    CommandStopped,
    Stopped,
    exit_code_of,
    fate_of,
    saying_when_stopped,
    stop_at_signals,
    stop_goes_first,
)


@pytest.fixture(autouse=True)
def handlers():
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_only_the_first_of_several_signals_breaks_off():
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    stop_at_signals()
    with pytest.raises(Stopped) as stopped:
        signal.raise_signal(signal.SIGTERM)
    signal.raise_signal(signal.SIGINT)
    assert exit_code_of(stopped.value) == 143


def test_an_ignored_signal_stays_ignored():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stop_at_signals()
    signal.raise_signal(signal.SIGINT)


def test_the_outermost_word_counts():
    with pytest.raises(Stopped) as stopped, saying_when_stopped("the demo"), saying_when_stopped("the run"):
        raise Stopped(signal.SIGINT)
    assert (fate_of(stopped.value), exit_code_of(stopped.value)) == ("the demo", 130)


def test_what_was_said_to_an_exception_that_others_took_the_place_of_is_heard():
    with pytest.raises(CommandStopped) as ended:  # noqa: PT012
        try:
            try:
                with saying_when_stopped("published"):
                    raise KeyboardInterrupt  # as Prefect's own exception for a signal
            except KeyboardInterrupt:
                raise Stopped(signal.SIGTERM)  # noqa: B904 - raised by the handler
        except KeyboardInterrupt as stopped:
            raise CommandStopped from stopped
    ended.value.__cause__.__context__.__context__ = ended.value  # such chains may lead back
    assert (fate_of(ended.value), exit_code_of(ended.value)) == ("published", 143)


def test_nothing_is_said_where_nobody_knew():
    assert fate_of(Stopped(signal.SIGINT)) == ""


def break_off_in_a_library():
    try:
        raise Stopped(signal.SIGINT)
    except Stopped:
        raise ValueError("Task run is not set")  # noqa: B904


def test_a_stop_goes_before_the_error_that_a_library_makes_of_it():
    with pytest.raises(Stopped) as stopped, stop_goes_first():
        break_off_in_a_library()
    assert exit_code_of(stopped.value) == 130


def test_an_error_that_no_stop_is_behind_stays_what_it_is():
    with pytest.raises(ValueError, match="else"), stop_goes_first():
        raise ValueError("something else")
