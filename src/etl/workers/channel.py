"""One end of the pipe between a process and its child: takes and gives whole messages by a deadline, never looks into them.

A message that is longer than its receiver allows is not read, and one that stops in the middle ends with its time. An open
file may travel beside a message.
"""

import os
import socket
import struct
import time

HEAD = struct.Struct(">Q")  # the length of a message, before it
AT_ONCE = 1 << 20  # bytes written before the time is looked at


class TooLong(Exception):
    """A message that its sender calls longer than it may be."""


class Channel:
    """One end, for one thread at a time. EOFError or OSError when the other end is gone, TimeoutError when time is up."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, message: bytes, seconds: float | None = None, file: int | None = None) -> None:
        """Send a message, and with it a copy of an open file's descriptor."""
        end_at = None if seconds is None else time.monotonic() + seconds
        self._wait_until(end_at)
        first = HEAD.pack(len(message)) + message[:AT_ONCE]
        sent = self._end.send(first) if file is None else socket.send_fds(self._end, [first], [file])
        left = memoryview(message)[max(0, sent - HEAD.size) :]
        if sent < HEAD.size:
            raise OSError("the pipe takes no message")
        while left:
            self._wait_until(end_at)
            left = left[self._end.send(left[:AT_ONCE]) :]

    def receive(self, most: int, seconds: float | None = None) -> bytearray:
        """The next message, of at most so many bytes; a file that comes with it is closed."""
        message, file = self.receive_with_file(most, seconds)
        if file is not None:
            os.close(file)
        return message

    def receive_with_file(self, most: int, seconds: float | None = None) -> tuple[bytearray, int | None]:
        """The next message, of at most so many bytes, and the descriptor that came with it."""
        end_at = None if seconds is None else time.monotonic() + seconds
        self._wait_until(end_at)
        head, files, _, _ = socket.recv_fds(self._end, HEAD.size, 1)
        while 0 < len(head) < HEAD.size:
            head += self._some(HEAD.size - len(head), end_at)
        if not head:
            raise EOFError
        (length,) = HEAD.unpack(head)
        if length > most:
            raise TooLong(f"a message of {length} bytes, where {most} are allowed")
        message = bytearray(length)
        left = memoryview(message)
        while left:
            self._wait_until(end_at)
            if not (count := self._end.recv_into(left)):
                raise EOFError
            left = left[count:]
        return message, files[0] if files else None

    def close(self) -> None:
        """Let this end go; the other one then reads that nobody is there."""
        self._end.close()

    def _some(self, count: int, end_at: float | None) -> bytes:
        self._wait_until(end_at)
        if not (some := self._end.recv(count)):
            raise EOFError
        return some

    def _wait_until(self, end_at: float | None) -> None:
        """Have the next call on the socket last no longer than to a moment of the monotonic clock."""
        if end_at is None:
            self._end.settimeout(None)
        elif (left := end_at - time.monotonic()) > 0:
            self._end.settimeout(left)
        else:
            raise TimeoutError
