"""One-time codes on paper: how they look, and how they are recognised."""

import hmac
from datetime import datetime

from satuatap.accounts.models import PaperCode, User
from satuatap.common import codes
from satuatap.common.vault import keyed_hash

LENGTH = 10


def new_code() -> str:
    """A fresh code in two groups, such as "K7MPX-4TQ9A"."""
    code = codes.new_code(LENGTH)
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def digest(user: User, code: str) -> bytes:
    """Keyed hash of a code as typed, bound to its person."""
    return keyed_hash("paper_code", f"{user.pk}|{codes.find_code(code, LENGTH)}")


def find_paper_code(username: str, code: str, now: datetime) -> PaperCode | None:
    """The running code of this person, locked until the transaction ends, or None."""
    user = User.objects.filter(username=username.strip().lower(), is_active=True).first()
    if user is None:
        return None
    running = PaperCode.objects.select_for_update().filter(
        user=user, used_at=None, replaced_at=None, ends_at__gt=now
    )
    paper = running.first()
    if paper is None or not hmac.compare_digest(bytes(paper.code_hash), digest(user, code)):
        return None
    paper.user = user
    return paper
