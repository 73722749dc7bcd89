"""Debian's IMAP server as a process of the tests, in a folder of its own, on loopback.

Settings are Dovecot 2.3's (doc.dovecot.org: "Running Dovecot as non-root", "Passwd-file", "Mail location", "SSL configuration").
"""

from __future__ import annotations

import atexit
import datetime as dt
import getpass
import grp
import ipaddress
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from imapclient import IMAPClient

WITHOUT_SERVERS = "RAPPORT_TEST_WITHOUT_SERVERS"
PASSWORD = "hunter2"  # of everybody: each user name has a mailbox of its own
CONFIG = """\
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_verbose = no
auth_failure_delay = 0
first_valid_uid = 0
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 50
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = subscribe
  }}
  mailbox Drafts {{
    special_use = \\Drafts
    auto = create
  }}
}}
"""


class Dovecot:
    """A running server. `port` speaks plainly (and STARTTLS), `tls_port` TLS; `ca_file` is its certificate."""

    def __init__(self) -> None:
        if shutil.which("dovecot") is None:
            missing("dovecot")
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot"))
        self.folder.chmod(0o755)
        self.port, self.tls_port = _free_port(), _free_port()
        self.ca_file = self.folder / "cert.pem"
        _certificate(self.folder)
        (self.folder / "mail").mkdir()
        self._process: subprocess.Popen[bytes] | None = None
        self._configure()
        self.start()

    def _configure(self) -> None:
        """Root may not be a mail user: started by root, the package's own users do the work."""
        root = os.getuid() == 0
        me = getpass.getuser()
        owner = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.getuid())
        os.chown(self.folder / "mail", owner.pw_uid, owner.pw_gid)
        text = CONFIG.format(
            password=PASSWORD, folder=self.folder, port=self.port, tls_port=self.tls_port, uid=owner.pw_uid, gid=owner.pw_gid,
            internal="dovecot" if root else me, group="dovecot" if root else grp.getgrgid(os.getgid()).gr_name,
            login="dovenull" if root else me,
        )  # fmt: skip
        (self.folder / "dovecot.conf").write_text(text)

    def start(self) -> None:
        command = ["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(1200):
            if _answers(self.port) and _answers(self.tls_port):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        log = self.folder / "log"
        pytest.fail(f"dovecot does not start: {log.read_text() if log.exists() else 'no log'}", pytrace=False)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=30)
            self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def client(self, user: str) -> Iterator[IMAPClient]:
        """The mailbox of a user, as a mail program sees it."""
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=60) as client:
            client.login(user, PASSWORD)
            yield client


@cache
def dovecot() -> Dovecot:
    """The server of this run, started when it is first asked for."""
    made = Dovecot()
    atexit.register(made.remove)
    return made


def missing(server: str) -> None:
    """A test without its server fails, unless the run says that it has none."""
    if os.environ.get(WITHOUT_SERVERS) == "1":
        pytest.skip(f"no {server} server here, and {WITHOUT_SERVERS}=1 allows that")
    pytest.fail(f"{server} is not installed; install it, or set {WITHOUT_SERVERS}=1 to test without", pytrace=False)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 5):
            return True
    except OSError:
        return False


def _certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
