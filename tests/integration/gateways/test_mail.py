"""Letters by SMTP, to a real server, and letters in the demo's mailbox."""

import datetime as dt
import ipaddress
import socket
import ssl
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.gateways.mail import headers, registry, smtp
from app.gateways.mail.demo import DemoMailer
from app.gateways.mail.port import Message
from app.gateways.mail.smtp import SmtpMailer
from app.kernel.errors import Outage, Refusal

AT = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
SENDER = "madoguchi@city.example"
LETTER = Message(
    key="case-1:3:0",
    to="yoshino@resident.example",
    subject="【東京都】申請を受け付けました（髙﨑 𠮷乃 様）",
    body="髙﨑 𠮷乃 様\n\n受付番号 SE-2026-000001\n.\n以上です。\n",
)


class Post:
    """What the server of a test received."""

    def __init__(self, refuse=""):
        self.letters = []
        self.refuse = refuse

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((session, envelope))
        return "250 OK"


@contextmanager
def server(post, **more):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        controller.stop()


def mailer(url, tls=None):
    more = {"tls": tls} if tls else {}
    return SmtpMailer(smtp.server(url), SENDER, "東京都 窓口", lambda: AT, **more)


def received(post):
    return message_from_bytes(post.letters[0][1].content, policy=default)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1, and a client that trusts nothing else."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(pem)
    trusting = ssl.create_default_context(cafile=str(pem))
    return serving, trusting


def test_a_letter_arrives_as_it_was_written():
    post = Post()
    with server(post) as at:
        message_id = mailer(f"smtp://{at}").send(LETTER)
    letter = received(post)
    assert letter["Message-ID"] == message_id
    assert letter["To"] == LETTER.to
    assert letter["Subject"] == LETTER.subject
    assert letter["From"] == "東京都 窓口 <madoguchi@city.example>"
    assert letter["Date"].datetime == AT
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_charset() == "utf-8"
    assert letter.get_content().replace("\r\n", "\n") == LETTER.body
    envelope = post.letters[0][1]
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, [LETTER.to])


def test_the_same_key_gives_the_same_message_id():
    assert headers.message_id("k", SENDER) == headers.message_id("k", SENDER)
    assert headers.message_id("k", SENDER) != headers.message_id("k2", SENDER)
    assert headers.message_id("case-77:1:0", SENDER).endswith("@city.example>")
    assert "case-77" not in headers.message_id("case-77:1:0", SENDER)


@pytest.mark.parametrize(
    "to",
    [
        "a@b.example\r\nBcc: evil@x.example",
        "a@b.example\nX: y",
        "a@b.example, c@d.example",
        "名 <a@b.example>",
        "<a@b.example>",
        "nobody",
        "@b.example",
        "a@",
        "",
        "a b@c.example",
        "a@b.example\x00",
        "あ@b.example",
        "a@" + "b" * 260 + ".example",
        "a@b@c.example",
    ],
)
def test_an_address_that_is_not_one_address_is_refused(to):
    with pytest.raises(Refusal) as caught:
        headers.compose(Message("k", to, "s", "b"), SENDER, "n")
    assert caught.value.code == "mail.address_invalid"


