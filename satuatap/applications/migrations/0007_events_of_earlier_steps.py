"""Steps that began before there were clocks get the events that their moments tell."""

from django.db import migrations

FORWARD = """
INSERT INTO applications_stepevent (id, office_id, step_id, kind, reason, runs, by_id, at)
SELECT gen_random_uuid(), office_id, id, 'arrived', '', true, NULL, ready_at
FROM applications_step WHERE ready_at IS NOT NULL;
INSERT INTO applications_stepevent (id, office_id, step_id, kind, reason, runs, by_id, at)
SELECT gen_random_uuid(), office_id, id, 'done', '', false, done_by_id, done_at
FROM applications_step WHERE status = 'done';
INSERT INTO applications_stepevent (id, office_id, step_id, kind, reason, runs, by_id, at)
SELECT gen_random_uuid(), office_id, id, 'returned', '', false, NULL, greatest(ready_at, now())
FROM applications_step WHERE status = 'returned';
UPDATE applications_step
SET status_since = coalesce(done_at, ready_at),
    running_since = CASE WHEN status = 'ready' THEN ready_at END,
    due_on = CASE WHEN status = 'ready' THEN ready_at::date + 1 END
WHERE ready_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    """The promised day is counted on the right calendar within the hour (`keep_clocks`)."""

    dependencies = [("applications", "0006_policies")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
