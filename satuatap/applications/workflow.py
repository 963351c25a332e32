"""Life cycles of the room, as tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from satuatap.common.workflow import Workflow


class ApplicationStatus(models.TextChoices):
    """Where an application stands as a whole."""

    OPEN = "open", _("Sedang diperiksa")
    LETTER = "letter", _("Surat sedang dibuat")
    FINISHED = "finished", _("Selesai")
    WITHDRAWN = "withdrawn", _("Ditarik oleh pemohon")


class StepStatus(models.TextChoices):
    """Where one desk's part stands. RETURNED: the next move is hers; HELD: the reason says whose."""

    WAITING = "waiting", _("Menunggu langkah sebelumnya")
    READY = "ready", _("Di loket")
    HELD = "held", _("Ditunda")
    RETURNED = "returned", _("Menunggu surat dari pemohon")
    DONE = "done", _("Selesai")
    STOPPED = "stopped", _("Dihentikan")


A, S = ApplicationStatus, StepStatus

APPLICATION = Workflow(
    {
        A.OPEN: {A.LETTER, A.FINISHED, A.WITHDRAWN},
        A.LETTER: {A.FINISHED, A.WITHDRAWN},
    }
)
STEP = Workflow(
    {
        S.WAITING: {S.READY, S.STOPPED},
        S.READY: {S.DONE, S.RETURNED, S.HELD, S.STOPPED},
        S.HELD: {S.READY, S.STOPPED},
        S.RETURNED: {S.READY, S.STOPPED},
    }
)


class Turn(models.TextChoices):
    """Whose move it is."""

    HER = "her", _("menunggu pemohon")
    US = "us", _("di loket")
    OUTSIDE = "outside", _("menunggu pihak luar")
