"""Random changes that a superuser can make to the sealed audit; each says which place it hit."""

from __future__ import annotations

import hashlib
import random
import uuid
from dataclasses import dataclass

from satuatap.accounts import chain
from satuatap.accounts.sealing import SEALED, TABLE
from tests.database import WORLD

COLUMNS = {
    "id": "gen_random_uuid()",
    "at": "at + interval '1 microsecond'",
    "person_id": "CASE WHEN person_id IS NULL THEN gen_random_uuid() END",
    "service": "service || 'x'",
    "office_id": "CASE WHEN office_id IS NULL THEN gen_random_uuid() END",
    "verb": "verb || ' '",
    "about_kind": "about_kind || '.'",
    "about_id": "reverse(about_id) || '0'",
    "reason": "reason || '\\N'",
    "chain": "chain || '0'",
    "position": "position + 1000000",
    "chain_hash": "sha256(chain_hash)",
    "mac": "sha256(mac)",
    "sealed_at": "sealed_at - interval '1 second'",
}
CONTENT = ("at", "person_id", "service", "office_id", "verb", "about_kind", "about_id", "reason")
WITHOUT_RULES = f"""
ALTER TABLE {TABLE} DROP CONSTRAINT entry_is_made_by_a_person_or_a_service;
ALTER TABLE {TABLE} DROP CONSTRAINT seal_is_whole_or_absent;
DROP INDEX one_entry_at_each_place_of_a_chain;
"""


@dataclass(frozen=True)
class Hit:
    """What was done, and the places of which at least one must be named."""

    deed: str
    places: tuple[tuple[str, int], ...]


