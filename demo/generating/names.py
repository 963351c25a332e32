"""Names as people bear them in Indonesia: given name and second name, or one name alone.

The lists are our own, of common names; nobody is meant.
"""


def _words(text: str) -> list[str]:
    return text.split()


WOMEN = _words(
    "Siti Nur Sri Dewi Rina Wati Yuni Lilis Eka Ani Tuti Nani Rohmah Sulastri Kartini Aminah "
    "Fatimah Khotimah Juminah Suryati Endang Wahyuni Ratna Lestari Ningsih Puji Indah Dian Fitri "
    "Ayu Maya Novi Retno Sumiati Karsinah Warsiti Tarsinih Casmini Kusnia Rokayah Nurhayati "
    "Munawaroh Halimah Zubaidah Marlina Yanti Desi Mega Intan Sari"
)
MEN = _words(
    "Ahmad Muhammad Agus Budi Joko Slamet Sugeng Wahyu Eko Dwi Tri Bambang Suparman Sutrisno "
    "Warsito Karsono Tarmin Casmadi Kusnadi Rohman Abdul Hasan Saiful Imam Yusuf Rudi Hendra Andi "
    "Dedi Asep Ujang Cecep Dadang Iwan Heri Supri Mulyono Paijo Wagiman Lalu Zaenal Fauzi Arif "
    "Rizki Fajar Bayu Galih Teguh"
)
SECOND_OF_WOMEN = _words(
    "Aminah Rahayu Lestari Wulandari Handayani Puspitasari Rahmawati Hasanah Maryam Khasanah "
    "Susanti Astuti Purwanti Setyowati Anggraini Permata Utami Safitri Kurniasih Nurjanah "
    "Wahyuningsih Mulyani Hartati Suharti Kusumawati Aisyah Jamilah Solikah Yuliana Oktaviani"
)
SECOND_OF_MEN = _words(
    "Santoso Wijaya Susilo Hidayat Saputra Setiawan Nugroho Prasetyo Kurniawan Hartono Maulana "
    "Ramadhan Firmansyah Gunawan Suryadi Mustofa Anwar Hakim Basri Fadli Purnomo Wibowo Utomo "
    "Sulistyo Priyanto Suhendar Mulyadi Ismail Effendi Syahputra"
)
ALONE, THREE = 0.18, 0.12  # share of people with one name, and with three


def draw_name(chance, sex: str) -> str:
    """A name for a woman or a man."""
    first, second = (WOMEN, SECOND_OF_WOMEN) if sex == "female" else (MEN, SECOND_OF_MEN)
    kind = chance.random()
    given = chance.choice(first)
    if kind < ALONE:
        return given
    if kind < ALONE + THREE:
        return f"{given} {chance.choice(first)} {chance.choice(second)}"
    return f"{given} {chance.choice(second)}"
