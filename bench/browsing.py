"""A browser for benches: one connection, its cookies, and an officer who signs in with it."""

import http.client
import re
import time
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
IDLE = 2  # seconds after which a server may have hung up


class Browser:
    """One connection that stays open, and its cookies."""

    def __init__(self, url):
        self.host = urlsplit(url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=60)
        self.used_at = 0.0
        self.cookies = {}
        self.token = ""

    def send(self, method, path, fields=None):
        """One request; returns status, text and where the answer leads."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Origin": f"http://{self.host}",
        }
        if time.monotonic() - self.used_at > IDLE:
            self.connection.close()  # the next request opens it again, as a browser does
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        text = answer.read().decode()
        self.used_at = time.monotonic()
        return answer.status, text, answer.headers.get("Location", "")

    def get(self, path) -> str:
        """The page at this path; anything but 200 ends the bench."""
        status, text, _target = self.send("GET", path)
        if status != 200:
            raise SystemExit(f"{path} answered {status}")
        return text

    def post(self, path) -> tuple[int, str]:
        """Press a button whose form holds nothing but its token; status, and where it leads."""
        status, _text, target = self.send("POST", path, {"csrfmiddlewaretoken": self.token})
        return status, target

    def sign_in(self, username, password):
        """Come in, and keep the token of the forms that follow."""
        fields = {"login": username, "password": password}
        fields["csrfmiddlewaretoken"] = TOKEN.search(self.get("/akun/masuk/"))[1]
        status, _text, _target = self.send("POST", "/akun/masuk/", fields)
        if status != 302:
            raise SystemExit(f"{username} cannot sign in: {status}")
        self.token = TOKEN.search(self.get("/akun/"))[1]
        return self