class Attacker:
    """A superuser at the database with a seeded hand; without the key of the seals."""

    def __init__(self, connection, seed):
        self.connection = connection
        self.hand = random.Random(seed)
        self.tops = dict(
            connection.execute(
                f"SELECT chain, max(position) FROM {TABLE} WHERE position IS NOT NULL GROUP BY 1"
            ).fetchall()
        )
        self.deeds = [
            *(self._update(column) for column in COLUMNS),
            self.delete, self.delete_some, self.insert, self.insert_and_shift, self.append,
            self.swap_places, self.swap_contents, self.swap_everything, self.move_to_another_chain,
            self.cut_off, self.drop_chain, self.unseal, self.rewrite, self.rewrite_with_a_wrong_key,
            self.put_back_an_older_content,
        ]  # fmt: skip

    def strike(self):
        """One change, chosen at random; the table's rules are out of force for a superuser."""
        self.connection.execute(WITHOUT_RULES)
        return self.hand.choice(self.deeds)()

    def somewhere(self, *, before_the_end=0):
        """A random place of a random chain that has enough entries."""
        fit = [name for name, top in sorted(self.tops.items()) if top > before_the_end]
        name = self.hand.choice(fit)
        return name, self.hand.randint(1, self.tops[name] - before_the_end)

    def run(self, sql, *parameters):
        """Run SQL that must touch something."""
        assert self.connection.execute(sql, parameters).rowcount > 0, sql

    def _update(self, column):
        def update():
            name, place = self.somewhere()
            self.run(
                f"UPDATE {TABLE} SET {column} = {COLUMNS[column]} "
                "WHERE chain = %s AND position = %s",
                name,
                place,
            )
            return Hit(f"update {column}", ((name, place),))

        return update

    def delete(self):
        """One entry."""
        name, place = self.somewhere()
        self.run(f"DELETE FROM {TABLE} WHERE chain = %s AND position = %s", name, place)
        return Hit("delete", ((name, place),))

    def delete_some(self):
        """Several in a row, and their neighbour changed."""
        name, place = self.somewhere(before_the_end=4)
        self.run(
            f"DELETE FROM {TABLE} WHERE chain = %s AND position BETWEEN %s AND %s",
            name, place, place + 2,
        )  # fmt: skip
        self.run(
            f"UPDATE {TABLE} SET verb = 'x' WHERE chain = %s AND position = %s", name, place + 3
        )
        return Hit("delete some and change the next", ((name, place + 3),))

    def _copy(self, name, place, to):
        self.run(
            f"INSERT INTO {TABLE} SELECT gen_random_uuid(), at, person_id, service, office_id, "
            "verb, about_kind, about_id, 'x', chain, %s, chain_hash, mac, sealed_at "
            f"FROM {TABLE} WHERE chain = %s AND position = %s",
            to, name, place,
        )  # fmt: skip

    def insert(self):
        """A second entry at a place that is taken."""
        name, place = self.somewhere()
        self._copy(name, place, place)
        return Hit("insert", ((name, place),))

    def insert_and_shift(self):
        """An entry between two others; the later ones move on."""
        name, place = self.somewhere(before_the_end=1)
        self.run(
            f"UPDATE {TABLE} SET position = position + 1 WHERE chain = %s AND position > %s",
            name, place,
        )  # fmt: skip
        self._copy(name, place, place + 1)
        return Hit("insert and shift", ((name, place + 1),))

    def append(self):
        """A forged entry after the end, with a hash that follows and a seal without the key."""
        name = self.hand.choice(sorted(self.tops))
        place = self.tops[name] + 1
        self._copy(name, place - 1, place)
        self._forge(name, place, seals=self.hand.choice(("kept", "made up")))
        return Hit("append", ((name, place),))

    def _two(self):
        name, one = self.somewhere(before_the_end=1)
        return name, one, self.hand.randint(one + 1, self.tops[name])

    def swap_places(self):
        """Two entries change their positions."""
        name, one, other = self._two()
        self.run(
            f"UPDATE {TABLE} SET position = %s - position "
            "WHERE chain = %s AND position IN (%s, %s)",
            one + other, name, one, other,
        )  # fmt: skip
        return Hit("swap places", ((name, one), (name, other)))

    def swap_contents(self):
        """Two entries change what they say, and keep their seals."""
        name, one, other = self._two()
        columns = ", ".join(CONTENT)
        self.run(
            f"UPDATE {TABLE} AS a SET ({columns}) = (SELECT {columns} FROM {TABLE} AS b "
            "WHERE b.chain = a.chain AND b.position = %s - a.position) "
            "WHERE chain = %s AND position IN (%s, %s)",
            one + other, name, one, other,
        )  # fmt: skip
        return Hit("swap contents", ((name, one), (name, other)))

    def swap_everything(self):
        """Two entries change places, with hashes put right as far as possible without the key."""
        hit = self.swap_places()
        name, first = hit.places[0]
        self._forge(name, first, seals="kept")
        return Hit("swap and put hashes right", hit.places)

    def move_to_another_chain(self):
        """An entry leaves its chain for the end of another."""
        name, place = self.somewhere()
        other = self.hand.choice([n for n in sorted(self.tops) if n != name])
        self.run(
            f"UPDATE {TABLE} SET chain = %s, position = %s WHERE chain = %s AND position = %s",
            other, self.tops[other] + 1, name, place,
        )  # fmt: skip
        return Hit("move to another chain", ((name, place),))

    def cut_off(self):
        """The last entries of a chain go."""
        name, place = self.somewhere()
        self.run(f"DELETE FROM {TABLE} WHERE chain = %s AND position >= %s", name, place)
        return Hit("cut off", ((name, place),))

    def drop_chain(self):
        """A whole chain goes."""
        name, _ = self.somewhere()
        self.run(f"DELETE FROM {TABLE} WHERE chain = %s", name)
        return Hit("drop a chain", ((name, 1),))

    def unseal(self):
        """An entry loses its seal, as if it had never been sealed."""
        name, place = self.somewhere()
        self.run(
            f"UPDATE {TABLE} SET chain = '', position = NULL, chain_hash = NULL, mac = NULL, "
            "sealed_at = NULL, reason = 'x' WHERE chain = %s AND position = %s",
            name, place,
        )  # fmt: skip
        return Hit("unseal", ((name, place),))

    def rewrite(self):
        """An entry is changed and every later hash recomputed; the seals cannot be."""
        return self._rewrite("kept")

    def rewrite_with_a_wrong_key(self):
        """The same, with seals made by another key."""
        return self._rewrite("made up")

    def put_back_an_older_content(self):
        """An entry says what another one says, seal included."""
        name, one, other = self._two()
        self.run(f"DELETE FROM {TABLE} WHERE chain = %s AND position = %s", name, other)
        self.run(
            f"INSERT INTO {TABLE} SELECT gen_random_uuid(), at, person_id, service, office_id, "
            "verb, about_kind, about_id, reason, chain, %s, chain_hash, mac, sealed_at "
            f"FROM {TABLE} WHERE chain = %s AND position = %s",
            other, name, one,
        )  # fmt: skip
        return Hit("replay", ((name, other),))

    def _rewrite(self, seals):
        name, place = self.somewhere()
        self.run(
            f"UPDATE {TABLE} SET person_id = %s WHERE chain = %s AND position = %s",
            uuid.UUID(int=self.hand.getrandbits(128)), name, place,
        )  # fmt: skip
        self._forge(name, place, seals=seals)
        return Hit(f"rewrite, seals {seals}", ((name, place),))

    def _forge(self, name, first, *, seals):
        """Recompute hashes from a place to the end."""
        previous = self.connection.execute(
            f"SELECT chain_hash FROM {TABLE} WHERE chain = %s AND position = %s", [name, first - 1]
        ).fetchone()
        previous = previous[0] if previous else chain.genesis(WORLD, name)
        sql = (
            f"COPY (SELECT {SEALED} FROM {TABLE} WHERE chain = %s AND position >= %s "
            "ORDER BY position) TO STDOUT"
        )
        with self.connection.cursor().copy(sql, [name, first]) as rows:
            lines = [bytes(row).rstrip(b"\n").rsplit(b"\t", 2)[0] for row in rows]
        changes = []
        for line in lines:
            previous = chain.link(previous, line)
            seal = chain.mac(hashlib.sha256(b"guess").digest(), line, previous)
            changes.append((previous, seal, line.split(b"\t", 1)[0].decode()))
        made_up = ", mac = %s" if seals == "made up" else ""
        with self.connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {TABLE} SET chain_hash = %s{made_up} WHERE id = %s",
                [change if made_up else (change[0], change[2]) for change in changes],
            )
