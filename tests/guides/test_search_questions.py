"""What people type, and where on this site its best answer stands, judged by hand.

Held on the shipped content, the same on every database. Whoever changes a heading and meets a
failure here: the table says what readers look for; the place may have moved, the question has not.
"""

from datetime import UTC, datetime

import pytest

from guides.search import search

pytestmark = pytest.mark.django_db

# After the shipped guides were published.
TODAY = datetime(2027, 1, 1, tzinfo=UTC)

KRATOM = "/guides/kratom-alkaloids/"
SORENESS = "/guides/muscle-soreness/"
SLEEP = "/guides/sleep-and-recovery/"

# Of a question: the place, or places, one of which has to come first. What the planner asks about
# has one address, so it goes by its title.
FIRST = {
    # How much, and how people dose it: nobody knows a good amount.
    "how much kratom should I take": [f"{KRATOM}#grams"],
    "kratom dose": [f"{KRATOM}#grams"],
    "is 5 grams of kratom too much": [f"{KRATOM}#grams"],
    "best time to take kratom": [f"{KRATOM}#time-of-day"],
    "how long does kratom stay in your system": [f"{KRATOM}#how-long-it-stays"],
    "how long until kratom wears off": [f"{KRATOM}#how-long-it-stays"],
    # Mixing, and who should not.
    "melatonin and kratom": [f"{KRATOM}#mixing"],
    "kratom and alcohol": [f"{KRATOM}#mixing"],
    "can i take kratom with zoloft": ["Antidepressants: SSRIs and SNRIs"],
    "kratom while pregnant": ["Pregnant or trying to become pregnant"],
    # What goes wrong.
    "took too much kratom": [f"{KRATOM}#overdose"],
    "can you overdose on kratom": [f"{KRATOM}#overdose"],
    "overdose": [f"{KRATOM}#overdose"],
    "is kratom safe": [f"{KRATOM}#risks"],
    "kratom side effects": [f"{KRATOM}#risks"],
    "kratom liver damage": ["/evidence/liver-injury-latency/"],
    "kratom withdrawal": ["/glossary/#withdrawal"],
    "withdrawl": ["/glossary/#withdrawal"],
    "how do i quit kratom": ["/glossary/#withdrawal", f"{KRATOM}#now"],
    "kratom addiction": ["/glossary/#dependence"],
    "i want to die": ["Thoughts of suicide or self-harm"],
    "wish i was dead": ["Thoughts of suicide or self-harm"],
    "suicidal": ["Thoughts of suicide or self-harm"],
    "chest pain": [f"{SORENESS}#warning-signs", "/evidence/emergency-numbers/"],
    "dark pee after workout": [
        "/evidence/red-flag-rhabdomyolysis/",
        "/glossary/#rhabdomyolysis",
        f"{SORENESS}#warning-signs",
    ],
    "one leg swollen and warm": [
        "/evidence/red-flag-leg-clot/",
        "/glossary/#deep-vein-thrombosis",
        f"{SORENESS}#warning-signs",
    ],
    # The law.
    "is kratom legal": [f"{KRATOM}#law-and-sport"],
    "is kratom legal in alabama": ["/evidence/us-state-bans/"],
    "will kratom show up on a drug test": ["/evidence/drug-test-detection/"],
    # Words.
    "kratum": [KRATOM],
    "slep": [SLEEP],
    "dom’s": ["/glossary/#doms"],
    "7oh": ["/glossary/#seven-hydroxymitragynine"],
    "red vein": ["/glossary/#strain-name"],
    "lactic acid": ["/glossary/#lactic-acid"],
    "foam roller": ["/glossary/#foam-rolling"],
    "kratom": [KRATOM],
    "soreness": [SORENESS],
    "sleep": [SLEEP],
    # Soreness.
    "why am i sore two days later": [f"{SORENESS}#course", "/evidence/doms-peak/"],
    "how long does soreness last": [
        "/claims-checked/#seed-doms-several-days",
        f"{SORENESS}#course",
    ],
    "can i train when sore": [f"{SORENESS}#training-while-sore"],
    "should i work out if im still sore": [f"{SORENESS}#training-while-sore"],
    "how do i get rid of soreness fast": [f"{SORENESS}#what-helps"],
    "how to recover faster": [f"{SORENESS}#what-helps"],
    "ice bath or heat": [f"{SORENESS}#what-helps", "/evidence/heat/"],
    "does cold plunge kill gains": [
        "/evidence/cold-water-muscle-growth/",
        "/glossary/#cold-water-immersion",
    ],
    "does stretching help": ["/evidence/myth-stretching/", f"{SORENESS}#myths"],
    "kratom for sore muscles": [f"{SORENESS}#kratom", f"{KRATOM}#sore-muscles"],
    "when should i see a doctor about soreness": [
        "/evidence/red-flag-lasting-soreness/",
        f"{SORENESS}#ask-a-professional",
        f"{SORENESS}#warning-signs",
    ],
    # Sleep.
    "does kratom help sleep": [f"{SLEEP}#kratom"],
    "coffee before bed": [f"{SLEEP}#caffeine"],
    "how much sleep do i need": [f"{SLEEP}#how-much"],
    "best time to nap": ["/evidence/naps/", "/evidence/nap-after-waking/", f"{SLEEP}#what-helps"],
    "protein before bed": ["/evidence/protein-before-sleep/", "/evidence/protein-before-bed/"],
    "hot shower before bed": ["/evidence/warm-bath/", f"{SLEEP}#what-helps"],
    "can't sleep": [f"{SLEEP}#what-helps", "/glossary/#insomnia"],
    "how do i sleep better": [f"{SLEEP}#what-helps"],
    "why do i hurt more when i dont sleep": [f"{SLEEP}#pain", "/evidence/sleep-loss-pain/"],
}
AMONG_THREE = {
    "can you die from kratom": ["/evidence/deaths-polysubstance-share/"],
    "kratom dosage for sleep": ["/claims-checked/#seed-sleep-dose-2-to-5-grams"],
    "is kratom an opioid": [f"{KRATOM}#in-the-leaf", "/claims-checked/#seed-opioid-receptors"],
    "can i drive on kratom": ["Driving, cycling in traffic, working at height or with machines"],
    "kratom and tylenol": ["Medicines and supplements hard on the liver"],
    "what helps sore muscles": [f"{SORENESS}#what-helps"],
    "ibuprofen for sore muscles": [f"{SORENESS}#painkillers"],
    "my legs hurt so bad after leg day": [f"{SORENESS}#what-it-is"],
    "alcohol after workout": [f"{SLEEP}#before-bed"],
    "cant sleep after training": [f"{SLEEP}#evening-exercise"],
    "how late can i drink coffee": [f"{SLEEP}#caffeine"],
}


def missed(table: dict[str, list[str]], places: int) -> dict[str, list[str]]:
    """The questions whose answer is not in the first places, and what is there."""
    first = {question: search(question, TODAY).found[:places] for question in table}
    return {
        question: [result.address for result in results]
        for question, results in first.items()
        if not {
            name
            for result in results
            for name in (result.address, "".join(piece.text for piece in result.title))
        }.intersection(table[question])
    }


def test_the_best_answer_to_what_people_type_comes_first(searchable_content):
    assert missed(FIRST, 1) == {}


def test_the_best_answer_is_among_the_first_three_where_others_are_as_good(searchable_content):
    assert missed(AMONG_THREE, 3) == {}


def test_what_the_site_says_nothing_of_has_no_answer(searchable_content):
    assert search("magnesium", TODAY).found == []
