"""Who signs in with which password."""

import json

from django.contrib.auth.backends import BaseBackend
from django.db import connection

from satuatap.accounts.models import User

COLUMNS = [field.attname for field in User._meta.concrete_fields]
# as `with_roles` and `with_second_factor` ask it, at every request
SIGNED_IN = f"""
SELECT {", ".join(f"person.{name}" for name in COLUMNS)},
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'role', held.role, 'office', held.office_id, 'desk', held.desk_id, 'area', held.area_id
     )), '[]') FROM accounts_assignment AS held
     WHERE held.user_id = person.id AND held.starts_at <= statement_timestamp()
       AND (held.ends_at IS NULL OR held.ends_at > statement_timestamp()))::text,
    EXISTS (SELECT 1 FROM mfa_authenticator AS app
            WHERE app.user_id = person.id AND app.type = 'totp')
FROM accounts_user AS person WHERE person.id = %s AND person.is_active
"""  # noqa: S608  our own column names


class StaffBackend(BaseBackend):
    """User name and password; an unknown name costs the same time as a wrong password."""

    def authenticate(self, request, username=None, password=None, **credentials):
        """The person, or None; only whoever knows the password learns that an account is closed."""
        if not username or not password:
            return None
        user = User.objects.filter(username=username.strip().lower()).first()
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id):
        """The signed-in person with running roles, in one query; a closed account is nobody."""
        with connection.cursor() as cursor:
            cursor.execute(SIGNED_IN, [str(user_id)])
            row = cursor.fetchone()
        if row is None:
            return None
        *values, held, has_app = row
        user = User.from_db("default", COLUMNS, values)
        user.held, user.has_app = json.loads(held), has_app
        return user
