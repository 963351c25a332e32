"""A few hundred rows in three offices, random but the same for the same seed."""

import random
import secrets
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from satuatap.places.models import Area
from tests.database import WORLD
from tests.wall import files, public, rooms
from tests.wall.laying import (
    DESK,
    OTHER_DESK,
    Ground,
    another_person,
    audit_row,
    certificate_row,
    letter_row,
    notice_row,
    put,
    seal,
)

NEEDED = {DESK: ["kk"], OTHER_DESK: ["kk", "ijazah"]}


@dataclass
class Row:
    """What the reference has to know of one row."""

    table: str
    values: dict
    office: object
    application: object = None  # id of the file it belongs to
    lies_on: dict = field(default_factory=dict)  # desk id to the kinds of paper needed there
    lay_on: set = field(default_factory=set)
    kind: str = ""
    status: str = ""
    code: bytes = b""
    is_sealed: bool = False
    whose: object = None  # who reads it because she wrote it, wherever she works now

    @property
    def key(self):
        """Its id."""
        return self.values["id"]


class Population:
    """Everybody and everything of the small population. Laid by the owner."""

    def __init__(self, ground: Ground, by, seed: int, size: int = 8):
        self.random = random.Random(seed)
        self.by, self.other = by, another_person(by)
        self.ids = [by, self.other]
        self.offices = [office for office in ground.offices.values() if office.is_installed]
        self.desks = {
            office.pk: [ground.desks[name, kind].pk for kind in NEEDED]
            for name, office in ground.offices.items()
            if office.is_installed
        }
        self.kinds = {ground.desks[name, kind].pk: NEEDED[kind] for name, kind in ground.desks}
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.undecided: dict = {}  # a decided image to another one of the same paper
        for office in self.offices:
            for number in range(size):
                self._lay_both_worlds(office, number)
                if WORLD == "administration":
                    self._lay_file(office)

        for office in ground.offices.values():
            self._take_public(ground, office)
        self._take_rooms(ground)

    def _take_public(self, ground, office):
        """What lies at an office for all to read was laid with the ground."""
        for table in public.TABLES:
            for place, name in public.OFFICES:
                if ground.offices[name] == office:
                    offered = ground.candidates[table][place][0]
                    values = offered | {"id": ground.id(table, place)}
                    self.rows[table].append(Row(table, values, office))

    def _take_rooms(self, ground):
        """What rooms laid with the ground and this population does not lay again."""
        offices = {office.pk: office for office in ground.offices.values()}
        facts = {}
        for room in rooms.modules():
            facts |= getattr(room, "facts_of", lambda _ground: {})(ground)
        for table in set(ground.rows) - set(self.rows):
            for row in ground.rows[table].values():
                known = facts.get(row["id"], {})
                self.rows[table].append(Row(table, row, offices[row["office_id"]], **known))

    def _lay(self, table, values, office, **facts):
        put(table, **values)
        self.rows[table].append(Row(table, values, office, **facts))

    def _lay_both_worlds(self, office, number):
        register = {"id": uuid.uuid4(), "office_id": office.pk, "year": 2030 + number}
        self._lay("letters_letterregister", register | {"last_number": 1}, office)
        self._lay("letters_officecertificate", certificate_row(office.pk, is_retired=True), office)
        wrong = {"id": secrets.randbelow(2**40), "address_hash": b"x", "at": "2026-01-05T00:00Z"}
        self._lay("letters_wrongcheck", wrong, office)
        self._lay("privacy_noticegiven", notice_row(office.pk, self.by), office)
        sealed = self.random.random() < 0.5
        entry = audit_row(office.pk, self.by, **(seal() if sealed else {}))
        self._lay("accounts_auditentry", entry, office, is_sealed=sealed)
        status = self.random.choice(("draft", "approved", "issued"))
        letter = letter_row(office.pk, self.by, status, other=self.other)
        code = letter.get("check_code_hash", b"")
        self._lay("letters_letter", letter, office, status=status, code=code)

    def _lay_file(self, office):
        """One person with two papers and a file at one or two desks, some of them over."""
        village = Area.objects.filter(level=4).values_list("pk", flat=True)[0]
        worker = files.worker_row(office.pk, village, self.by)
        application = files.application_row(office.pk, worker["id"], self.by)
        desks = self.random.sample(self.desks[office.pk], self.random.choice((1, 2)))
        over = {str(desk) for desk in desks if self.random.random() < 0.4}
        running = {str(desk): self.kinds[desk] for desk in desks if str(desk) not in over}
        at = {"lies_on": running, "lay_on": over}
        self._lay("workers_worker", worker, office, **at)
        scans = self._lay_papers(worker, office, at)
        recorded = {desk: [files.RECORDED] for desk in running}
        finding = files.finding_row(office.pk, worker["id"], files.RECORDED, self.by)
        self._lay("workers_finding", finding, office, kind=files.RECORDED, lies_on=recorded,
                  lay_on=over)  # fmt: skip
        mine = {"application": application["id"]}
        code = application["code_hash"]
        self._lay("applications_application", application, office, code=code, **mine, **at)
        for table, row in files.stop_rows(office.pk, application, self.by):
            self._lay(table, row, office)
        for desk in desks:
            self._lay_step(application, office, desk, str(desk) in over, scans)

    def _lay_papers(self, worker, office, at):
        scans = []
        for kind in ("kk", "ijazah"):
            document = files.document_row(office.pk, worker["id"], kind)
            self._lay("workers_document", document, office, kind=kind, **at)
            first, second = (files.scan_row(office.pk, document, self.by) for _ in range(2))
            for scan in (first, second):
                self._lay("workers_scan", scan, office, kind=kind, **at)
            self.undecided[first["id"]] = second["id"]
            reading = files.reading_row(first, self.by)
            self._lay("workers_scanreading", reading, office, kind=kind, **at)
            scans.append(first)
        return scans

    def _lay_step(self, application, office, desk, is_over, scans):
        step = files.step_row(office.pk, application["id"], desk)
        access = files.access_row(step, application, is_over=is_over)
        access["kinds"] = self.kinds[desk]
        here = {str(desk): self.kinds[desk]}
        at = {"lies_on": {} if is_over else here, "lay_on": {str(desk)} if is_over else set()}
        facts = {"application": application["id"], **at}
        self._lay("applications_step", step, office, **facts)
        self._lay("workers_deskaccess", access, office, **facts)
        scan = self.random.choice(scans)
        verdict = files.verdict_row(step, scan, self.by)
        self._lay("applications_verdict", verdict, office, kind=scan["kind"], **facts)
        self._lay("applications_stepevent", files.event_row(step, self.by), office, **facts)
        review = files.decided(files.review_row(step, self.by), self.by)
        self._lay("applications_review", review, office, whose=review["asked_by_id"], **facts)

    def offer(self, row: Row, person) -> dict:
        """A row like this one, fresh in all that must be unique, in the acting person's name."""
        fresh = row.values | {"id": _fresh_id(row.values["id"])} | FRESH.get(row.table, dict)()
        if row.table == "accounts_auditentry":
            fresh["person_id"] = person
            fresh |= {"chain": secrets.token_hex(4)} if row.is_sealed else {}
        if name := NAMED.get(row.table):
            fresh[name] = person or self.by
        if row.table == "applications_verdict":
            fresh["scan_id"] = self.undecided[fresh["scan_id"]]
        if row.table == "letters_letter":
            fresh = letter_row(row.office.pk, self.by, row.status, other=self.other)
        return fresh


