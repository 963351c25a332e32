"""How people are spread: figures that agencies and ministries published, as they were read.

BP2MI: placements by year 2020 to 2025, by destination January to October 2024, by province and by
job 2025, by district 2019, by marital status 2021 (a partial total). Education is not kept here,
so it is not drawn. Where only one figure is known (Hong Kong's women), the others are set so that
the whole agrees: 63 of 100 are women.
"""

from itertools import accumulate

# placements in thousands; 2020 and 2021 share what 2020 to 2024 leave; later years as 2025
BY_YEAR = {2020: 96, 2021: 96, 2022: 201, 2023: 270, 2024: 297, 2025: 297}
BY_DESTINATION = {
    "HK": 85_674, "TW": 72_973, "MY": 40_695, "JP": 10_774, "SG": 8_757, "KR": 8_595, "SA": 6_612,
    "IT": 2_873, "BN": 2_476, "TR": 2_472,
}  # fmt: skip
WOMEN_TO = {"HK": 0.997}
WOMEN_ELSEWHERE = 0.43  # so that all together are 63 of 100
BY_MARITAL_STATUS = {"married": 31_417, "single": 23_015, "divorced": 18_193}
BY_PROVINCE = {"35": 69_925, "32": 62_358, "33": 62_276, "52": 35_215, "18": 24_175}
OTHER_PROVINCES = 42_999
BY_DISTRICT = {
    "32.12": 23_435, "32.09": 12_180, "33.01": 11_525, "35.02": 9_699, "35.05": 9_176,
    "35.04": 8_636, "35.07": 7_953, "33.24": 7_743, "35.10": 6_352, "35.19": 4_919,
    "18.07": 9_652,
}  # fmt: skip
# jobs within a destination, set so that the five jobs of 2025 come out about as counted
JOBS = {
    "HK": {"HOUSEKEEPER": 95, "ELDERCARE_HOME": 4, "FAMILY_COOK": 1},
    "TW": {"ELDERCARE_HOME": 66, "FACTORY": 22, "CAREGIVER_INST": 6, "FISHING_CREW": 6},
    "MY": {"PLANTATION": 68, "ELECTRONICS": 17, "FACTORY": 8, "CONSTRUCTION": 7},
    "JP": {"AGRI_SSW": 35, "CAREGIVER_INST": 35, "FOOD_SSW": 30},
    "SG": {"HOUSEKEEPER": 88, "CHILDCARE": 12},
    "KR": {"FACTORY": 85, "COASTAL_FISHER": 15},
    "SA": {"HOUSEKEEPER": 45, "FAMILY_DRIVER": 25, "CLEANER": 30},
    "IT": {"SPA": 40, "HOTEL_HOUSEKEEPING": 60},
    "BN": {"HOUSEKEEPER": 55, "CONSTRUCTION": 45},
    "TR": {"SPA": 70, "HOTEL_WAITER": 30},
}
SCHEMES = {
    "KR": {"g2g": 90, "p2p": 10}, "JP": {"ssw": 70, "g2g": 20, "mandiri": 10},
    "IT": {"mandiri": 60, "p2p": 40}, "TR": {"mandiri": 55, "p2p": 45},
}  # fmt: skip
USUAL_SCHEMES = {"p2p": 90, "reentry": 8, "mandiri": 2}

# Our own choice, not counted anywhere: which services a person comes for, in this order.
SERVICES = {
    "verifikasi_kependudukan": 0.09, "koreksi_kependudukan": 0.03, "verifikasi_cpmi": 0.60,
    "perjanjian_penempatan": 0.20, "rekomendasi_paspor": 0.30, "pemeriksaan_kesehatan": 0.24, "skck": 0.12, "paspor": 0.14,
    "rekening_pinjaman": 0.10, "jaminan_sosial": 0.12, "orientasi": 0.17, "cabut_status": 0.01,
    "klaim_jkk": 0.01, "bantuan_kepulangan": 0.03, "klaim_jkm": 0.005,
}  # fmt: skip
AFTER_WORK = {"cabut_status", "klaim_jkk", "bantuan_kepulangan", "klaim_jkm"}
HEIRS = {"spouse": 45, "parent": 30, "child": 20, "sibling": 5}
# Working days until a desk acts, and how likely; the standard is one to five days.
DAYS_UNTIL_A_DESK_ACTS = {0: 44, 1: 34, 2: 10, 3: 5, 5: 3, 8: 2, 15: 1, 40: 1}
PAPER_RETURNED, HELD, NEVER_CAME_BACK = 0.12, 0.08, 0.08
DAYS_UNTIL_SHE_COMES, DAYS_HELD = 32, 14  # on average, working days


class Spread:
    """Draws one of several things by their shares."""

    def __init__(self, shares: dict):
        self.things = list(shares)
        self.sums = list(accumulate(shares.values()))

    def draw(self, chance):
        """One of them."""
        return chance.choices(self.things, cum_weights=self.sums)[0]
