"""English pronunciation from spelling: rules that turn a few letters each into phones.

A rule applies to the letters it names where their context fits, the longest and most specific first. Such rules get
nine of ten words right enough to be whispered; words of the dreams' lines that they get wrong are listed.
Source of the method: Elovitz et al. 1976, "Letter-to-sound rules for automatic translation of English text to
phonetics"; the rules are our own. Phones are named as in ARPAbet.
"""

import re
import unicodedata
from functools import lru_cache

_WORDS = """
a:AX again:AX.G.EH.N alone:AX.L.OW.N also:AO.L.S.OW always:AO.L.W.EY.Z are:AA.R around:AX.R.AW.N.D avoid:AX.V.OY.D
away:AX.W.EY be:B.IY been:B.IH.N before:B.IY.F.AO.R begin:B.IY.G.IH.N behind:B.IY.HH.AY.N.D between:B.IH.T.W.IY.N
bind:B.AY.N.D both:B.OW.TH carried:K.EH.R.IY.D choose:CH.UW.Z chose:CH.OW.Z come:K.AH.M could:K.UH.D dance:D.AE.N.S
deep:D.IY.P do:D.UW does:D.AH.Z don't:D.OW.N.T done:D.AH.N door:D.AO.R doors:D.AO.R.Z dream:D.R.IY.M ear:IH.R
early:ER.L.IY earth:ER.TH even:IY.V.AX.N ever:EH.V.ER every:EH.V.R.IY eye:AY eyes:AY.Z follow:F.AA.L.OW for:F.AO.R
friend:F.R.EH.N.D from:F.R.AH.M full:F.UH.L get:G.EH.T give:G.IH.V given:G.IH.V.AX.N go:G.OW gone:G.AO.N
great:G.R.EY.T have:HH.AE.V he:HH.IY hear:HH.IH.R heard:HH.ER.D heart:HH.AA.R.T here:HH.IH.R hour:AW.ER how:HH.AW
i:AY into:IH.N.T.UW is:IH.Z isolate:AY.S.AX.L.EY.T it:IH.T key:K.IY know:N.OW learn:L.ER.N listen:L.IH.S.AX.N
live:L.IH.V love:L.AH.V many:M.EH.N.IY me:M.IY memory:M.EH.M.R.IY mother:M.AH.DH.ER move:M.UW.V never:N.EH.V.ER
no:N.OW not:N.AA.T now:N.AW of:AX.V off:AO.F on:AA.N once:W.AH.N.S one:W.AH.N only:OW.N.L.IY or:AO.R other:AH.DH.ER
our:AW.R over:OW.V.ER own:OW.N people:P.IY.P.AX.L put:P.UH.T said:S.EH.D separate:S.EH.P.R.EY.T she:SH.IY
silence:S.AY.L.AX.N.S so:S.OW solitude:S.AA.L.IH.T.UW.D some:S.AH.M someone:S.AH.M.W.AH.N stone:S.T.OW.N sure:SH.UH.R
the:DH.AX their:DH.EH.R there:DH.EH.R they:DH.EY this:DH.IH.S those:DH.OW.Z though:DH.OW through:TH.R.UW to:T.UW
today:T.AX.D.EY together:T.AX.G.EH.DH.ER told:T.OW.L.D too:T.UW truly:T.R.UW.L.IY two:T.UW unlocks:AH.N.L.AA.K.S
until:AH.N.T.IH.L warm:W.AO.R.M was:W.AX.Z water:W.AO.T.ER we:W.IY were:W.ER what:W.AH.T where:W.EH.R who:HH.UW
whole:HH.OW.L why:W.AY with:W.IH.DH woman:W.UH.M.AX.N word:W.ER.D words:W.ER.D.Z world:W.ER.L.D would:W.UH.D you:Y.UW
you're:Y.UH.R young:Y.AH.NG your:Y.AO.R yourself:Y.AO.R.S.EH.L.F
"""
_EXCEPTIONS = {word: tuple(said.split(".")) for word, said in (item.split(":") for item in _WORDS.split())}
# Context (letters) context : phones. V a vowel, C a consonant, _ the edge of the word.
_RULES = """
_(a)[lwgrb]V:AX (augh):AO (au):AO (aw):AO (air):EH.R (ai):EY (ay):EY (are)_:EH.R (ar):AA.R (al)k:AO (all):AO.L
(a)tion:EY (a)Ce_:EY (a)Ces_:EY (a)Cing_:EY w(a):AA (a)_:AX (a):AE (b)b: (b):B (ch):CH (ck):K (c)k: (c)[eiy]:S (c)c:
(c):K (dge):JH (d)d: (d):D (eigh):EY (ear)[nl]:ER (ear):IH.R (ead)[_s]:EH.D (ea):IY (eer):IH.R (ee):IY (ei):IY
(ew):UW (ey)_:IY (eu):Y.UW (ere)_:IH.R [szxh](es)_:IH.Z (es)_:Z [td](ed)_:IH.D (ed)_:D (er):ER (e)Ce_:IY _C(e)_:IY
_CC(e)_:IY (e)_: (e):EH (f)f: (f):F _(gh):G (gh): (gn)_:N (g)g: (g)[eiy]:JH (g):G (h):HH (igh):AY (ign)_:AY.N
(ild)_:AY.L.D (ind)_:AY.N.D (ie)[sd]_:AY (ie):IY (ir):ER (ious):IY.AX.S (i)Ce_:AY (i)Ces_:AY (i)Cing_:AY (i)_:AY
(i):IH (j):JH _(kn):N (k):K (l)l: (l):L (mb)_:M (m)m: (m):M (ng)_:NG (ng)C:NG (ng):NG (n)k:NG (n)n: (n):N (ough):AO
(ould):UH.D (ound):AW.N.D (ous)_:AX.S (our):AO.R (ou):AW (ow)_:OW (ow):AW (oy):OY (oi):OY (oa):OW (oo)[kd]_:UH
(oo):UW (or):AO.R (ol)d:OW.L (ove)_:AH.V (o)Ce_:OW (o)Ces_:OW (o)_:OW (o)ng:AO (o):AA (ph):F (p)p: (p):P (qu):K.W
(rr):R (r):R _(wr):R (sh):SH (ss):S (sion):ZH.AX.N (sc)[ei]:S V(s)V:Z V(s)_:Z [bdglmnrvw](s)_:Z (s):S (tion):SH.AX.N
(tch):CH (ture)_:CH.ER (ti)[ao]:SH _(th)e:DH _(th)a:DH (th)er:DH (th):TH (t)t: (t):T (ue)_:UW (ui):UW (ur):ER
(ull):UH.L (u)Ce_:UW (u):AH (v):V (wh):W (wr):R [aeo](w)_: (w):W (x):K.S _(y):Y _C(y)_:AY _CC(y)_:AY (y)_:IY (y):IH
(z)z: (z):Z (0):Z.IH.R.OW (1):W.AH.N (2):T.UW (3):TH.R.IY (4):F.AO.R (5):F.AY.V (6):S.IH.K.S (7):S.EH.V.AX.N (8):EY.T
(9):N.AY.N
"""
_CONSONANTS = "bcdfghjklmnpqrstvwxz"


