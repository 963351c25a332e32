"""A mail server of our own that fails in every way in which real ones fail.

It runs in a thread; `behave` says what it does next: at which word it answers what, stays silent,
or hangs up. What it took is in `taken`: once the final dot has come, a real server may have
sent the letter on, whatever it says afterwards.
"""

import socketserver
import ssl
import threading
import time
from contextlib import contextmanager

USUAL = {
    "CONNECT": "220 mail.contoh ready", "EHLO": "250 mail.contoh", "MAIL": "250 ok",
    "RCPT": "250 ok", "DATA": "354 go on", "DOT": "250 taken", "QUIT": "221 bye",
}  # fmt: skip
HANG_UP, SILENCE = "hang up", "silence"


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.answers, self.taken, self.heard = dict(USUAL), [], []
        self.waits = threading.Event()  # set once the server is silent

    @property
    def port(self):
        return self.server_address[1]

    def seal(self, certificate, key):
        """Speak TLS from the first byte with this certificate."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        self.socket = context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )

    def behave(self, **answers):
        """From here on: a word and its answer, `HANG_UP` or `SILENCE`."""
        self.answers = USUAL | answers


class Conversation(socketserver.StreamRequestHandler):
    """One client."""

    def handle(self):
        """Lead the conversation to its end."""
        try:
            self.say("CONNECT")
            while line := self.rfile.readline():
                self.server.heard.append(line.decode().strip())
                word = line.split()[0].upper().decode()
                self.say(word)
                if word == "DATA" and self.server.answers["DATA"].startswith("354"):
                    self.take_letter()
                if word == "QUIT":
                    return
        except (ConnectionError, EOFError):
            return

    def take_letter(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise EOFError
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.taken.append(b"".join(lines).decode())
        self.say("DOT")

    def say(self, word):
        answer = self.server.answers.get(word, "502 not known")
        if answer == HANG_UP:
            raise EOFError
        if answer == SILENCE:
            self.server.waits.set()
            time.sleep(60)
            raise EOFError
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def a_mail_server():
    """A running server; it ends with the block."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