@pytest.mark.parametrize("text", ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\x00", "a\u2028b"])
def test_no_header_can_be_smuggled_in(text):
    with pytest.raises(Refusal):
        headers.compose(Message("k", "a@b.example", text, "b"), SENDER, "n")
    with pytest.raises(Refusal):
        headers.compose(Message("k", "a@b.example", "s", "b"), SENDER, text)


def test_a_long_subject_is_folded_and_comes_back_whole():
    subject = "申請の補正をお願いします。" * 20
    letter = headers.compose(Message("k", "a@b.example", subject, "b"), SENDER, "n")
    raw = letter.as_bytes()
    assert max(len(line) for line in raw.splitlines()) <= 998
    assert message_from_bytes(raw, policy=default)["Subject"] == subject


def test_starttls_is_taken_when_demanded(certificate):
    serving, trusting = certificate
    post = Post()
    with server(post, tls_context=serving) as at:
        mailer(f"smtp+starttls://{at}", trusting).send(LETTER)
        mailer(f"smtp://{at}", trusting).send(LETTER)
    assert [session.ssl is not None for session, _ in post.letters] == [True, True]


def test_smtps_speaks_tls_from_the_first_byte(certificate):
    serving, trusting = certificate
    post = Post()
    with server(post, ssl_context=serving) as at:
        mailer(f"smtps://{at}", trusting).send(LETTER)
    assert len(post.letters) == 1


def test_a_certificate_that_nobody_vouches_for_is_an_outage(certificate):
    post = Post()
    with server(post, tls_context=certificate[0]) as at, pytest.raises(Outage) as caught:
        mailer(f"smtp+starttls://{at}").send(LETTER)
    assert caught.value.code == "mail.tls_failed"
    assert post.letters == []


def test_without_tls_nothing_is_sent_where_it_is_demanded():
    post = Post()
    with server(post) as at, pytest.raises(Outage) as caught:
        mailer(f"smtp+starttls://{at}").send(LETTER)
    assert caught.value.code == "mail.tls_missing"
    assert post.letters == []


def test_a_password_is_not_sent_over_an_open_line_to_another_machine():
    assert smtp.server("smtp://me:pw@mail.example").demands_tls
    assert not smtp.server("smtp://me:pw@localhost").demands_tls
    assert not smtp.server("smtp://mail.example").demands_tls


def login(wanted):
    def check(server, session, envelope, mechanism, data):
        fine = isinstance(data, LoginPassword) and (data.login, data.password) == wanted
        return AuthResult(success=fine, handled=False)

    return check


def test_name_and_password_are_given_to_the_server(certificate):
    serving, trusting = certificate
    post = Post()
    options = {"authenticator": login((b"me@city", b"p:w/d")), "auth_required": True}
    with server(post, tls_context=serving, **options) as at:
        mailer(f"smtp+starttls://me%40city:p%3Aw%2Fd@{at}", trusting).send(LETTER)
        with pytest.raises(Outage) as caught:
            mailer(f"smtp+starttls://me%40city:wrong@{at}", trusting).send(LETTER)
    assert len(post.letters) == 1
    assert caught.value.code == "mail.login_refused"
    assert "wrong" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "permanent"), [("550 no such user", True), ("451 later", False)]
)
def test_a_refused_address_is_an_outage_for_good_or_for_now(answer, permanent):
    with server(Post(refuse=answer)) as at, pytest.raises(Outage) as caught:
        mailer(f"smtp://{at}").send(LETTER)
    assert caught.value.permanent is permanent
    assert LETTER.to not in str(caught.value)


def test_nobody_there_is_an_outage_that_may_pass():
    with pytest.raises(Outage) as caught:
        mailer("smtp://127.0.0.1:9").send(LETTER)
    assert (caught.value.code, caught.value.permanent) == ("mail.no_answer", False)
    with pytest.raises(Outage):
        mailer("smtp://127.0.0.1:9").check()


def test_a_server_that_is_there_passes_the_check():
    with server(Post()) as at:
        mailer(f"smtp://{at}").check()


@pytest.mark.parametrize("url", ["mail.example", "http://mail", "smtp://", "smtp://h:x"])
def test_an_address_of_a_server_that_is_none_is_told(url):
    with pytest.raises(Outage) as caught:
        smtp.server(url)
    assert caught.value.code == "mail.url_invalid"


def test_ports_and_the_password_are_read_from_the_address():
    found = smtp.server("smtps://a:b@mail.example")
    assert (found.host, found.port, found.user, found.password) == ("mail.example", 465, "a", "b")
    assert "password" not in repr(found)


# --- the demo's mailbox ---------------------------------------------------------------------------


@pytest.fixture
def mailbox(tmp_path):
    return DemoMailer(tmp_path / "box", SENDER, "東京都 窓口", lambda: AT)


def test_a_letter_lies_in_the_mailbox(mailbox):
    message_id = mailbox.send(LETTER)
    (letter,) = mailbox.letters()
    assert (letter.message_id, letter.to, letter.subject, letter.body, letter.sent_at) == (
        message_id,
        LETTER.to,
        LETTER.subject,
        LETTER.body,
        AT,
    )
    assert mailbox.read(letter.id) == letter


def test_a_key_is_sent_once(mailbox):
    assert mailbox.send(LETTER) == mailbox.send(LETTER)
    assert len(mailbox.letters()) == 1


def test_letters_are_found_by_their_reader(mailbox):
    mailbox.send(LETTER)
    mailbox.send(Message("other", "other@resident.example", "s", "b"))
    assert [each.to for each in mailbox.letters("OTHER@resident.example")] == [
        "other@resident.example"
    ]


def test_an_empty_mailbox_has_no_letters(mailbox):
    mailbox.check()
    assert mailbox.letters() == ()


@pytest.mark.parametrize("name", ["", "0" * 40, "../../etc/passwd", "a/b"])
def test_a_letter_that_is_not_there_is_none(mailbox, name):
    assert mailbox.read(name) is None


def test_the_demo_refuses_what_a_real_server_would_not_take(mailbox):
    with pytest.raises(Refusal):
        mailbox.send(Message("k", "a@b.example", "a\nBcc: c@d.example", "b"))


def test_the_registry_knows_both(tmp_path):
    demo = registry.build("demo:", SENDER, "n", tmp_path, lambda: AT)
    real = registry.build("smtp://mail.example", SENDER, "n", tmp_path, lambda: AT)
    assert (demo.name, demo.live, real.name, real.live) == ("demo", False, "smtp", True)
