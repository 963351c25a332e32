"""Where sessions are kept: in this world's database, key hashed, content sealed."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.exceptions import SuspiciousOperation
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from satuatap.common.vault import CannotOpen, keyed_hash, purpose, vault

SESSION = purpose("session")
STARTED, SEEN, DEVICE = "started_at", "seen_at", "device"


def stored_key(session_key: str) -> str:
    """The key under which a session stands in the database; the cookie cannot be made from it."""
    return keyed_hash("session_key", session_key).hex()[:40]


class SessionStore(DatabaseStore):
    """Django's database store with another row: see `models.Session`."""

    @classmethod
    def get_model_class(cls):
        """The row, imported late: settings name this module before the models are loaded."""
        from satuatap.accounts.models import Session

        return Session

    def exists(self, session_key):
        """Is there a session of this key?"""
        return self.model.objects.filter(session_key=stored_key(session_key)).exists()

    def delete(self, session_key=None):
        """End a session; nothing happens when it is gone."""
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=stored_key(key)).delete()

    def encode(self, session_dict):
        """The content, sealed and bound to its key."""
        content = self.serializer().dumps(session_dict)
        key = stored_key(self._get_or_create_session_key())
        return vault().seal(SESSION, content, key).hex()

    def decode(self, session_data):
        """The content again; a session that does not open is empty."""
        try:
            sealed = bytes.fromhex(session_data)
            content = vault().open(SESSION, sealed, stored_key(self.session_key))
        except (CannotOpen, ValueError):
            return {}
        return self.serializer().loads(content)

    def create_model_instance(self, data):
        """The row of this session."""
        return self.model(
            session_key=stored_key(self._get_or_create_session_key()),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=data.get("_auth_user_id"),
            device=data.get(DEVICE, ""),
            started_at=parse_datetime(data.get(STARTED, "")),
            seen_at=parse_datetime(data.get(SEEN, "")),
        )

    def _get_session_from_db(self):
        try:
            return self.model.objects.get(
                session_key=stored_key(self.session_key), expire_date__gt=timezone.now()
            )
        except (self.model.DoesNotExist, SuspiciousOperation):
            self._session_key = None
            return None
