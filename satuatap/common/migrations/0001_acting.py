"""Functions by which row policies ask who acts in this transaction."""

from django.db import migrations

LISTS = """
CREATE FUNCTION acting_{what}(permission text) RETURNS {kind}[] LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog
AS $$
    SELECT coalesce(array_agg(item::{kind}), '{{}}') FROM jsonb_array_elements_text(
        coalesce(nullif(current_setting('satuatap.{what}', true), ''), '{{}}')::jsonb -> permission
    ) AS item
$$
"""
PERSON = """
CREATE FUNCTION acting_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('satuatap.person', true), '')::uuid $$
"""
SERVICE = """
CREATE FUNCTION acting_service() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(current_setting('satuatap.service', true), '') $$
"""
PRESENTED = """
CREATE FUNCTION acting_presented() RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT decode(nullif(current_setting('satuatap.presented', true), ''), 'hex') $$
"""
MARKER = """
CREATE TABLE satuatap_world (name text PRIMARY KEY);
GRANT SELECT ON satuatap_world TO satuatap_service, satuatap_sealer
"""


def mark_world(apps, schema_editor):
    """Write which world this database belongs to; a service of the other one refuses it."""
    from django.conf import settings

    schema_editor.execute("INSERT INTO satuatap_world (name) VALUES (%s)", [settings.WORLD])


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        *(
            migrations.RunSQL(
                LISTS.format(what=what, kind=kind), f"DROP FUNCTION acting_{what}(text)"
            )
            for what, kind in (("offices", "uuid"), ("desks", "uuid"), ("areas", "text"))
        ),
        migrations.RunSQL(PERSON, "DROP FUNCTION acting_person()"),
        migrations.RunSQL(SERVICE, "DROP FUNCTION acting_service()"),
        migrations.RunSQL(PRESENTED, "DROP FUNCTION acting_presented()"),
        migrations.RunSQL(MARKER, "DROP TABLE satuatap_world"),
        migrations.RunPython(mark_world, migrations.RunPython.noop),
    ]
