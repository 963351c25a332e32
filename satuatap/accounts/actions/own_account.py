"""What a person does with her own account: signing in and out, passwords, sessions."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from satuatap.accounts import audit, limits
from satuatap.accounts.models import PaperCode, Session, User

SIGNED_IN = audit.verb("signed_in", _("masuk"))
SIGNED_OUT = audit.verb("signed_out", _("keluar"))
PASSWORD_CHANGED = audit.verb("password_changed", _("mengganti kata sandi"))
PAPER_CODE_USED = audit.verb("paper_code_used", _("memakai kode kertas"))
SESSION_ENDED = audit.verb("session_ended", _("mengakhiri sesi"))
SECOND_FACTOR_ACTIVATED = audit.verb(
    "second_factor_activated", _("memasang langkah kedua untuk masuk")
)
SECOND_FACTOR_REMOVED = audit.verb("second_factor_removed", _("melepas langkah kedua untuk masuk"))
RECOVERY_CODES_MADE = audit.verb("recovery_codes_made", _("membuat kode cadangan baru"))


def read_failures(*, by: User, until: datetime) -> None:
    """She has read of the failed tries up to this moment; later ones are told next time."""
    User.objects.filter(pk=by.pk).exclude(told_until__gte=until).update(told_until=until)


@transaction.atomic
def change_password(*, by: User, password: str, session: str) -> None:
    """Set a new password and end every other session; `session` is the stored key to spare."""
    by.set_password(password)
    by.save(update_fields=["password"])
    Session.objects.filter(user=by).exclude(pk=session).delete()
    audit.record(PASSWORD_CHANGED, by=by, about=by)


@transaction.atomic
def use_paper_code(*, paper: PaperCode, password: str, now: datetime) -> None:
    """Set a new password by a code that was checked and locked; every session ends."""
    user = paper.user
    user.set_password(password)
    user.save(update_fields=["password"])
    paper.used_at = now
    paper.save(update_fields=["used_at"])
    Session.objects.filter(user=user).delete()
    audit.record(PAPER_CODE_USED, by=limits.SIGN_IN, about=user, office=user.home_office_id)
    if paper.removes_second_factor:
        user.authenticator_set.all().delete()
        audit.record(
            SECOND_FACTOR_REMOVED,
            by=limits.SIGN_IN,
            about=user,
            office=user.home_office_id,
            reason="phone_lost",
        )


@transaction.atomic
def end_session(*, by: User, session: str) -> bool:
    """End one of her own sessions at once; says whether there was one."""
    ended, _rows = Session.objects.filter(user=by, pk=session).delete()
    if ended:
        audit.record(SESSION_ENDED, by=by, about=by)
    return bool(ended)


@transaction.atomic
def end_other_sessions(*, by: User, session: str) -> int:
    """End all her sessions but this one; how many there were."""
    ended, _rows = Session.objects.filter(user=by).exclude(pk=session).delete()
    if ended:
        audit.record(SESSION_ENDED, by=by, about=by, reason="all_others")
    return ended
