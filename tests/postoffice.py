"""A server for mail on the loopback: speaks SMTP like a real one, keeps what it was given, refuses what it is told to."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass
class PostOffice:
    """What came (`letters`, in order), and what is answered: `refusals` by address, `silent` to nobody."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    after_data: str = "250 2.0.0 kept"
    encrypted: list[bool] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    context: ssl.SSLContext | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter, who in zip(self.letters, self.receivers, strict=True) if who == address]


class _Line(socketserver.StreamRequestHandler):
    office: PostOffice
    receiver = ""
    hidden = False
    safe: ssl.SSLSocket | None = None

    def handle(self) -> None:
        self.says("220 localhost ESMTP")
        while words := self.rfile.readline().decode().strip():
            order = words.split(" ")[0].upper()
            if order == "QUIT":
                self.says("221 bye")
                return
            getattr(self, f"on_{order.lower()}", self.on_other)(words)

    def says(self, line: str) -> None:
        self.wfile.write((line + "\r\n").encode())
        self.wfile.flush()

    def on_ehlo(self, words: str) -> None:
        offered = ["localhost", "AUTH PLAIN"] + (["STARTTLS"] if self.office.context and not self.hidden else [])
        for name in offered:
            self.says(f"250-{name}")
        self.says("250 8BITMIME")

    def on_starttls(self, words: str) -> None:
        assert self.office.context is not None
        self.says("220 go on")
        try:
            self.safe = self.office.context.wrap_socket(self.connection, server_side=True)
        except ssl.SSLError:
            self.rfile = BytesIO()
            return
        self.rfile, self.wfile, self.hidden = self.safe.makefile("rb"), self.safe.makefile("wb"), True

    def finish(self) -> None:
        super().finish()
        if self.safe is not None:
            self.safe.close()

    def on_auth(self, words: str) -> None:
        self.office.logins.append(words)
        self.says("235 yes")

    def on_mail(self, words: str) -> None:
        self.says("250 ok")

    def on_rcpt(self, words: str) -> None:
        self.receiver = words.partition("<")[2].partition(">")[0]
        self.says(self.office.refusals.get(self.receiver, "250 ok"))

    def on_data(self, words: str) -> None:
        self.says("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        if self.office.after_data.startswith("250"):
            letter = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.office.letters.append(letter)
            self.office.receivers.append(self.receiver)
            self.office.encrypted.append(self.hidden)
        self.says(self.office.after_data)

    def on_rset(self, words: str) -> None:
        self.says("250 ok")

    def on_other(self, words: str) -> None:
        self.says("500 what?")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """A server for mail that takes everything."""
    office = PostOffice()
    server = _Server(("127.0.0.1", 0), type("Line", (_Line,), {"office": office}))
    office.port = server.server_address[1]
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    running.start()
    yield office
    server.shutdown()
    server.server_close()
    running.join()


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of 127.0.0.1 (PEM), and the context of a server that has it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, private = folder / "ca.pem", folder / "key.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, private)
    return trusted, context
