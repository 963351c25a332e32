"""Walk 6: somebody changes, deletes, inserts and reorders audit rows as superuser."""

import time

import psycopg
import pytest

SOME = "(SELECT id FROM accounts_auditentry WHERE position IS NOT NULL ORDER BY chain, position LIMIT 1 OFFSET 5)"
ATTACKS = {
    "change": f"UPDATE accounts_auditentry SET verb = 'scan_opened' WHERE id = {SOME}",
    "delete": f"DELETE FROM accounts_auditentry WHERE id = {SOME}",
    "insert": "INSERT INTO accounts_auditentry SELECT gen_random_uuid(), at, person_id, service, office_id,"
    " verb, about_kind, about_id, reason, chain, position + 100000, chain_hash, mac, sealed_at"
    f" FROM accounts_auditentry WHERE id = {SOME}",
    "reorder": "UPDATE accounts_auditentry a SET verb = b.verb, about_id = b.about_id, at = b.at"
    " FROM accounts_auditentry b WHERE a.position = 3 AND b.position = 4 AND a.chain = b.chain",
    "truncate": "DELETE FROM accounts_auditentry WHERE position > (SELECT max(position) - 3 FROM accounts_auditentry)",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_verification_names_the_place(breakable, attack):
    dsn = breakable.cluster().dsn("postgres")
    with psycopg.connect(dsn, autocommit=True) as superuser:
        _until_sealed(superuser)
        superuser.execute("CREATE TABLE before_attack AS SELECT * FROM accounts_auditentry")
        superuser.execute(ATTACKS[attack])
        with pytest.raises(RuntimeError) as found:
            breakable.python("manage.py", "audit", "verify")
        superuser.execute("DELETE FROM accounts_auditentry a USING before_attack")
        superuser.execute("INSERT INTO accounts_auditentry SELECT * FROM before_attack")
        superuser.execute("DROP TABLE before_attack")

    assert "position" in str(found.value) or "place" in str(found.value)
    breakable.python("manage.py", "audit", "verify")


def _until_sealed(superuser):
    for _try in range(100):
        waiting = superuser.execute(
            "SELECT count(*) FROM accounts_auditentry WHERE position IS NULL"
        )
        if waiting.fetchone()[0] == 0:
            return
        time.sleep(0.2)
    raise AssertionError("the sealer does not seal")
