"""Passwords: Argon2id at OWASP's settings, a bounded number at a time."""

import os
from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = max(1, os.cpu_count() or 2)

# Each computation takes 19 MiB and one core; more at once than cores only slows the desks. Threads
# of their own do it: the C library keeps the memory of each thread that has ever asked for it.
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")


class BoundedArgon2(Argon2PasswordHasher):
    """Argon2id with m = 19 MiB, t = 2, p = 1 (OWASP Password Storage Cheat Sheet)."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1

    def encode(self, password, salt):
        """The hash to store."""
        return _threads.submit(super().encode, password, salt).result()

    def verify(self, password, encoded):
        """Is it the password?"""
        return _threads.submit(super().verify, password, encoded).result()
