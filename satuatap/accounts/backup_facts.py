"""What a backup remembers of the audit: how far each chain had come; and what stays out of it."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import connection

from satuatap.accounts import proving, seal
from satuatap.accounts.anchor import Anchor
from satuatap.accounts.models import Session
from satuatap.accounts.sealing import TABLE, note_restore
from satuatap.common.backup.facts import Fact, leave_out, register
from satuatap.common.backup.problems import BackupProblem

HEADS = (
    "SELECT DISTINCT ON (chain) chain, position, encode(chain_hash, 'hex') "  # noqa: S608
    f"FROM {TABLE} WHERE position IS NOT NULL ORDER BY chain, position DESC"
)


def heads() -> dict[str, list]:
    """The last sealed place of each chain and its hash."""
    with connection.cursor() as cursor:
        cursor.execute(HEADS)
        return {chain: [position, digest] for chain, position, digest in cursor.fetchall()}


def chains_are_whole(remembered: dict[str, list]) -> str:
    """Verify every chain; what was sealed after the backup is noted as lost by the restore."""
    if heads() != remembered:
        raise BackupProblem("The audit does not end where it ended when the backup was made.")
    key = seal.read_key()
    anchor = Anchor(settings.AUDIT_ANCHOR, key)
    with seal.connect() as own:
        lost = note_restore(own, anchor, datetime.now(UTC).isoformat(timespec="seconds"))
        report = proving.verify(own, world=settings.WORLD, key=key, memory=anchor.read())
    findings = [found for found in report.findings if found.kind != "late"]  # no sealer runs now
    if findings:
        raise BackupProblem(f"The audit is not as it was sealed: {findings[0]}")
    gone = f", {len(lost)} of them lost entries after the backup" if lost else ""
    return f"audit: {report.entries} sealed entries in {len(report.chains)} chains are whole{gone}"


register(Fact("audit", heads, chains_are_whole))
leave_out(Session._meta.db_table)
