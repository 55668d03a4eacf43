"""Clock times become moments here: the coming night and the waking hours around it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner.core.suggestions import Window
from planner.core.values import A_DAY, Answers

# From this hour to that one a bedtime is that of somebody who sleeps by day: our own reading.
DAWN, EVENING = 5, 17


class SkippedTimeError(ValueError):
    """A clock time that does not exist on that day, because the clocks go forward over it."""

    def __init__(self, clock: time, day: date, zone: ZoneInfo) -> None:
        super().__init__(f"{clock:%H:%M} does not exist on {day} in {zone.key}")
        self.clock, self.day, self.zone = clock, day, zone


def moments_of(clock: time, day: date, zone: ZoneInfo) -> list[datetime]:
    """When the clocks of a zone show a time on a day, in UTC: once, twice, or never."""
    local = datetime.combine(day, clock, tzinfo=zone)
    moments = {local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)}
    wall = local.replace(tzinfo=None)
    return sorted(m for m in moments if m.astimezone(zone).replace(tzinfo=None) == wall)


def nearest_moment(clock: time, day: date, zone: ZoneInfo, to: datetime) -> datetime:
    """The moment in UTC; of two when the clocks go back, the nearer. Raises SkippedTimeError."""
    moments = moments_of(clock, day, zone)
    if not moments:
        raise SkippedTimeError(clock, day, zone)
    return min(moments, key=lambda moment: abs(moment - to))


def read_leniently(clock: time, day: date, zone: ZoneInfo) -> datetime:
    """The moment in UTC; a skipped time is read as if the clocks had not gone forward yet."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def next_time(clock: time, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment, at or after the given one, at which the clocks show this time.

    On a day that skips the time it raises SkippedTimeError, so that somebody can be asked.
    """
    day = after.astimezone(zone).date()
    while True:
        moments = moments_of(clock, day, zone)
        for moment in moments:
            if moment >= after:
                return moment
        if not moments and read_leniently(clock, day, zone) >= after:
            raise SkippedTimeError(clock, day, zone)
        day += A_DAY


def coming_night(
    bedtime: time, wake_time: time, after: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """Bedtime and wake time of the first night that starts at or after a moment, in UTC.

    Raises SkippedTimeError when that night does not have one of the two. Equal clock times make
    a night of a whole day.
    """
    to_bed = next_time(bedtime, after, zone)
    return to_bed, next_time(wake_time, to_bed + timedelta(minutes=1), zone)


def is_by_day(bedtime: time) -> bool:
    """Whether somebody goes to bed by day, as after a night shift."""
    return DAWN <= bedtime.hour < EVENING


def other_half_of_the_day(bedtime: time, wake_time: time) -> tuple[str, time] | None:
    """Which of two clock times may be meant for the other half of the day, and what it is then.

    For a night that makes no sense: 10:30 to 06:30 becomes one with a bedtime of 22:30. None if
    neither makes a night of four to eleven hours.
    """
    given = {"bedtime": bedtime, "wake_time": wake_time}
    # Most people sleep at night, so a bedtime by day is looked at first.
    names = ("bedtime", "wake_time") if is_by_day(bedtime) else ("wake_time", "bedtime")
    for name in names:
        other = given[name].replace(hour=(given[name].hour + 12) % 24)
        bed, wake = ({**given, name: other}[key] for key in ("bedtime", "wake_time"))
        minutes = ((wake.hour - bed.hour) * 60 + wake.minute - bed.minute) % (24 * 60)
        if 4 * 60 <= minutes < 11 * 60:
            return name, other
    return None


def up_after(moment: datetime, bedtime: time, wake_time: time, zone: ZoneInfo) -> datetime | None:
    """When the night ends that a moment falls into; None for a moment in waking hours.

    None also where the clocks skip one of the two times, as that night may be over by now.
    """
    try:
        wakes = next_time(wake_time, moment, zone)
        return wakes if wakes < next_time(bedtime, moment, zone) else None
    except SkippedTimeError:
        return None


def waking_hours(answers: Answers, until: datetime) -> Iterator[Window]:
    """The stretches between waking and bed: the one before the coming night, and those after it.

    The last one is the first to reach `until`. Later days repeat the clock times of the coming
    night; a time that a later day skips is read leniently.
    """
    bed, wake = (moment.astimezone(answers.zone) for moment in (answers.bedtime, answers.wake_time))
    nights_apart = (wake.date() - bed.date()).days

    def night_of(day: date) -> Window:
        opens = read_leniently(bed.time(), day, answers.zone)
        closes = read_leniently(wake.time(), day + nights_apart * A_DAY, answers.zone)
        # A very short night can vanish where the clocks go forward.
        return Window(opens, max(opens, closes))

    woke = night_of(bed.date() - A_DAY).closes
    night, day = Window(answers.bedtime, answers.wake_time), bed.date()
    while True:
        yield Window(woke, night.opens)
        if night.opens >= until:
            return
        woke, day = night.closes, day + A_DAY
        night = night_of(day)
