"""Areas: provinces, regencies, districts and villages by the codes of the Ministry."""

from __future__ import annotations

import re

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from satuatap.common.policy import OpenTable
from satuatap.places import spelling

CODE = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
NIK_START = re.compile(r"[0-9]{6}")
SHORTEST_WORD = 3  # a trigram index answers nothing shorter


class Level(models.IntegerChoices):
    """How deep an area lies; the number of parts of its code."""

    PROVINCE = 1, _("provinsi")
    REGENCY = 2, _("kabupaten atau kota")
    DISTRICT = 3, _("kecamatan")
    VILLAGE = 4, _("desa atau kelurahan")


class AreaQuerySet(models.QuerySet):
    """Questions about areas."""

    def current(self):
        """Areas that exist today; codes that only old identity numbers carry are left out."""
        return self.filter(is_current=True)

    def within(self, area):
        """Everything below and including an area, given as Area or code."""
        code = area.code if isinstance(area, Area) else str(area)
        return self.filter(Q(code=code) | Q(code__startswith=f"{code}."))

    def with_path(self):
        """Areas whose `path()` costs no further query."""
        return self.select_related("parent__parent__parent")

    def matching(self, text, *, levels=tuple(Level), within=None, limit=12):
        """Today's areas found by parts of their own name and the names above, in any order.

        Every word must occur, so "sumberag batang" finds Sumber Agung in Batanghari. Names
        that begin with what was typed come first. `within` (Area or code) narrows to an area.
        One query, and the names above come with it; no query and no area when no word has
        three letters.
        """
        words = spelling.words_of(text)
        if not any(len(word) >= SHORTEST_WORD for word in words):
            return []
        found = self.current().filter(level__in=levels)
        if within is not None:
            found = found.within(within)
        for word in words:
            found = found.filter(search__contains=word)
        ranked = found.annotate(place=_rank(words), name_length=Length("name"))
        order = ("place", "level", "name_length", "name", "code")
        return list(ranked.with_path().order_by(*order)[:limit])

    def villages_matching(self, text, within=None, limit=12):
        """Villages and kelurahan found by typing; see `matching`."""
        return self.matching(text, levels=(Level.VILLAGE,), within=within, limit=limit)

    def find_current(self, code, levels=tuple(Level)):
        """Today's area of this code with its path, or None; also for what is no code at all."""
        if not CODE.fullmatch(code):
            return None
        return self.current().with_path().filter(pk=code, level__in=levels).first()

    def find_in_nik(self, nik):
        """The district that the first six figures of a NIK name; its regency when only that
        is known; None when neither is. Old codes count: a NIK is never renumbered."""
        if not NIK_START.match(nik):
            return None
        regency = f"{nik[:2]}.{nik[2:4]}"
        codes = [f"{regency}.{nik[4:6]}", regency]
        return self.filter(pk__in=codes).order_by("-level").first()


def _rank(words):
    """0 for names that begin with all that was typed, 1 with its first word, 2 for the rest."""
    return Case(
        When(search__startswith=" ".join(words), then=Value(0)),
        When(search__startswith=words[0], then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


class Area(models.Model):
    """A province, regency or city, district, or village, today's or a former one."""

    code = models.CharField(
        _("kode wilayah"), primary_key=True, max_length=13, db_collation="C", editable=False
    )
    name = models.CharField(_("nama"), max_length=100)
    level = models.SmallIntegerField(_("tingkat"), choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name=_("bagian dari")
    )
    is_current = models.BooleanField(_("masih berlaku"), default=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="predecessors", verbose_name=_("kini")
    )
    search = models.TextField(editable=False, db_collation="C")

    objects = AreaQuerySet.as_manager()
    policy = OpenTable("public data", service="select")

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        indexes = [
            GinIndex(
                name="places_area_search",
                fields=["search"],
                opclasses=["gin_trgm_ops"],
                fastupdate=False,  # read far more than written; no pending list to walk
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="area_level_fits_its_code",
                condition=Q(level=1, code__regex=r"^\d\d$")
                | Q(level=2, code__regex=r"^\d\d\.\d\d$")
                | Q(level=3, code__regex=r"^\d\d\.\d\d\.\d\d$")
                | Q(level=4, code__regex=r"^\d\d\.\d\d\.\d\d\.\d{4}$"),
            ),
            models.CheckConstraint(
                name="only_a_province_has_no_parent",
                condition=Q(level=1, parent=None) | Q(level__gt=1, parent__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_former_area_has_a_successor",
                condition=Q(successor=None) | Q(is_current=False),
            ),
        ]

    def __str__(self):
        return self.name

    def path(self) -> list[Area]:
        """The area and those above it, itself first."""
        steps: list[Area] = []
        area: Area | None = self
        while area is not None:
            steps.append(area)
            area = area.parent
        return steps

    @property
    def province(self) -> Area:
        """The province in which the area lies; itself for a province."""
        return self.path()[-1]

    @property
    def full_name(self) -> str:
        """For example "Sumber Agung, Batanghari, Kabupaten Lampung Timur, Lampung"."""
        return ", ".join(area.name for area in self.path())

    @property
    def place_name(self) -> str:
        """Where the area lies: the names above it."""
        return ", ".join(area.name for area in self.path()[1:])
