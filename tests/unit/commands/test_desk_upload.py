"""Forms as browsers send them, and what is none."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.commands.desk.upload import MalformedUpload, upload_in

BOUNDARY = "----WebKitFormBoundaryx7"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


PART = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nx\r\n'


def body(content: bytes, name: str = "台账.xlsx") -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="county"\r\n\r\n513228\r\n--{BOUNDARY}\r\n'
    head += f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/zip\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


@given(st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b"--", b"\x00", b"\xff", b"\x85", b"\x1c", b"=", b"a"])))
def test_a_file_comes_as_it_was_sent(parts):
    content = b"".join(parts)
    upload = upload_in(TYPE, body(content))
    assert (upload.files, upload.fields) == ((("台账.xlsx", content),), {"county": "513228"})


@pytest.mark.parametrize(
    ("content_type", "sent"),
    [
        pytest.param("application/x-www-form-urlencoded", b"a=b", id="another-form"),
        pytest.param("text/plain", body(b""), id="text"),
        pytest.param(TYPE, b"", id="nothing"),
        pytest.param(TYPE, body(b"x")[:-20], id="cut-short"),
        pytest.param("multipart/form-data; boundary=a\r\nX: y", body(b""), id="a-heading-in-the-boundary"),
        pytest.param(TYPE, PART.encode() * 101 + f"--{BOUNDARY}--\r\n".encode(), id="very-many-files"),
        pytest.param(f"multipart/mixed; boundary={BOUNDARY}", body(b""), id="another-multipart"),
    ],
)
def test_what_is_no_form_of_ours_is_refused(content_type, sent):
    with pytest.raises(MalformedUpload):
        upload_in(content_type, sent)


def test_a_large_file_is_in_memory_once_more():
    sent = body(bytes(range(256)) * 4096)
    tracemalloc.start()
    try:
        upload_in(TYPE, sent)
        assert tracemalloc.get_traced_memory()[1] < 1.2 * len(sent)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\\\x\\\\passwd", "/passwd"])
def test_a_name_is_its_last_step(name):
    assert upload_in(TYPE, body(b"x", name)).files == (("passwd", b"x"),)
