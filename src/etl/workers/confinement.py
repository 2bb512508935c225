"""Confinement of a child, by Linux: no network, no other program, no file but those of the program itself.

Takes nothing and gives the names of what this system does not offer, which a run says once. What is taken from a process never comes back, and its
threads begun later lack it, too. The file that a child reads it gets opened. Landlock keeps files shut (Linux 5.13), a filter of
system calls the rest (x86-64 and ARM64).
"""

import ctypes
import os
import platform
import struct
import sys
import sysconfig
import zoneinfo
from collections.abc import Iterable, Sequence
from pathlib import Path

import etl

NO_NEW_PRIVILEGES, GET_SECCOMP, SET_SECCOMP, FILTER = 38, 21, 22, 2  # of prctl.h and seccomp.h
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
READ_FILE, READ = 0b100, 0b1100  # of landlock.h: READ_FILE, and READ_DIR too
RIGHTS = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF, 5: 0xFFFF}  # to files, by version; later ones have no other
TCP, SCOPES = 0b11, 0b11  # since versions 4 and 6
ALLOWED, REFUSED = 0x7FFF0000, 0x00050000 | 1  # EPERM
# socket, connect, bind, listen, accept, execve, execveat, ptrace, process_vm_readv and writev, io_uring_setup
CALLS = {
    "x86_64": (0xC000003E, (41, 42, 49, 50, 43, 288, 59, 322, 101, 310, 311, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 201, 202, 242, 221, 281, 117, 270, 271, 425)),
}


def confine() -> tuple[str, ...]:
    """Take from this process, which has one thread, what no child needs; gives what could not be taken."""
    if sys.platform != "linux":
        return "files", "network"
    libc = _libc()
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return "files", "network"
    return (() if _shut_files(libc) else ("files",)) + (() if _shut_network(libc) else ("network",))


def lacking() -> tuple[str, ...]:
    """Names of what `confine` could not take here; takes nothing."""
    if sys.platform != "linux":
        return "files", "network"
    libc = _libc()
    has_filter = platform.machine() in CALLS and libc.prctl(GET_SECCOMP, 0, 0, 0, 0) >= 0
    return (() if _landlock_version(libc) else ("files",)) + (() if has_filter else ("network",))


def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return libc


def _landlock_version(libc: ctypes.CDLL) -> int:
    """Its version; 0 where there is none."""
    return max(0, int(libc.syscall(CREATE_RULESET, None, 0, 1)))


def _shut_files(libc: ctypes.CDLL) -> bool:
    version = _landlock_version(libc)
    if not version:
        return False
    attributes = [RIGHTS[min(version, 5)], *([TCP] if version >= 4 else []), *([SCOPES] if version >= 6 else [])]
    rules = struct.pack(f"={len(attributes)}Q", *attributes)
    ruleset = libc.syscall(CREATE_RULESET, rules, len(rules), 0)
    if ruleset < 0:
        return False
    try:
        for folder in _own_folders():
            opened = os.open(folder, os.O_PATH | os.O_CLOEXEC)
            rights = READ if folder.is_dir() else READ_FILE
            libc.syscall(ADD_RULE, ruleset, 1, struct.pack("=Qi", rights, opened), 0)
            os.close(opened)
        return bool(libc.syscall(RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _own_folders() -> Sequence[Path]:
    """Folders with nothing in them but code, which may be imported when it is first used, and zones of time, which come with
    moments of the ledger."""
    known = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    known |= {path for path in sys.path if Path(path).name in ("site-packages", "dist-packages", "lib-dynload")}
    folders = (*map(Path, sorted(known)), Path(etl.__file__).parent, *map(Path, zoneinfo.TZPATH))
    return [path for path in (*folders, *_linked(known)) if path.exists()]


def _linked(known: Iterable[str]) -> set[Path]:
    """Packages that an installer has put links to into `known`, or links to their files: where they stand."""
    found: set[Path] = set()
    for folder in filter(os.path.isdir, known):
        for entry in os.scandir(folder):
            if entry.is_symlink():
                found.add(Path(os.path.realpath(entry.path)))
            elif entry.is_dir() and os.path.islink(first := f"{entry.path}/__init__.py"):
                found.add(Path(os.path.realpath(first)).parent)
    return found


def _shut_network(libc: ctypes.CDLL) -> bool:
    architecture, calls = CALLS.get(platform.machine(), (0, ()))
    if not calls:
        return False

    def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("=HBBI", code, if_true, if_false, value)

    load, is_equal, is_above, give = 0x20, 0x15, 0x35, 0x06  # of bpf_common.h
    program = [
        step(load, 4),  # the architecture that the call was made by
        step(is_equal, architecture, 1, 0),
        step(give, REFUSED),
        step(load, 0),  # the call
        # jumps count from the step behind: to the last one
        step(is_above, 0x40000000, len(calls) + 1, 0),  # x32: the same calls by other numbers
        *(step(is_equal, call, len(calls) - place, 0) for place, call in enumerate(calls)),
        step(give, ALLOWED),
        step(give, REFUSED),
    ]
    code = ctypes.create_string_buffer(b"".join(program))
    whole = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code))
    return bool(libc.prctl(SET_SECCOMP, FILTER, whole, 0, 0) == 0)
