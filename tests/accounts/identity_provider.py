"""A stand-in for an office's identity provider: real HTTP on 127.0.0.1, and able to fail."""

import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import jwt

CLIENT, SECRET = "satuatap", "rahasia-penyedia-yang-cukup-panjang"


class IdentityProvider:
    """Who is at its screen, and how it fails (empty: not at all)."""

    def __init__(self):
        self.person = {"sub": "p-1", "preferred_username": "ratna", "email": "ratna@example.id"}
        self.failure = ""
        self.codes = set()
        handler = type("Handler", (_Handler,), {"provider": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        """No longer there."""
        self.server.shutdown()
        self.server.server_close()

    def visit(self, address):
        """As a browser: open the provider's page, agree, and say where it sends us back."""
        answer = build_opener(_Stay).open(address)
        return answer.headers["Location"]

    def id_token(self):
        """What it vouches for."""
        claims = {
            "iss": "http://jahat.example" if self.failure == "wrong issuer" else self.address,
            "aud": CLIENT,
            "exp": time.time() - 3600 if self.failure == "expired" else time.time() + 300,
            **self.person,
        }
        return jwt.encode(claims, SECRET, algorithm="HS256")


class _Stay(HTTPRedirectHandler):
    def http_error_302(self, request, stream, code, message, headers):
        return stream


class _Handler(BaseHTTPRequestHandler):
    provider: IdentityProvider

    def log_message(self, *args):
        """Quiet."""

    def do_GET(self):
        url = urlsplit(self.path)
        if self.provider.failure == "down":
            self._answer(500, b"")
        elif url.path == "/.well-known/openid-configuration":
            self._say(self._configuration())
        elif url.path == "/authorize":
            self._send_back({key: words[0] for key, words in parse_qs(url.query).items()})
        elif url.path == "/userinfo":
            self._say(self.provider.person)
        else:
            self._answer(404, b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        code = parse_qs(body).get("code", [""])[0]
        if self.provider.failure == "no token" or code not in self.provider.codes:
            self._answer(400, b'{"error": "invalid_grant"}')
        else:
            token = {"access_token": "t", "token_type": "Bearer"}
            self._say(token | {"id_token": self.provider.id_token()})

    def _configuration(self):
        here = self.provider.address
        if self.provider.failure == "empty configuration":
            return {}
        return {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "userinfo_endpoint": f"{here}/userinfo",
            "jwks_uri": f"{here}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _send_back(self, asked):
        if self.provider.failure == "cancelled":
            told = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(8)
            self.provider.codes.add(code)
            told = {"code": code, "state": asked["state"]}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(told)}")
        self.end_headers()

    def _say(self, data):
        text = b"<html>" if self.provider.failure == "no JSON" else json.dumps(data).encode()
        self._answer(200, text)

    def _answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
