"""Languages: their tags (BCP 47), the three letters that films know them by (ISO 639-2), and their own names."""

OWN = "en"  # in which a line is written unless it says so, and which the whisper speaks

_KNOWN = """
ar ara العربية|bg bul български|bn ben বাংলা|ca cat català|cs ces čeština|cy cym Cymraeg|da dan dansk|de deu Deutsch
el ell Ελληνικά|en eng English|eo epo Esperanto|es spa español|et est eesti|eu eus euskara|fa fas فارسی|fi fin suomi
fr fra français|ga gle Gaeilge|gl glg galego|gu guj ગુજરાતી|he heb עברית|hi hin हिन्दी|hr hrv hrvatski|hu hun magyar
hy hye հայերեն|id ind Bahasa Indonesia|is isl íslenska|it ita italiano|ja jpn 日本語|ka kat ქართული|kn kan ಕನ್ನಡ
ko kor 한국어|la lat Latina|lt lit lietuvių|lv lav latviešu|ml mal മലയാളം|mr mar मराठी|ms msa Bahasa Melayu
nb nob norsk bokmål|ne nep नेपाली|nl nld Nederlands|nn nno norsk nynorsk|no nor norsk|pa pan ਪੰਜਾਬੀ|pl pol polski
pt por português|ro ron română|ru rus русский|sk slk slovenčina|sl slv slovenščina|sq sqi shqip|sr srp српски
sv swe svenska|sw swa Kiswahili|ta tam தமிழ்|te tel తెలుగు|th tha ไทย|tr tur Türkçe|uk ukr українська|ur urd اردو
vi vie Tiếng Việt|yi yid ייִדיש|zh zho 中文
"""
_ROWS = (row.split(" ", 2) for row in _KNOWN.strip().replace("\n", "|").split("|"))
_TABLE = {tag: (code, name) for tag, code, name in _ROWS}


def is_known(tag: str) -> bool:
    """Whether a tag is of a language in the table."""
    return tag.partition("-")[0] in _TABLE


def film_code(tag: str) -> str:
    """The three letters of a language in a film; `und`, undetermined, for one that is not known."""
    first = tag.split("-")[0]
    return _TABLE[first][0] if first in _TABLE else first if len(first) == 3 else "und"


def own_name(tag: str) -> str:
    """The name of a language in itself, with what its tag says more, as in `português (BR)`."""
    first, _, more = tag.partition("-")
    name = _TABLE[first][1] if first in _TABLE else first
    return f"{name} ({more})" if more else name
