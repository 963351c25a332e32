"""Grant the service its verbs on the tables that libraries brought along.

They stand outside row security: sign-in and jobs are read before or without a person.
`tests/wall/outside.toml` holds the list and the reasons.
"""

from django.db import migrations

from satuatap.common.operations import Grant

CHANGE = "SELECT, INSERT, UPDATE, DELETE"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("common", "0001_acting"),
        ("account", "__latest__"),
        ("mfa", "__latest__"),
        ("socialaccount", "__latest__"),
        ("contenttypes", "__latest__"),
        ("procrastinate", "__latest__"),
    ]
    operations = [
        Grant(
            [
                *(
                    f"GRANT {CHANGE} ON {table} TO satuatap_service"
                    for table in (
                        "account_emailaddress",
                        "mfa_authenticator",
                        "socialaccount_socialaccount",
                        "procrastinate_jobs",
                        "procrastinate_events",
                        "procrastinate_periodic_defers",
                        "procrastinate_workers",
                    )
                ),
                "GRANT SELECT ON django_content_type, django_migrations TO satuatap_service",
                "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO satuatap_service",
            ]
        )
    ]
