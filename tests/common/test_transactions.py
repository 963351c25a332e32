"""One transaction per request: reading cannot write, and what breaks leaves nothing."""

import io

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

from satuatap.accounts.models import WrongCode

WRITING = "tests.common.writing_views"


@pytest.fixture
def visitor(committing, settings, monkeypatch):
    """A browser before addresses that write, in a database with real commits."""
    settings.ROOT_URLCONF = WRITING
    return Client(raise_request_exception=False)


def rows():
    """How many rows were left."""
    return WrongCode.objects.count()


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_reading_cannot_write(visitor, method):
    answer = getattr(visitor, method)("/tulis/")

    assert answer.status_code == 500
    assert rows() == 0


def test_the_database_itself_refuses_it(visitor):
    visitor.raise_request_exception = True

    with pytest.raises(Exception, match="read-only transaction"):
        visitor.get("/tulis/")


def test_after_reading_the_connection_writes_again(visitor):
    visitor.get("/tulis/")

    assert visitor.post("/tulis/").content == b"written"
    assert rows() == 1


def test_reading_that_is_an_event_writes_its_trace(visitor):
    assert visitor.get("/peristiwa/").content == b"written"
    assert rows() == 1


def test_what_breaks_leaves_nothing(visitor):
    answer = visitor.post("/gagal/")

    assert answer.status_code == 500
    assert "Ada gangguan di pihak kami" in answer.content.decode()
    assert rows() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_without_a_gate_is_not_served(visitor, method):
    answer = getattr(visitor, method)("/tanpa-gerbang/")

    assert answer.status_code == 500
    assert rows() == 0


# --- the body -----------------------------------------------------------------------------------


class Line(io.BytesIO):
    """A connection that remembers how much was read of it."""


def send(body: io.BytesIO, **told):
    """One request as the server hands it over; status, headers and words of the answer."""
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/gema/", "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000", "HTTP_HOST": "localhost", "wsgi.input": body,
        "wsgi.url_scheme": "http", "wsgi.errors": io.StringIO(), "SCRIPT_NAME": "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": False,
        "wsgi.run_once": False, "QUERY_STRING": "",
    }  # fmt: skip
    said = {}

    def start(status, headers, _exc=None):
        said.update(status=int(status[:3]), headers=dict(headers))

    answer = get_wsgi_application()(environ | told, start)
    words = b"".join(answer).decode()
    answer.close()
    return said["status"], said["headers"], words


@pytest.mark.parametrize("length", [
    str(11 * 1024 * 1024 + 1), "99999999999999999999", "-1", "", "viel", None,
])  # fmt: skip
def test_a_body_that_is_too_large_or_of_unknown_length_is_not_read(committing, settings, length):
    settings.ROOT_URLCONF = WRITING
    body = Line(b"word=x" * 1000)
    told = {} if length is None else {"CONTENT_LENGTH": length}

    status, headers, words = send(body, **told)

    assert status == 413
    assert "terlalu besar" in words
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert body.tell() == 0


def test_a_body_within_the_bound_is_read(committing, settings):
    settings.ROOT_URLCONF = WRITING
    body = b"word=halo"

    status, _headers, _words = send(Line(body), CONTENT_LENGTH=str(len(body)))

    assert status == 403  # read, and then asked for its token


@pytest.mark.parametrize("body", [
    b"--x\r\nContent-Disposition: form-data; name=\"word\"\r\n", b"", b"\x00" * 50, b"--x--",
])  # fmt: skip
def test_a_broken_body_is_no_breakdown(committing, settings, body):
    settings.ROOT_URLCONF = WRITING

    status, _headers, _words = send(
        Line(body), CONTENT_LENGTH=str(len(body)), CONTENT_TYPE="multipart/form-data; boundary=x"
    )

    assert status in (400, 403)


def test_too_many_fields_are_no_breakdown(committing, settings):
    settings.ROOT_URLCONF = WRITING
    body = b"a=1&" * 3000

    status, _headers, words = send(Line(body), CONTENT_LENGTH=str(len(body)))

    assert status == 400
    assert "tidak terbaca" in words