def _context_pattern(letters: str) -> str:
    return letters.replace("V", "[aeiouy]").replace("C", f"[{_CONSONANTS}]").replace("_", " ")


@lru_cache(maxsize=1)
def _rules() -> dict[str, list[tuple[re.Pattern[str], int, tuple[str, ...]]]]:
    """The rules by their first letter: pattern, number of letters, phones."""
    rules: dict[str, list[tuple[re.Pattern[str], int, tuple[str, ...]]]] = {}
    for rule in _RULES.split():
        where, _, phones = rule.partition(":")
        before, letters, after = re.split(r"[()]", where)
        left = f"(?<={_context_pattern(before)})" if before else ""
        pattern = re.compile(f"{left}{letters}(?={_context_pattern(after)})")
        rules.setdefault(letters[0], []).append((pattern, len(letters), tuple(filter(None, phones.split(".")))))
    return rules


def plain_letter(letter: str) -> str:
    """One letter as a to z or a digit, without accents; `?` for letters of other scripts, which become a breath."""
    base = unicodedata.normalize("NFKD", letter.lower())[:1]
    return base if re.fullmatch(r"[a-z0-9']", base) else "'" if base == "’" else "?"


def pronounce(word: str) -> list[tuple[int, tuple[str, ...]]]:
    """A word of plain letters as pairs: a number of letters, and the phones that they stand for, possibly none."""
    if word in _EXCEPTIONS:
        return [(len(word), _EXCEPTIONS[word])]
    padded = f" {word} "
    result: list[tuple[int, tuple[str, ...]]] = []
    position = 1
    while position <= len(word):
        for pattern, count, phones in _rules().get(padded[position], ()):
            if pattern.match(padded, position):
                result.append((count, phones))
                position += count
                break
        else:
            result.append((1, ("AX",) if padded[position] == "?" else ()))
            position += 1
    return result
