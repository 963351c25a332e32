"""A form that is sent twice writes once: it carries the id of what it will make."""

import uuid

from django import forms
from django.core import signing
from django.db import connection

from satuatap.common.ids import new_id

SALT = "satuatap.once"


class OnceField(forms.CharField):
    """Hidden and signed, so that nobody chooses an id; an unreadable one becomes a fresh one."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, initial=self.fresh, **kwargs)

    @staticmethod
    def fresh() -> str:
        """A signed new id for a form that is shown for the first time."""
        return signing.dumps(str(new_id()), salt=SALT)

    def clean(self, value):
        """The id for the new row."""
        try:
            return uuid.UUID(signing.loads(value or "", salt=SALT))
        except (signing.BadSignature, ValueError):
            return new_id()


def first_time(model, key):
    """The row that an earlier sending of the same form made, or None; waits for one under way."""
    with connection.cursor() as cursor:
        number = int.from_bytes(key.bytes[8:], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
    return model.objects.filter(pk=key).first()
