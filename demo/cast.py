"""The cast: offices and people of the imaginary district, always the same."""

from dataclasses import dataclass, field

PASSWORD = "satuatap-demo"  # noqa: S105  accounts with it are refused in production


@dataclass(frozen=True)
class DemoOffice:
    """One office; desks are institutions of `places.models.desks`."""

    code: str
    name: str
    area: str
    address: str
    worlds: tuple[str, ...] = ("administration",)
    desks: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()  # institutions that work on files from their own office


@dataclass(frozen=True)
class Member:
    """One person of the cast: roles as (role, office code, desk institution or area code)."""

    username: str
    full_name: str
    office: str
    world: str
    roles: tuple[tuple[str, str], ...] = field(default=())


DESKS = (
    "ketenagakerjaan", "pengaduan_informasi", "kependudukan", "kesehatan", "keimigrasian",
    "kepolisian", "perbankan", "jaminan_sosial",
)  # fmt: skip

OFFICES = (
    DemoOffice(
        "ltsa-contoh", "LTSA Contoh Cirebon", "32.09",
        "Jalan Contoh 1, Sumber", ("administration", "protection"), DESKS,
        ("kepolisian", "perbankan", "jaminan_sosial"),
    ),
    DemoOffice(
        "ltsa-seberang", "LTSA Seberang Tulungagung", "35.04",
        "Jalan Seberang 2, Tulungagung", ("administration", "protection"), DESKS,
    ),
)  # fmt: skip

# What each role does in the demo, for the table that `make run` prints.
DOES = {
    "front_desk": "gives numbers, registers people, photographs papers, opens services",
    "placement_officer": "works for institutions that are not here, writes letters, keeps agencies",
    "verifier": "calls numbers; accepts or returns the papers that lie on the own desk",
    "head_of_centre": "oversees load and times, decides second looks, signs letters",
    "village_officer": "books appointments without names, and sees no one",
    "trainer": "has nothing to do yet",
    "planner": "has nothing to do yet",
    "monitoring_reader": "has nothing to do yet",
    "national": "has nothing to do yet",
    "data_protection": "reads who did what, without names of the people served",
    "administrator": "manages accounts, roles and offices, and sees no personal file",
    "counsellor": "has nothing to do yet",
    "supervisor": "has nothing to do yet",
    "partner": "has nothing to do yet",
}

A, P, HERE, THERE = "administration", "protection", "ltsa-contoh", "ltsa-seberang"

PEOPLE = (
    Member("dewi", "Dewi Lestari", HERE, A, (("front_desk", ""),)),
    Member("lestari", "Lestari Handayani", HERE, A, (("placement_officer", ""),)),
    Member("ratna", "Ratna Sari", HERE, A, (("verifier", "ketenagakerjaan"),)),
    Member("yusuf", "Yusuf Maulana", HERE, A, (("verifier", "kependudukan"),)),
    Member("bambang", "Bambang Irawan", HERE, A, (("verifier", "ketenagakerjaan"),)),
    Member("nurul", "Nurul Hidayah", HERE, A, (("verifier", "kesehatan"),)),
    Member("hasan", "Hasan Basri", HERE, A, (("verifier", "keimigrasian"),)),
    Member("endang", "Endang Wahyuni", HERE, A, (("head_of_centre", ""),)),
    Member("joko", "Joko Susilo", HERE, A, (("village_officer", "32.09"),)),
    Member("sri", "Sri Mulyani", HERE, A, (("trainer", ""),)),
    Member("arif", "Arif Nugroho", HERE, A, (("planner", "32.09"),)),
    Member("mega", "Mega Puspita", HERE, A, (("monitoring_reader", "32"),)),
    Member("bayu", "Bayu Aji", HERE, A, (("national", ""),)),
    Member("made", "Made Wirawan", HERE, A, (("data_protection", ""),)),
    Member("tini", "Tini Rahayu", HERE, A, (("administrator", ""),)),
    Member("rudi", "Rudi Hartono", THERE, A, (("front_desk", ""), ("placement_officer", ""))),
    Member("wati", "Wati Suryani", THERE, A, (("verifier", "ketenagakerjaan"),)),
    Member("gatot", "Gatot Prakoso", THERE, A, (("head_of_centre", ""),)),
    Member("nina", "Nina Kartika", THERE, A, (("administrator", ""),)),
    Member("wulan", "Wulan Anggraini", HERE, P, (("counsellor", ""),)),
    Member("indah", "Indah Permata", HERE, P, (("supervisor", ""),)),
    Member("maria", "Maria Ulfah", HERE, P, (("partner", ""),)),
    Member("made", "Made Wirawan", HERE, P, (("data_protection", ""),)),
    Member("tini", "Tini Rahayu", HERE, P, (("administrator", ""),)),
)
NATIONAL_AREAS = ("11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31", "32", "33",
                  "34", "35", "36", "51", "52", "53", "61", "62", "63", "64", "65", "71", "72",
                  "73", "74", "75", "76", "81", "82", "91", "92", "93", "94", "95", "96")  # fmt: skip


def cast_of(world: str) -> list[Member]:
    """The people of one world."""
    return [member for member in PEOPLE if member.world == world]
