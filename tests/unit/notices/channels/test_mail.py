"""Mail to a real server: plain, with STARTTLS and a login, with TLS from the start; and every way in which it can fail."""

import socket
import threading
from datetime import UTC, datetime

import pytest

from etl.notices.channels.mail import MOST_BROKEN_OFF, Mail, SmtpClient
from tests.receivers.mail_server import PASSWORD, USER, mail_server, write_certificate

NOW = datetime(2024, 4, 9, 0, 30, tzinfo=UTC)
LOGIN = "clerk%40county:p%40ss%2F%25%3A1@"
SENDER = "etl@province.example.cn"


def send(url, *recipients, text="黑水县：\n请改正。", times=1):
    with SmtpClient(url, SENDER) as mailbox:
        return [
            mailbox.send(Mail(recipients or ("a@county.example.cn",), "【县级报表】黑水县", text, NOW))
            for _ in range(times)
        ]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return write_certificate(tmp_path_factory.mktemp("certificate") / "server.pem")


def test_all_mails_go_over_one_connection_and_arrive_as_written():
    with mail_server() as kept:
        assert (
            send(f"smtp://127.0.0.1:{kept.port}", "a@county.example.cn", "b@county.example.cn", times=3)
            == [(True, None)] * 3
        )
    assert (len(kept.mails), len(kept.connections)) == (3, 1)
    mail = kept.mails[0]
    assert mail["Subject"] == "【县级报表】黑水县"
    assert (mail["From"], mail["Auto-Submitted"]) == (SENDER, "auto-generated")
    assert mail["Date"].datetime == NOW
    assert mail["Message-ID"].endswith("@province.example.cn>")
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().splitlines() == ["黑水县：", "请改正。"]
    assert kept.recipients[0] == ["a@county.example.cn", "b@county.example.cn"]


def test_a_table_goes_beside_the_text():
    with mail_server() as kept, SmtpClient(f"smtp://127.0.0.1:{kept.port}", SENDER) as mailbox:
        mailbox.send(
            Mail(["a@county.example.cn"], "汇总", "接收700份", NOW, "<table><tr><td>接收700份</td></tr></table>")
        )
    (mail,) = kept.mails
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content().strip() for part in mail.iter_parts()] == [
        "接收700份",
        "<table><tr><td>接收700份</td></tr></table>",
    ]


@pytest.mark.parametrize("scheme", ["starttls", "smtps"])
def test_user_and_password_go_over_tls_only(scheme, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(certificate=certificate, is_tls_from_the_start=scheme == "smtps") as kept:
        assert send(f"{scheme}://{LOGIN}127.0.0.1:{kept.port}") == [(True, None)]
    assert set(kept.logins) == {USER}
    assert len(kept.mails) == 1


def test_a_wrong_password_is_said_and_not_shown(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(certificate=certificate) as kept:
        ((is_sent, trouble),) = send(f"starttls://clerk:geheim@127.0.0.1:{kept.port}")
    assert not is_sent
    assert trouble == "the mail server 127.0.0.1 cannot be used: it does not accept user and password (535)"
    assert kept.mails == []
    assert PASSWORD not in trouble


def test_a_password_that_smtp_cannot_carry_is_said(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(certificate=certificate) as kept:
        ((is_sent, trouble),) = send(f"starttls://clerk:%E8%AF%8D@127.0.0.1:{kept.port}")
    assert (is_sent, trouble) == (False, "the mail server 127.0.0.1 cannot be used: user and password must be ASCII")


def test_a_certificate_that_nobody_vouches_for_is_not_taken(certificate):
    with mail_server(certificate=certificate) as kept:
        ((is_sent, trouble),) = send(f"starttls://{LOGIN}127.0.0.1:{kept.port}")
    assert not is_sent
    assert "its certificate is not trusted" in trouble
    assert kept.logins == []


def test_a_server_without_tls_gets_no_password():
    with mail_server() as kept:
        ((is_sent, trouble),) = send(f"starttls://{LOGIN}127.0.0.1:{kept.port}")
    assert not is_sent
    assert trouble.startswith("the mail server 127.0.0.1 cannot be used")


def test_a_server_that_is_not_there_is_asked_once():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens on it
        troubles = send(f"smtp://127.0.0.1:{taken.getsockname()[1]}", times=2)
    assert troubles == [(False, "the mail server 127.0.0.1 cannot be used: Connection refused")] * 2


def test_an_address_that_is_refused_is_counted_and_not_shown():
    with mail_server(refused=frozenset({"gone@county.example.cn"})) as kept:
        url = f"smtp://127.0.0.1:{kept.port}"
        assert send(url, "gone@county.example.cn", "a@county.example.cn") == [
            (True, "the mail server refused 1 of 2 addresses")
        ]
        assert send(url, "gone@county.example.cn") == [(False, "the mail server refused every address: 550")]
        with SmtpClient(url, SENDER) as mailbox:  # one county's wrong address does not cost the next its notice
            mailbox.send(Mail(["gone@county.example.cn"], "a", "b", NOW))
            assert mailbox.send(Mail(["a@county.example.cn"], "a", "b", NOW)) == (True, None)


def test_a_server_that_hung_up_is_called_again():
    with mail_server() as kept, SmtpClient(f"smtp://127.0.0.1:{kept.port}", SENDER) as mailbox:
        assert mailbox.send(Mail(["a@county.example.cn"], "a", "b", NOW)) == (True, None)
        mailbox._server.sock.shutdown(socket.SHUT_RDWR)
        assert not mailbox.send(Mail(["a@county.example.cn"], "a", "b", NOW))[0]
        assert mailbox.send(Mail(["a@county.example.cn"], "a", "b", NOW)) == (True, None)


def test_a_subject_with_a_line_break_makes_no_header():
    with mail_server() as kept, SmtpClient(f"smtp://127.0.0.1:{kept.port}", SENDER) as mailbox:
        assert mailbox.send(Mail(["a@county.example.cn"], "黑水县\r\nBcc: x@y.cn", "b", NOW)) == (True, None)
    assert kept.mails[0]["Bcc"] is None


def test_a_server_that_breaks_off_again_and_again_is_left_alone():
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def break_off():
            while True:
                try:
                    peer, _ = listener.accept()
                except OSError:
                    return
                calls.append(1)
                with peer:
                    peer.sendall(b"220 ready\r\n")
                    peer.recv(100)
                    peer.sendall(b"250 hello\r\n")
                    peer.recv(100)  # MAIL FROM, and no answer

        threading.Thread(target=break_off, daemon=True).start()
        said = send(f"smtp://127.0.0.1:{listener.getsockname()[1]}", times=4)
        listener.close()
    assert [is_sent for is_sent, _ in said] == [False] * 4
    assert len(calls) == MOST_BROKEN_OFF
