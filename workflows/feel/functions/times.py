"""Functions on dates, times and durations (DMN 1.5, 10.3.4); `today` and `now` are in `compile_calls`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from workflows.feel.functions.registry import builtin
from workflows.feel.temporal import months_between, parse_date, parse_date_time, parse_duration, parse_time
from workflows.feel.values import FeelNull, YearsMonths, dutch

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


@builtin("date", "from:any")
def _date(value: object) -> date:
    if isinstance(value, str):
        return parse_date(value)
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    raise FeelNull(f"date wil een tekst of een datum, en kreeg {dutch(value)}")


@builtin("date", "year:number", "month:number", "day:number")
def _date_of(year: Decimal, month: Decimal, day: Decimal) -> date:
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError) as error:
        raise FeelNull("deze dag bestaat niet") from error


@builtin("time", "from:any")
def _time(value: object) -> time:
    if isinstance(value, str):
        return parse_time(value)
    if isinstance(value, datetime):
        return value.timetz()
    if isinstance(value, time):
        return value
    if isinstance(value, date):
        return time(tzinfo=UTC)
    raise FeelNull(f"time wil een tekst of een tijd, en kreeg {dutch(value)}")


@builtin("time", "hour:number", "minute:number", "second:number", "offset?:duration?")
def _time_of(hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | YearsMonths | None = None) -> time:
    micro = int((second % 1) * 1_000_000)
    try:
        zone = timezone(offset) if isinstance(offset, timedelta) else None
        return time(int(hour), int(minute), int(second), micro, tzinfo=zone)
    except (ValueError, OverflowError) as error:
        raise FeelNull("deze tijd bestaat niet") from error


@builtin("date and time", "from:any")
def _date_time(value: object) -> datetime:
    if isinstance(value, str):
        return parse_date_time(value)
    if isinstance(value, date):
        return value if isinstance(value, datetime) else datetime.combine(value, time(tzinfo=UTC))
    raise FeelNull(f"date and time wil een tekst of een datum, en kreeg {dutch(value)}")


@builtin("date and time", "date:date", "time:time")
def _date_time_of(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment)


@builtin("duration", "from:string")
def _duration(value: str) -> timedelta | YearsMonths:
    return parse_duration(value)


@builtin("years and months duration", "from:date", "to:date")
def _months(start: date, end: date) -> YearsMonths:
    return months_between(start, end)


@builtin("day of year", "date:date")
def _day_of_year(day: date) -> Decimal:
    return Decimal(day.timetuple().tm_yday)


@builtin("day of week", "date:date")
def _day_of_week(day: date) -> str:
    return DAYS[day.weekday()]


@builtin("month of year", "date:date")
def _month_of_year(day: date) -> str:
    return MONTHS[day.month - 1]


@builtin("week of year", "date:date")
def _week_of_year(day: date) -> Decimal:
    return Decimal(day.isocalendar().week)
