"""After a bench that writes: the house as it was laid.

The history ends with the day on which the house was laid; what happened at its centres later is
a bench's, or the house's own nightly note that a day has passed. Benches move only steps that
lay at a desk untouched since they came: their arrival tells how they stood. The audit is left.
"""

from satuatap.common.postgres import DATABASE

MOVED = """
CREATE TEMP TABLE ours AS SELECT id FROM places_office WHERE code LIKE 'contoh-%';
CREATE TEMP TABLE moved AS
SELECT DISTINCT step_id AS id FROM applications_stepevent
WHERE at >= timestamptz '{ended}' AND kind <> 'overdue' AND office_id IN (SELECT id FROM ours);
CREATE TEMP TABLE touched AS
SELECT id FROM moved UNION
SELECT id FROM applications_step WHERE status IN ('ready', 'held', 'returned')
    AND office_id IN (SELECT id FROM ours);
ANALYZE moved; ANALYZE touched
"""
REMOVE = """
DELETE FROM applications_verdict USING touched
WHERE step_id = touched.id AND at >= timestamptz '{ended}';
DELETE FROM applications_stepevent USING touched
WHERE step_id = touched.id AND at >= timestamptz '{ended}';
DELETE FROM workers_deskaccess
WHERE started_at >= timestamptz '{ended}' AND office_id IN (SELECT id FROM ours);
UPDATE workers_deskaccess SET ended_at = NULL
WHERE ended_at >= timestamptz '{ended}' AND office_id IN (SELECT id FROM ours)
"""
LAY_BACK = """
UPDATE applications_step AS step
SET status = 'ready', done_by_id = NULL, done_at = NULL, used_days = 0, acts = 0,
    ready_at = came.at, running_since = came.at, status_since = came.at
FROM moved JOIN applications_stepevent AS came ON came.step_id = moved.id AND came.kind = 'arrived'
WHERE step.id = moved.id;
UPDATE applications_step AS step
SET status = 'waiting', ready_at = NULL, running_since = NULL, status_since = NULL, due_on = NULL,
    used_days = 0, acts = 0, done_by_id = NULL, done_at = NULL
FROM moved
WHERE step.id = moved.id
    AND NOT EXISTS (SELECT 1 FROM applications_stepevent AS came WHERE came.step_id = moved.id);
UPDATE applications_step AS step SET escalated_at = NULL
FROM touched WHERE step.id = touched.id AND escalated_at >= timestamptz '{ended}';
UPDATE applications_application AS file SET status = 'open', finished_at = NULL
FROM moved JOIN applications_step AS step ON step.id = moved.id
WHERE file.id = step.application_id AND file.status IN ('letter', 'finished')
"""


def put_back(installation, ended: str) -> None:
    """Steps that a bench moved lie again where they lay; `ended` is the day, YYYY-MM-DD."""
    statements = ";".join((MOVED, REMOVE, LAY_BACK)).replace("{ended}", f"{ended} 00:00+00")
    installation.cluster().execute(f"BEGIN;{statements};COMMIT", database=DATABASE)
