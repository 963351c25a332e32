"""Steps that a bench may finish, and the officers who sit before them."""

from dataclasses import asdict, dataclass
from uuid import UUID

from bench.browsing import Browser
from demo.cast import PASSWORD
from launcher.cluster import SUPERUSER
from satuatap.common.postgres import DATABASE

MOVABLE = """
SELECT step.id, step.application_id, step.position, application.worker_id, step.office_id,
    step.desk_id, officer.user_id, person.username
FROM applications_step AS step
JOIN applications_application AS application ON application.id = step.application_id
JOIN LATERAL (
    SELECT user_id FROM accounts_assignment WHERE desk_id = step.desk_id ORDER BY id LIMIT 1
) AS officer ON true
JOIN accounts_user AS person ON person.id = officer.user_id
JOIN places_office AS office ON office.id = step.office_id
WHERE step.status = 'ready' AND step.records = '{}' AND step.acts = 0
    AND office.code LIKE 'contoh-%'
    AND NOT EXISTS (SELECT 1 FROM unnest(step.documents) AS kind
        WHERE NOT EXISTS (SELECT 1 FROM workers_scan AS image
            WHERE image.worker_id = application.worker_id AND image.kind = kind))
    AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(application.definition -> 'steps') AS told
        WHERE told ->> 'code' = step.code AND told -> 'interview' = 'true')
ORDER BY step.ready_at, step.id
"""
ACCEPT_ALL = """
INSERT INTO applications_verdict
    (id, office_id, step_id, document_id, scan_id, kind, outcome, reason, note, by_id, at)
SELECT gen_random_uuid(), step.office_id, step.id, image.document_id, image.id, image.kind,
    'accepted', '', '', officer.user_id, now()
FROM applications_step AS step
JOIN applications_application AS application ON application.id = step.application_id
JOIN LATERAL (
    SELECT user_id FROM accounts_assignment WHERE desk_id = step.desk_id ORDER BY id LIMIT 1
) AS officer ON true
JOIN LATERAL (
    SELECT DISTINCT ON (kind) * FROM workers_scan
    WHERE worker_id = application.worker_id AND kind = ANY (step.documents)
    ORDER BY kind, added_at DESC, id DESC
) AS image ON true
JOIN places_office AS office ON office.id = step.office_id AND office.code LIKE 'contoh-%'
WHERE step.status = 'ready' AND step.acts = 0
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Movable:
    """One step at a desk, all its papers accepted, and who may finish it."""

    step: UUID
    file: UUID
    position: int
    worker: UUID
    office: UUID
    desk: UUID
    by: UUID
    username: str

    def as_told(self) -> dict:
        """As values of a statement."""
        return {**asdict(self), "about": str(self.step)}

    @property
    def address(self) -> str:
        """Where its desk sees it."""
        return f"/loket/{self.step}/"


def ask(installation, statement) -> list:
    """Rows of a statement, asked past row security."""
    return installation.cluster().execute(statement, role=SUPERUSER, database=DATABASE)


def movable_steps(installation) -> list[Movable]:
    """The steps that may be finished now, the longest waiting first; their papers are accepted."""
    ask(installation, ACCEPT_ALL)
    return [Movable(*row) for row in ask(installation, MOVABLE)]


class Officers:
    """Browsers of officers, each signed in once."""

    def __init__(self, url):
        self.url, self.known = url, {}

    def of(self, username) -> Browser:
        """The browser of this officer."""
        if username not in self.known:
            self.known[username] = Browser(self.url).sign_in(username, PASSWORD)
        return self.known[username]

    def finish(self, step: Movable) -> str:
        """Press “finish”; where it leads. Who is led back to the same file was refused."""
        status, target = self.of(step.username).post(f"{step.address}selesai/")
        if status != 302 or target.startswith(step.address):
            raise SystemExit(f"{step.address}selesai/ answered {status}, {target}")
        return target
