"""Identifiers made in the application, so that no database version decides their form."""

import uuid

from django.conf import settings
from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A fresh primary key: in time order for administration, without any order in protection.

    An ordered id tells when a row was made; in protection that alone may tell too much.
    """
    return uuid.uuid4() if settings.WORLD == "protection" else uuid7()
