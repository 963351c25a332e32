"""Steps that were opened before take their outside system from their application's own copy."""

from django.db import migrations

FORWARD = """
UPDATE applications_step AS step SET system = copied.system
FROM (
    SELECT application.id, part ->> 'code' AS code, coalesce(part ->> 'system', '') AS system
    FROM applications_application AS application,
         jsonb_array_elements(application.definition -> 'steps') AS part
) AS copied
WHERE copied.id = step.application_id AND copied.code = step.code AND copied.system <> '';
"""


class Migration(migrations.Migration):
    """What a running file started with holds for it, not what the catalogue says today."""

    dependencies = [("applications", "0013_system_of_a_step")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
