"""Sessions: who is signed in where; a row that is gone has ended."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from satuatap.accounts.models.people import User
from satuatap.common.policy import OpenTable


class SessionQuerySet(models.QuerySet):
    """Questions to the set of sessions."""

    def running(self, now):
        """Sessions that have neither expired nor been idle for too long."""
        idle_since = now - timedelta(minutes=settings.IDLE_MINUTES)
        return self.filter(expire_date__gt=now, seen_at__gt=idle_since)

    def expired(self, now):
        """Sessions that nobody can use any more."""
        return self.filter(expire_date__lte=now)


class Session(AbstractBaseSession):
    """One session. Its key stands here as a keyed hash, its content sealed.

    So a copy of the database neither opens a session nor shows what it holds. Of the device
    only the family of browser and system is kept, and no address.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(_("perangkat"), max_length=60, blank=True)
    started_at = models.DateTimeField(_("masuk pada"), null=True)
    seen_at = models.DateTimeField(_("terakhir dipakai"), null=True)

    objects = SessionQuerySet.as_manager()
    policy = OpenTable("read before anyone is signed in; key hashed, content sealed",
                       service="select, insert, update, delete")  # fmt: skip

    @classmethod
    def get_session_store_class(cls):
        """The store that reads and writes these rows."""
        from satuatap.accounts.session_store import SessionStore

        return SessionStore
