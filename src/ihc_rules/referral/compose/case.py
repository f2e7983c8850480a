"""What a decision does not know → where a message goes, from whom, under which number; each field looked at.

- A field of another kind is refused by its name, when the case is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ihc_rules.errors import Problem, WrongArgument, nearest, wrong_argument
from ihc_rules.problem_texts.text import shown
from ihc_rules.referral.compose.placeholders import Kind
from ihc_rules.referral.message import Party

KINDS: tuple[Kind, ...] = ("first", "repeat", "correction", "withdrawal")
NEEDED_DAY = "datetime.date(2025, 10, 1)"
NEEDED_PARTY = 'Party("…", "desk@example.invalid")'


@dataclass(frozen=True, slots=True)
class Earlier:
    """The message that this one repeats, corrects or withdraws.

    Attributes:
        times: how many requests this one makes, itself included. changes: what has changed, in the message's language.
    """

    referral_id: str
    day: date
    times: int = 2
    changes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check(_is_number(self.referral_id), "earlier.referral_id", '"R-0001"')
        _check(_is_day(self.day), "earlier.day", NEEDED_DAY)
        _check(_is_count(self.times), "earlier.times", "2")
        _check(_are_texts(self.changes), "earlier.changes", '("…",)')


@dataclass(frozen=True, slots=True)
class Case:
    """What a decision does not know: where it goes, from whom, under which number.

    Attributes:
        referral_id: the message's own number; never the reporter's reference. day: the date in the letter.
        recipient: None where nothing is mailed: a portal, or the reporter's page.
        url: of the page; None: that of the report. binding_key: a secret of the house, by which a mail is later tied to
            its decision (see `binding`); None: it is not tied. classification: a hotline's, of child sexual abuse
            material, as INHOPE and XARF name it; None: none was made.
    """

    referral_id: str
    day: date
    sender: Party
    recipient: Party | None = None
    url: str | None = None
    kind: Kind = "first"
    earlier: Earlier | None = None
    binding_key: bytes | None = None
    classification: str | None = None

    def __post_init__(self) -> None:
        _check(_is_number(self.referral_id), "case.referral_id", '"R-0001"')
        _check(_is_day(self.day), "case.day", NEEDED_DAY)
        _check(isinstance(self.sender, Party), "case.sender", NEEDED_PARTY)
        _check(isinstance(self.recipient, (Party, type(None))), "case.recipient", NEEDED_PARTY)
        _check(isinstance(self.url, (str, type(None))), "case.url", '"https://board.example.invalid/1"')
        _check_kind(self.kind)
        _check(isinstance(self.earlier, (Earlier, type(None))), "case.earlier", 'Earlier("R-0001", day)')
        _check(isinstance(self.binding_key, (bytes, type(None))), "case.binding_key", "b'…'")
        _check(isinstance(self.classification, (str, type(None))), "case.classification", '"baseline"')


def _check(good: object, name: str, needed: str) -> None:
    if not good:
        raise wrong_argument(name, needed)


def _check_kind(kind: object) -> None:
    if kind not in KINDS:
        near = nearest(kind, KINDS) if isinstance(kind, str) else ""
        raise WrongArgument(Problem("unknown-kind", None, "case.kind", {"name": shown(kind)}, near, KINDS))


def _is_number(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _are_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(each, str) for each in value)


def _is_day(day: object) -> bool:
    return isinstance(day, date) and not isinstance(day, datetime)
