"""A real mail server on this machine, in a thread: keeps what it is given; with TLS it shows a certificate of its own."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

USER, PASSWORD = "clerk@county", "p@ss/%:1"


class Kept:
    """Mails that a server was given, the connections that brought them, and the logins."""

    def __init__(self, refused: frozenset[str] = frozenset(), password: str = PASSWORD) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.connections: set[tuple[str, int]] = set()
        self.logins: list[str] = []
        self._refused = refused
        self._password = password
        self.port = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Refuse some addresses."""
        if address in self._refused:
            return f"550 no such mailbox: {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep one mail."""
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        self.recipients.append(list(envelope.rcpt_tos))
        self.connections.add(session.peer)
        return "250 OK"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        """Let in the one user there is."""
        self.logins.append(data.login.decode())
        is_right = (data.login.decode(), data.password.decode()) == (USER, self._password)
        return AuthResult(success=is_right, handled=False)  # the server is to say so


class _Listening(Controller):
    """aiosmtpd's controller on a free port, which it does not find out itself."""

    def __init__(self, kept: Kept, **more: Any) -> None:
        super().__init__(kept, hostname="127.0.0.1", port=0, **more)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def factory(self) -> SMTP:
        return SMTP(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server(
    *,
    certificate: Path | None = None,
    is_tls_from_the_start: bool = False,
    refused: frozenset[str] = frozenset(),
    password: str = PASSWORD,
    largest: int | None = None,
) -> Iterator[Kept]:
    """A server while the block runs; with a certificate it asks for TLS and a login. A mail over `largest` bytes is refused."""
    kept = Kept(refused, password)
    more: dict[str, Any] = {"data_size_limit": largest} if largest else {}
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        more |= (
            {"ssl_context": context} if is_tls_from_the_start else {"tls_context": context, "require_starttls": True}
        )
        more |= {
            "authenticator": kept.authenticate,
            "auth_require_tls": not is_tls_from_the_start,
        }  # it sees its own only
    server = _Listening(kept, **more)
    server.start()
    kept.port = server.port
    try:
        yield kept
    finally:
        server.stop()


def write_certificate(path: Path) -> Path:
    """A key and a certificate for 127.0.0.1 in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    return path
