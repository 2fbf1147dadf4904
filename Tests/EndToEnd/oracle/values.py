"""HubSpot's texts as typed values, as the data format lays them down.

Times are integers: microseconds since 1970-01-01T00:00:00Z. A text that does not parse gives UNPARSED.
"""

import datetime
import decimal
import math
import re

UNPARSED = object()

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
EARLIEST = -62_135_596_800_000_000  # 0001-01-01T00:00:00Z
LATEST = 253_402_300_799_999_999  # 9999-12-31T23:59:59.999999Z

_BLANK = " \t\n\v\f\r"
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+\Z", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z", re.ASCII)
_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|z|[+-]\d\d:?\d\d)\Z", re.ASCII
)

#: HubSpot's property type → our column's type; all that is not here is text.
COLUMN_TYPES = {"number": "double", "bool": "boolean", "date": "date", "datetime": "timestamptz"}


def column_type(hubspot_type: str, name: str, chosen: str | None = None) -> str:
    """The type of a property's column."""
    if chosen:
        return chosen
    return "long" if name == "hs_object_id" else COLUMN_TYPES.get(hubspot_type, "string")


def parse(text: str | None, type_: str):
    """`text` as a value of `type_`; None for null and for the empty text. White space around a typed value says nothing."""
    if text is None or text == "" or (type_ != "string" and text.strip(_BLANK) == ""):
        return None
    if type_ != "string":
        text = text.strip(_BLANK)
    return _PARSERS[type_.split("(")[0]](text, type_)


def _string(text, _):
    return text


def _double(text, _):
    if not _NUMBER.match(text):
        return UNPARSED
    number = float(text)
    return number if math.isfinite(number) else UNPARSED


def _long(text, _):
    if not _NUMBER.match(text):
        return UNPARSED
    exact = decimal.Decimal(text)
    if exact.adjusted() > 20 or exact != exact.to_integral_value():
        return UNPARSED
    whole = int(exact)
    return whole if -(2**63) <= whole < 2**63 else UNPARSED


def _decimal(text, type_):
    if not _NUMBER.match(text):
        return UNPARSED
    precision, scale = map(int, type_[len("decimal("):-1].split(","))
    with decimal.localcontext(decimal.Context(prec=400, Emax=9999, Emin=-9999)):
        exact = decimal.Decimal(text)
        if exact.adjusted() > 40:
            return UNPARSED
        fitted = exact.quantize(decimal.Decimal(1).scaleb(-scale))
        if fitted != exact or abs(fitted) >= decimal.Decimal(10) ** (precision - scale):
            return UNPARSED
    return fitted


def _boolean(text, _):
    return {"true": True, "false": False}.get(text.lower(), UNPARSED)


def _date(text, _):
    found = _DATE.match(text)
    if found:
        try:
            return datetime.date(*map(int, found.groups()))
        except ValueError:
            return UNPARSED
    # "Midnight UTC when sent as a number": a whole number of days is a date, another instant is not.
    instant = _timestamptz(text, "") if _INTEGER.match(text) or _INSTANT.match(text) else UNPARSED
    if instant is UNPARSED or instant % 86_400_000_000:
        return UNPARSED
    return (EPOCH + datetime.timedelta(microseconds=instant)).date()


def _timestamptz(text, _):
    if _INTEGER.match(text):
        micros = int(text) * 1000
        return micros if EARLIEST <= micros <= LATEST else UNPARSED
    found = _INSTANT.match(text)
    if not found:
        return _midnight(text)
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    try:
        local = datetime.datetime(
            int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=datetime.timezone.utc
        )
    except ValueError:
        return UNPARSED
    micros = (local - EPOCH) // datetime.timedelta(microseconds=1) + int((fraction or "").ljust(6, "0")[:6])
    if zone not in "Zz":
        offset = int(zone[1:3]) * 60 + int(zone[-2:])
        micros -= (1 if zone[0] == "+" else -1) * offset * 60_000_000
    return micros if EARLIEST <= micros <= LATEST else UNPARSED


def _midnight(text):
    day = _DATE.match(text)
    if not day:
        return UNPARSED
    try:
        return (datetime.datetime(*map(int, day.groups()), tzinfo=datetime.timezone.utc) - EPOCH) // datetime.timedelta(
            microseconds=1
        )
    except ValueError:
        return UNPARSED


_PARSERS = {
    "string": _string, "double": _double, "long": _long, "decimal": _decimal, "boolean": _boolean, "date": _date,
    "timestamptz": _timestamptz,
}  # fmt: skip


def combined_text(text: str | None, hubspot_type: str) -> str | None:
    """A value as the combined tables write it: date-times as epoch milliseconds, booleans `true` or `false`."""
    if text is None or text == "":
        return None
    if hubspot_type == "datetime":
        micros = parse(text, "timestamptz")
        return text if micros in (None, UNPARSED) else str(micros // 1000)
    if hubspot_type == "bool":
        return {True: "true", False: "false"}.get(parse(text, "boolean"), text)
    return text


def show(value, type_: str) -> str:
    """A value for a person's eyes."""
    if value is not None and type_ == "timestamptz":
        return f"{(EPOCH + datetime.timedelta(microseconds=value)).isoformat()}"
    return repr(value)
