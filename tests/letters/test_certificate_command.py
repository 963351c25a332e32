"""What the operator types: bring in a certificate, retire it, move numbers on."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.core.management import call_command
from django.core.management.base import CommandError

from satuatap.accounts.models import AuditEntry
from satuatap.common import files
from satuatap.letters import actions
from satuatap.letters.models import LetterRegister, OfficeCertificate
from tests.letters.conftest import NOW, a_letter, act, as_owner

PASSWORD = "rahasia"
pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]


def a_p12(*, password=PASSWORD, key=None, days=3650, usage=True, of=None):
    """A PKCS#12 file as an authority hands it out, under a password."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Dinas Contoh")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key((of or key).public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=4000))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(
            x509.KeyUsage(usage, usage, True, False, False, False, False, False, False), True
        )
        .sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    )
    seal = serialization.BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"kantor", key, made, None, seal)


@pytest.fixture
def run(tmp_path, capsys):
    """`run(p12, …)`: the command with a file of a password; what it says."""

    def run(*words, p12=None, password=PASSWORD):
        more = []
        if p12 is not None:
            (tmp_path / "kantor.p12").write_bytes(p12)
            (tmp_path / "sandi").write_text(password + "\n")
            more = ["--p12", str(tmp_path / "kantor.p12"),
                    "--password-file", str(tmp_path / "sandi")]  # fmt: skip
        with as_owner():
            call_command("office_certificate", "--office", "ltsa-contoh", *more, *words)
        return capsys.readouterr().out

    return run


def test_a_certificate_is_brought_in_and_kept_without_its_password(run, centre):
    said = run(p12=a_p12(key=rsa.generate_private_key(65537, 2048)))

    with as_owner():
        kept = OfficeCertificate.objects.get()
        traces = list(AuditEntry.objects.values_list("verb", "service", "office_id"))
    assert kept.office == centre
    assert kept.fingerprint in said
    assert "rahasia" not in said
    assert pkcs12.load_pkcs12(files.read(kept.key_file), None).key
    assert traces == [("certificate_added", "operator", centre.pk)]


def test_what_is_in_use_is_shown(run):
    run(p12=a_p12())

    assert "Dinas Contoh" in run("--show")


def test_a_retired_one_is_no_longer_in_use(run, django_capture_on_commit_callbacks):
    run(p12=a_p12())
    with as_owner():
        key_file = OfficeCertificate.objects.get().key_file

    with django_capture_on_commit_callbacks(execute=True):
        run("--retire")

    with pytest.raises(CommandError, match="has no certificate"):
        run("--show")
    with pytest.raises(FileNotFoundError):
        files.read(key_file)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"days": -1}, "The certificate ended on 23.11.2026"),
        ({"usage": False}, "not made for signatures"),
        ({"key": rsa.generate_private_key(65537, 1024)}, "RSA of 2048 bits"),  # noqa: S505
        ({"key": ed25519.Ed25519PrivateKey.generate()}, "RSA of 2048 bits or more, or EC"),
    ],
)
def test_what_cannot_sign_is_refused_with_a_sentence(run, changes, sentence, monkeypatch):
    from satuatap.letters.management.commands import office_certificate

    monkeypatch.setattr(office_certificate.timezone, "now", lambda: NOW)
    with pytest.raises(CommandError, match=sentence):
        run(p12=a_p12(**changes))

    with as_owner():
        assert not OfficeCertificate.objects.exists()


@pytest.mark.parametrize("content", [b"", b"MIIno", b"0" * 2000])
def test_a_file_that_is_none_is_refused(run, content):
    with pytest.raises(CommandError, match="does not open"):
        run(p12=content)


def test_a_wrong_password_is_not_repeated(run):
    with pytest.raises(CommandError, match="password is wrong") as refused:
        run(p12=a_p12(), password="keliru-sekali")

    assert "keliru" not in str(refused.value)


def test_the_password_is_asked_for(run, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr("getpass.getpass", lambda words: asked.append(words) or "rahasia")
    (tmp_path / "kantor.p12").write_bytes(a_p12())

    assert "Dinas Contoh" in run("--p12", str(tmp_path / "kantor.p12"))
    assert asked == ["Password of the file: "]


def test_an_unknown_office_is_refused():
    with as_owner(), pytest.raises(CommandError, match="There is no office entah"):
        call_command("office_certificate", "--office", "entah", "--show")


def test_the_example_is_made_in_demo_mode_only(run, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo mode only"):
        run("--make-demo")

    settings.DEMO = True
    assert "CONTOH" in run("--make-demo")


# --- numbers after a restore --------------------------------------------------------------------


def move(*words):
    with as_owner():
        call_command("letter_register", "--office", "ltsa-contoh", *words)


def test_after_a_restore_numbers_go_on_behind_the_paper_book(
    approved, bu_lestari, centre, bu_endang, capsys
):
    move("--year", "2026", "--at-least", "41")

    said = capsys.readouterr().out
    fresh = a_letter(bu_lestari, centre)
    letter = actions.approve_letter(by=act(bu_endang), letter=fresh, now=NOW)
    assert "the last number was 1 and is now 41. The next letter gets 42." in said
    assert letter.number == "560/0042/LTSA/XI/2026"
    with as_owner():
        assert AuditEntry.objects.filter(verb="letter_register_moved_on").count() == 1


def test_numbers_never_go_back(approved, capsys):
    move("--year", "2026", "--at-least", "41")
    move("--year", "2026", "--at-least", "7")

    assert "Nothing to do: the last number of 2026 is 41 already." in capsys.readouterr().out
    with as_owner():
        assert LetterRegister.objects.get().last_number == 41


@pytest.mark.parametrize(
    "words", [("--year", "26", "--at-least", "1"), ("--year", "2026", "--at-least", "0"),
              ("--year", "2026", "--at-least", "99999999")],
)  # fmt: skip
def test_a_slip_of_the_finger_is_refused(words, centre):
    with pytest.raises(CommandError, match="The year must be like 2026"):
        move(*words)


def test_in_protection_there_is_nothing_to_move(centre, settings):
    settings.WORLD = "protection"
    with pytest.raises(CommandError, match="drawn by lot"):
        move("--year", "2026", "--at-least", "5")
