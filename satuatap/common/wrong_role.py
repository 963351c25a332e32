"""A service refuses to start with a database role that could pass the wall, or in the other world."""

from django.conf import settings
from django.db import connection

from satuatap.common.unfinished import refuse_unfinished_restore
from satuatap.environment import WrongEnvironment

QUESTION = """
SELECT current_user, r.rolsuper, r.rolbypassrls,
       EXISTS (SELECT FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner
               WHERE c.relnamespace = 'public'::regnamespace
                 AND pg_has_role(current_user, o.oid, 'MEMBER')),
       EXISTS (SELECT FROM pg_roles b WHERE (b.rolsuper OR b.rolbypassrls)
                 AND pg_has_role(current_user, b.oid, 'MEMBER')),
       EXISTS (SELECT FROM pg_class WHERE relname = 'satuatap_world'
                 AND relnamespace = 'public'::regnamespace)
FROM pg_roles r WHERE r.rolname = current_user
"""


def refuse_wrong_role() -> None:
    """End the process with a sentence unless its role owns nothing and may not bypass."""
    refuse_unfinished_restore()
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        role, superuser, bypass, owner, heir, marked = cursor.fetchone()
        if superuser or bypass or heir:
            raise WrongEnvironment(
                f"the database role {role} may bypass row security. Use satuatap_service "
                "(`manage.py database sql` prints how it is made)."
            )
        if owner:
            raise WrongEnvironment(
                f"the database role {role} owns tables, and owners pass the policies. "
                "Use satuatap_service in SATUATAP_DATABASE_URL."
            )
        if not marked:
            raise WrongEnvironment("the database is empty. Run `manage.py migrate` as owner first.")
        cursor.execute("SELECT name FROM satuatap_world")
        worlds = [row[0] for row in cursor.fetchall()]
    if worlds != [settings.WORLD]:
        raise WrongEnvironment(
            f"this is the {settings.WORLD} service, but the database belongs to "
            f"{' and '.join(worlds) or 'no world'}. The two worlds never share a database; "
            "mend SATUATAP_DATABASE_URL."
        )
