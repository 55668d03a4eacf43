"""What people type, and what the handbook calls it; and which words only frame a question.

Both are about everyday English. Names of things belong to the things: the other names of a word in
the glossary, the examples of a medicine. None of it is shown: a page says what was typed.
"""

from collections.abc import Sequence

from guides.search.urgent import PATTERNS, Urgency
from guides.search.words import WORD

# They say how somebody asks and not about what. So no entry has to have them; of two that have what
# was asked about, the one with these too is the better. Where there is nothing else they are asked.
FRAMING = frozenset(
    WORD.findall("""
    also always anything bad best better big day days drink effect effects ever everyone fast
    faster feel feeling feels fine get gets getting give go goes going gonna good got great help
    helpful helps hey hi keep last late later less like little long look make makes many may
    maybe mean might much must need needed needs never new normal ok okay one people please
    possible quick quicker quickly really rid right say says see show soon sooner stay stays
    still sure system take taken takes taking tell thing things three time times today took try
    two type use used using want way wear wears week weeks well work working works worth year
    years yesterday
    """)
)

# A line begins with what people type; what follows is what it may be called here.
OTHER_WORDS = """
amount amounts dosage dosages dose doses dosing: dose dosage amount gram
gram grams g: gram dose amount
legal illegal law laws ban banned bans allowed: legal law ban banned offence
quit quitting stop stopping: stop quit withdrawal
addicted addiction addictive hooked: addiction dependence
sore soreness achy ache aches aching: sore ache doms
recover recovering recovery: recover recovery sore
hurt hurts hurting painful: hurt pain sore
train training exercise exercising gym workout workouts session: train exercise workout session
lift lifting lifts weights: lifting training
leg legs arm arms quads calves thighs: leg muscle
bed bedtime: bed bedtime sleep
asleep sleeping: sleep
coffee espresso: coffee caffeine
booze beer beers wine vodka whisky whiskey liquor drinking: alcohol
shower bath baths: bath shower
hot warm: warm hot heat
ice cold: cold ice
piss wee urine pee peeing: urine pee
coke cola brown black dark: dark brown cola
pregnant pregnancy: pregnant pregnancy
safe safety danger dangers dangerous harmful risky: safe risk harm danger wrong
damage damaged damages: damage injury injure
side: side unwanted risk harm wrong
die dying kill: die death
od ods oded overdosed overdosing: overdose
mix mixed mixing combine combining: mix combine interaction
meds medication medications drugs pills: medicine drug
detected detection screen screening: test detection
vein veins: vein strain
"""

# Some words together say more than each by itself: entries with what follows are the better ones.
PHRASES = """
how much: dose amount gram
how many: dose amount gram
wear off: last leaves half life clear
wears off: last leaves half life clear
wont wake: overdose woken
won wake: overdose woken
how late: hours cutoff
how long: last days hours weeks course
too much: overdose
too many: overdose
what time: time hour
best time: time
what help: help
what helps: help
sleep better: help
recover faster: help
recover quicker: help
cant sleep: insomnia help
can sleep: insomnia help
get rid: help
work out: train exercise workout
can you take: mixing interaction
can i take: mixing interaction
take with: mixing interaction
and kratom: mixing interaction
kratom and: mixing interaction
kratom with: mixing interaction
with kratom: mixing interaction
show up: detection screen
days later: peak start
"""


def plainly(text: str) -> str:
    """A folded question with thoughts of suicide called by that word.

    Who has them asks about nothing else that the words are about, least of all about deaths.
    """
    return PATTERNS[Urgency.THOUGHTS].sub("suicide", text)


def _rows(text: str) -> list[tuple[list[str], list[str]]]:
    lines = (line.partition(":") for line in text.strip().splitlines())
    return [(WORD.findall(typed), WORD.findall(called)) for typed, _, called in lines]


_CALLED = {word: called for typed, called in _rows(OTHER_WORDS) for word in typed}
_MEANT = _rows(PHRASES)


def in_other_words(words: Sequence[str]) -> list[str]:
    """The same words, and what else they may be called; those that were typed first."""
    others = (other for word in words for other in _CALLED.get(word, ()))
    return list(dict.fromkeys([*words, *others]))


def meant(words: Sequence[str]) -> list[list[str]]:
    """What a question says with words that stand together in it, each as words any of which do."""
    text = f" {' '.join(words)} "
    return [
        list(dict.fromkeys([*called, *(word for word in phrase if word in FRAMING)]))
        for phrase, called in _MEANT
        if f" {' '.join(phrase)} " in text
    ]
