"""Dates, times and durations: reading, writing and reckoning (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8).

What has no zone of its own is taken as Europe/Amsterdam when it meets something that has one. Everything raises
FeelNull where the result would be no value. No clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from workflows.feel.values import FeelNull, Function, Range, YearsMonths

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
ZONES: Final[dict[str, tzinfo]] = {
    name: ZoneInfo(name)
    for name in (
        "Europe/Amsterdam", "Europe/Brussels", "Europe/Paris", "Europe/Berlin", "Europe/London", "Etc/UTC", "UTC",
        "America/Aruba", "America/Curacao", "America/Kralendijk", "America/New_York", "Asia/Tokyo",
    )
}  # fmt: skip
"""The named zones that a text may use; read once here, as nothing is read from disk later."""

MAX_MONTHS: Final = 12 * 999_999_999
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z/_]+)?", re.ASCII)
_MONTHS = re.compile(r"(-?)P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?", re.ASCII)
_SECONDS = re.compile(r"(-?)P(?:(\d{1,9})D)?(T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(\.\d{1,9})?S)?)?", re.ASCII)


def parse_date(text: str) -> date:
    """A date from `2026-09-01`; years 0001 to 9999."""
    found = _DATE.fullmatch(text)
    if not found:
        raise FeelNull(f'"{text[:40]}" is geen datum; schrijf een datum als 2026-09-01')
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise FeelNull(f'"{text}" is geen dag die bestaat') from error


def parse_time(text: str) -> time:
    """A time from `14:05:00`, with an offset (`Z`, `+01:00`), a zone (`@Europe/Amsterdam`) or neither."""
    found = _TIME.fullmatch(text)
    if not found:
        raise FeelNull(f'"{text[:40]}" is geen tijd; schrijf een tijd als 14:05:00')
    hour, minute, second, fraction, zone = found.groups()
    micro = int((fraction or ".0")[1:7].ljust(6, "0"))
    try:
        return time(int(hour), int(minute), int(second), micro, tzinfo=_zone(zone))
    except ValueError as error:
        raise FeelNull(f'"{text}" is geen tijd die bestaat') from error


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    if text.startswith("@"):
        if text[1:] not in ZONES:
            raise FeelNull(f"de tijdzone {text[1:41]} is hier niet bekend")
        return ZONES[text[1:]]
    hours, minutes, seconds = (int(part) for part in (text[1:] + ":00").split(":")[:3])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if hours > 14 or minutes > 59 or seconds > 59:
        raise FeelNull(f"{text} is geen verschil met UTC dat bestaat")
    return timezone(-offset if text[0] == "-" else offset)


def parse_date_time(text: str) -> datetime:
    """A date and time from `2026-09-01T14:05:00` with a zone as `parse_time`; a date alone is its midnight."""
    day, mark, rest = text.partition("T")
    moment = parse_time(rest) if mark else time()
    return datetime.combine(parse_date(day), moment)


def parse_duration(text: str) -> timedelta | YearsMonths:
    """A duration from ISO 8601: `P1Y6M` in years and months, or `P3DT4H5M6S` in days and time; never both."""
    found = _MONTHS.fullmatch(text)
    if found and (found[2] or found[3]):
        months = int(found[2] or 0) * 12 + int(found[3] or 0)
        return YearsMonths(-months if found[1] else months)
    found = _SECONDS.fullmatch(text)
    if not found or text.endswith(("P", "T")):
        raise FeelNull(f'"{text[:40]}" is geen duur; schrijf een duur als P5D, PT4H of P3M')
    sign, days, _, hours, minutes, seconds, fraction = found.groups()
    micro = int((fraction or ".0")[1:7].ljust(6, "0"))
    try:
        made = timedelta(int(days or 0), int(seconds or 0), micro, 0, int(minutes or 0), int(hours or 0))
    except OverflowError as error:
        raise FeelNull("deze duur is te lang") from error
    return -made if sign else made


def parse_any(text: str) -> object:
    """The value of an `@` text: a date, a time, a date and time or a duration (DMN 1.5, 10.3.1.2)."""
    if text.lstrip("-").startswith("P"):
        return parse_duration(text)
    if "T" in text:
        return parse_date_time(text)
    return parse_time(text) if ":" in text else parse_date(text)


def localise(moment: datetime) -> datetime:
    """The moment with a zone: its own, else Europe/Amsterdam."""
    return moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)


def instant(moment: datetime, beside: datetime) -> datetime:
    """The moment in UTC if it or the one beside it has a zone, so that the two can be compared over a DST night."""
    if moment.tzinfo is None and beside.tzinfo is None:
        return moment
    try:
        return localise(moment).astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)  # the first or last hours of what can be written; no order is lost there


def seconds_of(moment: time, beside: time) -> timedelta:
    """Time since midnight, in UTC where both times have an offset. A named zone has none without a date."""
    own, other = moment.utcoffset(), beside.utcoffset()
    since = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
    return since if own is None or other is None else since - own


def move(moment: date | datetime, by: timedelta | YearsMonths) -> date | datetime:
    """A date or date and time moved; months keep the day or end on the month's last, days and time are elapsed time.

    A date moved by days and time loses its time of day.
    """
    try:
        if isinstance(by, YearsMonths):
            year, month = divmod(moment.year * 12 + moment.month - 1 + by.months, 12)
            if not 1 <= year <= 9999:
                raise FeelNull("deze datum ligt buiten de jaren 1 tot en met 9999")
            return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
        if not isinstance(moment, datetime):
            return (datetime.combine(moment, time()) + by).date()
        if moment.tzinfo is None:
            return moment + by
        return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)
    except OverflowError as error:
        raise FeelNull("deze datum ligt buiten de jaren 1 tot en met 9999") from error


def move_time(moment: time, by: timedelta) -> time:
    """A time moved round the clock."""
    start = datetime.combine(date(2000, 1, 1), moment)
    part = timedelta(seconds=by.total_seconds() % 86_400)
    return (start + part).timetz()


def months_between(start: date, end: date) -> YearsMonths:
    """Whole months from one date to another, negative where the second comes first."""
    if end < start:
        return YearsMonths(-months_between(end, start).months)
    months = (end.year - start.year) * 12 + end.month - start.month
    return YearsMonths(months - (1 if end.day < start.day else 0))


def written(value: object) -> str:
    """The ISO text of a date, time or duration; the FEEL text of a range; any other value as `str` gives it."""
    if isinstance(value, datetime):
        return f"{value.date().isoformat()}T{_written_time(value.timetz(), value.utcoffset())}"
    if isinstance(value, time):
        return _written_time(value, value.utcoffset())
    if isinstance(value, YearsMonths):
        years, months = divmod(abs(value.months), 12)
        body = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if value.months < 0 else "") + "P" + (body or "0M")
    if isinstance(value, timedelta):
        return _written_duration(value)
    if isinstance(value, Range):
        ends = ("[" if value.start_included else "(", "]" if value.end_included else ")")
        return f"{ends[0]}{written(value.start)}..{written(value.end)}{ends[1]}"
    if isinstance(value, Decimal):
        return plain(value)
    if value is None:
        return "null"
    return "function" if isinstance(value, Function) else value.isoformat() if isinstance(value, date) else str(value)


def plain(value: Decimal) -> str:
    """A number without exponent and without needless zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _written_time(moment: time, offset: timedelta | None) -> str:
    text = moment.replace(tzinfo=None).isoformat()
    if isinstance(moment.tzinfo, ZoneInfo):
        return f"{text}@{moment.tzinfo.key}" if offset is None else text + _written_offset(offset)
    return text if offset is None else text + _written_offset(offset)


def _written_offset(offset: timedelta) -> str:
    minutes, seconds = divmod(abs(int(offset.total_seconds())), 60)
    tail = f":{seconds:02}" if seconds else ""
    sign = "-" if offset < timedelta() else "+"
    return "Z" if not offset else f"{sign}{minutes // 60:02}:{minutes % 60:02}{tail}"


def _written_duration(value: timedelta) -> str:
    whole = abs(value)
    hours, rest = divmod(whole.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{whole.microseconds:06}".rstrip("0") if whole.microseconds else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    body = (f"{whole.days}D" if whole.days else "") + (f"T{clock}" if clock else "")
    return ("-" if value < timedelta() else "") + "P" + (body or "T0S")
