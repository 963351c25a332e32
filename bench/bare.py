"""What the database alone is asked for a page and for a move: prepared statements, one connection.

Without framework, without row security (as the superuser) and without building a page: who asks,
her desks, how many files stand where and the first page of them; for a move the locks, the rows
that change and the audit entry.
"""

import uuid

import psycopg

from launcher.cluster import SUPERUSER
from satuatap.common.postgres import DATABASE

PERSON = """
SELECT person.id, person.full_name, session.session_data, ARRAY(
    SELECT jsonb_build_object('role', role, 'office', office_id, 'desk', desk_id)
    FROM accounts_assignment AS held
    WHERE held.user_id = person.id AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now()))
FROM accounts_session AS session JOIN accounts_user AS person ON person.id = session.user_id
WHERE session.session_key = %s AND session.expire_date > now() AND person.is_active
"""
DESKS = """
SELECT desk.*, office.* FROM places_desk AS desk
JOIN places_office AS office ON office.id = desk.office_id
WHERE desk.id = ANY(%s)
"""
QUEUE = """
SELECT counts.*, step.*, application.definition ->> 'name', worker.full_name
FROM (
    SELECT count(*) FILTER (WHERE status = 'ready' AND NOT is_suspended),
        count(*) FILTER (WHERE due_on < now()::date), count(*) FILTER (WHERE due_on = now()::date),
        count(*) FILTER (WHERE status = 'returned'), count(*) FILTER (WHERE status = 'held'),
        count(*) FILTER (WHERE is_suspended)
    FROM applications_step
    WHERE desk_id = ANY(%s) AND status IN ('ready', 'held', 'returned')
) AS counts LEFT JOIN (
    SELECT * FROM applications_step WHERE desk_id = ANY(%s) AND status = 'ready'
    ORDER BY ready_at, id LIMIT 31
) AS step ON true
LEFT JOIN applications_application AS application ON application.id = step.application_id
LEFT JOIN workers_worker AS worker ON worker.id = application.worker_id
ORDER BY step.ready_at, step.id
"""
MOVE = {
    "file": "SELECT id FROM applications_application WHERE id = %(file)s FOR UPDATE",
    "lock": "SELECT * FROM applications_step WHERE id = %(step)s FOR UPDATE",
    "papers": "SELECT * FROM workers_scan WHERE worker_id = %(worker)s ORDER BY added_at, id",
    "verdicts": "SELECT * FROM applications_verdict WHERE step_id = %(step)s",
    "findings": "SELECT * FROM workers_finding WHERE worker_id = %(worker)s",
    "done": """UPDATE applications_step SET status = 'done', done_by_id = %(by)s, done_at = now(),
        running_since = NULL, status_since = now(), acts = acts + 1 WHERE id = %(step)s""",
    "event": """INSERT INTO applications_stepevent (id, office_id, step_id, kind, reason, runs, by_id, at)
        VALUES (%(event)s, %(office)s, %(step)s, 'done', '', false, %(by)s, now())""",
    "audit": """INSERT INTO accounts_auditentry
        (id, at, person_id, service, office_id, verb, about_kind, about_id, reason, chain)
        VALUES (%(entry)s, now(), %(by)s, '', %(office)s, 'step_finished', 'applications.step',
        %(about)s, '', '')""",
    "leave": """UPDATE workers_deskaccess SET ended_at = now()
        WHERE step_id = %(step)s AND ended_at IS NULL""",
    "others": "SELECT * FROM applications_step WHERE application_id = %(file)s FOR UPDATE",
    "next": """UPDATE applications_step SET status = 'ready', ready_at = now(), status_since = now(),
        running_since = now(), due_on = now()::date + 1
        WHERE application_id = %(file)s AND position = %(position)s + 1 AND status = 'waiting'
        RETURNING id, desk_id""",
    "came": """INSERT INTO applications_stepevent (id, office_id, step_id, kind, reason, runs, at)
        VALUES (%(event)s, %(office)s, %(step)s, 'arrived', '', true, now())""",
    "access": """INSERT INTO workers_deskaccess
        (id, office_id, desk_id, worker_id, file_id, step_id, kinds, records)
        VALUES (%(access)s, %(office)s, %(desk)s, %(worker)s, %(file)s, %(step)s, '{}', '{}')""",
}  # fmt: skip


class Bare:
    """One connection that asks and moves."""

    def __init__(self, installation):
        self.connection = psycopg.connect(
            installation.cluster().dsn(SUPERUSER, DATABASE), autocommit=True
        )

    def rows(self, statement, *values):
        """All rows of a prepared statement."""
        return self.connection.execute(statement, values, prepare=True).fetchall()

    def page(self, session_key, desks):
        """What a queue's page asks, in one transaction as the service asks it."""
        with self.connection.transaction():
            self.rows(PERSON, session_key)
            self.rows(DESKS, desks)
            return self.rows(QUEUE, desks, desks)

    def move(self, step):
        """Finish one step (`Movable`) and bring up the next."""
        told = {**step.as_told(), **{name: uuid.uuid4() for name in ("event", "entry", "access")}}
        with self.connection.transaction():
            for name in ("file", "lock", "papers", "verdicts", "findings", "done", "event",
                         "audit", "leave", "others", "next"):  # fmt: skip
                cursor = self.connection.execute(MOVE[name], told, prepare=True)
            for woken, desk in cursor.fetchall():
                more = {**told, "step": woken, "desk": desk, "event": uuid.uuid4()}
                self.connection.execute(MOVE["came"], more, prepare=True)
                self.connection.execute(MOVE["access"], more, prepare=True)
