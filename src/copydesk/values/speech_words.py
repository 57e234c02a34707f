"""Words around quotations, by language: verbs of saying, pronouns, and where a speaker's name begins and ends.

In: a language and a kind. Out: sets of forms, the larger ones from `speech.tsv`. Left to others: reading a sentence.
"""

from __future__ import annotations

from functools import cache

from copydesk.words import read_table

LANGUAGES = frozenset("en de fr es it pt ru".split())
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st sen rep gov gen lt col sgt capt hon rev jr sr inc u.s u.k d.c no vs".split()
)
PRONOUNS: dict[str, frozenset[str]] = {
    "en": frozenset("he she they it i we you who".split()),
    "de": frozenset("er sie es ich wir".split()),
    "fr": frozenset("il elle ils elles on je nous".split()),
    "es": frozenset("él ella ellos ellas yo".split()),
    "it": frozenset("lui lei loro io".split()),
    "pt": frozenset("ele ela eles elas eu".split()),
    "ru": frozenset("он она они я мы".split()),
}
AUXILIARIES = frozenset(
    "has have had also later then previously recently once often further again previously jointly reportedly "
    "repeatedly simply just has"
    " infatti inoltre invece quindi además también tampoco également ainsi"
    " hat haben hatte hatten auch dann weiter später zudem a ont avait ai ont aussi lui leur ha han había "
    "hanno aveva había"
    " tem havia также ранее затем at still already now even famously proudly angrily bluntly initially "
    "subsequently publicly".split()
)
BOUNDARIES = frozenset(
    "but while that as when after because if which where although though since whether before until however so and"
    " aber dass als wenn nachdem weil obwohl und wie während mais que quand lorsque pero cuando como porque y "
    "e ma che quando"
    " mas но что когда как и а".split()
)
STOPPERS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "in on at to during after as when who while with from about by before since through via last this "
        "today yesterday outside"
        " inside earlier later following amid over into under where that if because and but then monday "
        "tuesday wednesday thursday"
        " friday saturday sunday recently adding".split()
    ),
    "de": frozenset(
        "im in am bei nach vor gegenüber auf mit zu zum zur dem am seit über dazu laut und aber gestern heute "
        "hinzu weiter nicht nun"
        " jetzt bereits noch schon auch dass in an montag dienstag mittwoch donnerstag freitag samstag "
        "sonntag".split()
    ),
    "fr": frozenset(
        "à lors dans sur au aux devant après pour avec en jeudi lundi mardi mercredi vendredi samedi dimanche "
        "mais qui que".split()
    ),
    "es": frozenset("en durante a al ante tras sobre con para este esta hoy ayer que quien".split()),
    "it": frozenset("in a durante al alla dopo nel nella su con che ai alle".split()),
    "pt": frozenset("em durante ao à após sobre nesta neste que no na para".split()),
    "ru": frozenset("в на во при после журналистам что передает передаёт".split()),
}
"""Words after which the speaker's name is over (`said Jane Roe on Monday`)."""
DETERMINERS = frozenset(
    "the a an his her their one another der die das ein eine le la les un une l el los las il lo gli i o os as "
    "uma um".split()
)
ADVERBIAL_STARTS = frozenset(
    "am im in nach bei zuvor dazu dabei auch zudem gegenüber auf vor mit so später gestern heute nun dann "
    "weiter über zum zur laut dennoch trotzdem"
    " allerdings jedoch außerdem ferner hier da dort damit darauf daraufhin deshalb deswegen anschließend "
    "schließlich danach zugleich"
    " angesichts trotz wegen aufgrund während für gegen ohne durch nachdem wenn obwohl"
    " gleichzeitig weiterhin denn doch seit unter neben laut abschließend ähnlich deutlich".split()
)
"""German words that stand before the verb when the subject follows it."""
ONLY_AFTER = frozenset("so began begins went laughed laughs sighs".split())
"""`“, so Müller` names a speaker, `so wie die „…“` does not; `“, Roe began`, not `Roe began the “…”`."""
ALSO_NOUNS = frozenset("states comments claims demands notes promises shares".split())
"""English nouns in the plural, unless the quotation follows them at once: `EU states met`, `the article states: “`."""
NO_SUBJECTS = frozenset(
    "for that that's and or but this these those it's there there's which what how i'd i'm i've they'll has have had "
    "does did speaking is are was were can could would should if let".split()
)
"""Words that open a clause, not the name of a speaker."""
ANYBODY = frozenset("those people anyone someone somebody everyone many".split())
"""Who `who say` follows when nobody in particular speaks."""
CONDITIONS = frozenset("if unless whenever".split())
"""`If a reviewer says “…”`: nobody has said it."""
SPOKEN_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday earlier later".split()
)
DAY_LEADS = frozenset("on last this late early earlier".split())
"""`The ministry on Sunday confirmed`: the day is no part of the name."""
NAME_PARTICLES = frozenset("von van zu zur de und des eines einer da di del della el al bin".split())
"""Words in lower case inside a German name or title."""
POSSESSIVES = frozenset("his her their its".split())
EXAMPLES = frozenset("example examples e.g prompt prompts sample samples template".split())
"""What stands after these in marks is an example, nobody's speech."""
EXAMPLE_KINDS = frozenset(
    "something things anything titles questions phrases lines words sentences statements this".split()
)
"""`questions like “…”`, `something like this: “…”`."""
TITLED = frozenset(
    "book novel film movie song essay album poem series play memoir episode documentary podcast column".split()
)
"""English nouns that a title in marks follows: `her book “A House by the Sea,” she wrote`."""
POSSIBILITIES = frozenset("may might could".split())
"""`They may say: “…”`: nobody has said it yet."""
UNSPOKEN = frozenset("be been being is are was were get got".split()) | POSSIBILITIES
"""English words before a verb of saying whose subject has not spoken: `Doctors were told to “…”`."""
LEADING_PREPOSITIONS = frozenset("on in at after during by last this earlier following".split())


@cache
def speech_forms(language: str, kind: str) -> frozenset[str]:
    """Forms of one kind (`verb`, `participle`, `according`) in one language."""
    return frozenset(
        form for form, form_kind, tongue in read_table("speech") if form_kind == kind and tongue == language
    )
