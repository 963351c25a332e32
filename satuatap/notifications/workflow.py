"""The life of a message."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from satuatap.common.workflow import Workflow


class MessageStatus(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("menunggu dikirim")
    SENDING = "sending", _("sedang diserahkan")
    SENT = "sent", _("sudah diserahkan")
    DROPPED = "dropped", _("tidak jadi dikirim")
    GIVEN_UP = "given_up", _("tidak dapat dikirim")
    UNKNOWN = "unknown", _("tidak diketahui sampai atau tidak")
    SETTLED = "settled", _("sudah diurus petugas")


S = MessageStatus
MESSAGE = Workflow({
    S.WAITING: {S.SENDING, S.DROPPED, S.GIVEN_UP},
    S.SENDING: {S.SENT, S.WAITING, S.GIVEN_UP, S.UNKNOWN},
    S.UNKNOWN: {S.SETTLED, S.SENT},  # a slow answer may still come
    S.GIVEN_UP: {S.SETTLED},
})  # fmt: skip

OPEN = (S.WAITING, S.SENDING)
FOR_A_PERSON = (S.UNKNOWN, S.GIVEN_UP)
