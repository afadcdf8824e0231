"""Phone numbers as people write them, read into the one form in which they are compared."""

from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


class Phone(NamedTuple):
    """`number` is E.164, as Firebase writes it: +33612345678."""

    number: str
    region: str | None
    valid: bool
    mobile: bool


def read_phone(typed: str) -> Phone | None:
    """A number without a country is French; None for what is no number at all."""
    try:
        read = phonenumbers.parse(typed, "FR")
    except phonenumbers.NumberParseException:
        return None
    return Phone(
        phonenumbers.format_number(read, PhoneNumberFormat.E164),
        phonenumbers.region_code_for_number(read),
        phonenumbers.is_valid_number(read),
        phonenumbers.number_type(read) in MOBILE,
    )
