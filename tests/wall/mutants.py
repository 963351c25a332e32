"""Policies made wrong on purpose, one at a time; the matrix has to notice each.

The text of a policy's SQL is taken apart by its parentheses: every operand of an AND becomes
`true` in turn, every operand of an OR becomes `false`, and the whole becomes `true`.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from satuatap.common.policy import ANYONE, COMMANDS, NOBODY, SERVICE, VERBS, Policy, declared
from tests.wall import asking

SIGN = re.compile(r"\(|\)|'(?:[^']|'')*'|\b(?:AND|OR|WHERE|ON|JOIN|FROM)\b")
REACH = re.compile(
    r'"\w+"\."\w+" = ANY \(\(SELECT acting_(office|desk|area)s\(\'(\w+)\'\)\)::\w+\[\]\)'
)
EQUIVALENT = Path(__file__).with_name("equivalent.toml")


@dataclass(frozen=True)
class Mutant:
    """One policy in a wrong form.

    `part`: which of its expressions is changed, that for the old row (`using`), that for the
    new one (`check`) or `both`; `whole`: everything, with the grant.
    """

    table: str
    verb: str
    part: str
    change: str
    using: str | None
    check: str | None

    @property
    def name(self) -> str:
        """As `equivalent.toml` names it."""
        change = REACH.sub(r"own_\1(\2)", self.change)
        return f"{self.table} {self.verb} {self.part}: {change}"

    def statements(self):
        """SQL for the owner that puts the wrong policy in place of the right one."""
        policy, command = f"{self.verb}_by_service", COMMANDS[self.verb]
        yield f'DROP POLICY IF EXISTS {policy} ON "{self.table}"'
        if self.part == "whole":
            yield f'GRANT {command} ON "{self.table}" TO {SERVICE}'
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        yield f'CREATE POLICY {policy} ON "{self.table}" FOR {command} TO {SERVICE}{using}{check}'


@dataclass
class Piece:
    """What stands between two words on one level of parentheses."""

    start: int
    before: str = ""
    end: int = 0
    after: str = ""

    @property
    def joined_by(self) -> str:
        """AND or OR where it is an operand; a lone condition counts as one of AND."""
        for word in ("AND", "OR"):
            if word in (self.before, self.after):
                return word
        return "AND" if self.before in ("WHERE", "ON") else ""


@dataclass
class Level:
    """The pieces within one pair of parentheses."""

    pieces: list[Piece] = field(default_factory=list)

    def begin(self, start, before=""):
        """A piece begins after this word."""
        self.pieces.append(Piece(start, before))

    def finish(self, end, after=""):
        """The piece ends before this word."""
        self.pieces[-1].end, self.pieces[-1].after = end, after


def operands(sql: str) -> list[Piece]:
    """Every operand of AND and OR, at every depth of parentheses."""
    levels, found = [Level()], []
    levels[0].begin(0)
    for sign in SIGN.finditer(sql):
        word = sign.group()
        if word == "(":
            levels.append(Level())
            levels[-1].begin(sign.end())
        elif word == ")":
            levels[-1].finish(sign.start())
            found += levels.pop().pieces
        elif not word.startswith("'"):
            levels[-1].finish(sign.start(), word)
            levels[-1].begin(sign.end(), word)
    levels[-1].finish(len(sql))
    found += levels.pop().pieces
    return [piece for piece in found if piece.joined_by]


def weakened(sql: str):
    """(what was done, the expression without that operand), for every operand."""
    for piece in operands(sql):
        words = " ".join(sql[piece.start : piece.end].split())
        instead, deed = ("true", "dropped") if piece.joined_by == "AND" else ("false", "lost")
        if words not in ("true", "false"):
            yield f"{deed} {words}", f"{sql[: piece.start]} {instead} {sql[piece.end :]}"


def mutants() -> list[Mutant]:
    """Every mutant of every policy of this world, in a fixed order."""
    return [
        mutant
        for model, policy in declared().items()
        if isinstance(policy, Policy)
        for verb in VERBS
        for mutant in _of_verb(model._meta.db_table, verb, policy)
    ]


def _of_verb(table, verb, policy):
    condition = getattr(policy, verb)
    using = None if verb == "insert" else condition.sql(table)
    check = _check_of(table, verb, policy, condition)
    open_using = None if verb == "insert" else "true"
    if condition == ANYONE:
        return
    yield Mutant(table, verb, "whole", "true", open_using, check and "true")
    if condition == NOBODY:
        return
    if using and check:
        yield Mutant(table, verb, "using", "true", "true", check)
        yield Mutant(table, verb, "check", "true", using, "true")
    if using == check:
        for change, wrong in weakened(using):
            yield Mutant(table, verb, "both", change, wrong, wrong)
    for change, wrong in weakened(using or ""):
        yield Mutant(table, verb, "using", change, wrong, check)
    for change, wrong in weakened(check or ""):
        yield Mutant(table, verb, "check", change, using, wrong)


def _check_of(table, verb, policy, condition):
    if verb == "insert":
        return condition.sql(table)
    if verb == "update":
        return (policy.update_to or condition).sql(table)
    return None


def equivalent(world: str) -> dict[str, str]:
    """Mutants that change nothing that anyone could do there, by name, each with its reason."""
    return {
        name: group["reason"]
        for group in tomllib.loads(EQUIVALENT.read_text())["group"]
        if group["world"] == world
        for name in group["mutants"]
    }


def first_sign(matrix, mutant: Mutant):
    """The first cell that differs once this mutant is in force, or None."""
    with asking.undone("mutation"):
        asking.run("RESET ROLE")
        for statement in mutant.statements():
            asking.run(statement)
        asking.run(f"SET ROLE {SERVICE}")
        near = [mutant.table, *(table for table in matrix.truth.tables if table != mutant.table)]
        for table in near:
            try:
                for found in matrix.differences(table):
                    return found
            except asking.QuestionError as refusal:
                return refusal
    return None