def _fresh_id(key):
    return secrets.randbelow(2**40) if isinstance(key, int) else uuid.uuid4()


ONCE: set[str] = set()  # tables of which a row cannot be offered a second time
NAMED = {  # a row says who wrote it, and that is the acting person
    "applications_verdict": "by_id", "workers_finding": "recorded_by_id",
    "workers_scanreading": "read_by_id", "applications_stepevent": "by_id",
    "applications_review": "asked_by_id", "applications_destinationstop": "stopped_by_id",
    "applications_settlementcheck": "asked_by_id", "applications_serviceswitch": "by_id",
}  # fmt: skip
FRESH = {
    "applications_review": lambda: {
        "paper": secrets.token_hex(4), "decided_by_id": None, "decided_at": None,
        "is_granted": None,
    },
    "applications_destinationstop": lambda: {"occupation": secrets.token_hex(4)},
    "workers_document": lambda: {"kind": secrets.token_hex(4)},
    "workers_scan": lambda: {"file_id": uuid.uuid4()},
    "workers_deskaccess": lambda: {"step_id": uuid.uuid4()},
    "applications_application": lambda: {
        "service": secrets.token_hex(4), "code_hash": secrets.token_bytes(32),
    },
    "applications_step": lambda: {"code": secrets.token_hex(4)},
    "places_office": lambda: {"code": f"baru-{secrets.token_hex(6)}"},
    "letters_letterregister": lambda: {"year": 2100 + secrets.randbelow(20_000)},
}  # fmt: skip
for room in rooms.modules():
    FRESH |= getattr(room, "FRESH", {})
    NAMED |= getattr(room, "NAMED", {})
    ONCE |= getattr(room, "ONCE", set())
