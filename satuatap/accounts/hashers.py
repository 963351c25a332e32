"""Passwords: Argon2id at OWASP's settings, a bounded number at a time."""

import os
import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

# Each computation takes 19 MiB and one core; more at once than cores only slows the desks.
_AT_ONCE = threading.BoundedSemaphore(max(1, (os.cpu_count() or 2)))


class BoundedArgon2(Argon2PasswordHasher):
    """Argon2id with m = 19 MiB, t = 2, p = 1 (OWASP Password Storage Cheat Sheet)."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1

    def encode(self, password, salt):
        with _AT_ONCE:
            return super().encode(password, salt)

    def verify(self, password, encoded):
        with _AT_ONCE:
            return super().verify(password, encoded)
