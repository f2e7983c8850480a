"""What strangers wrote (facts, names, URLs) → one line where it may stand, never a header, a part, an addressee or a line.

With `IHC_RULES_FUZZ=full` a hundred thousand generated values, else two thousand, always the same ones.
"""

from __future__ import annotations

import random
import re
import unicodedata
from datetime import date
from email import policy
from email.header import decode_header
from email.parser import BytesParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ihc_rules.errors import MessageError
from ihc_rules.referral import mime, parse, urls
from ihc_rules.referral.compose.compose import filled
from ihc_rules.referral.compose.gate import block, one_line
from ihc_rules.referral.compose.syntax import TemplateText, read_template
from ihc_rules.referral.message import Attachment, Message, Party
from ihc_rules.referral.sign import sign
from ihc_rules.referral.verify import verify
from tests import mailing
from tests.drawing import FULL
from tests.mailing import AT, codes, message, signer, trust

COUNT = 100_000 if FULL else 2_000
SEED = random.randrange(10**9) if FULL else 4  # noqa: S311 - not a secret
TEMPLATE = """件名：情報提供：{{ category }}（{{ referral_id }}）

{{ recipient_name }} 御中
URL：{{ url }}
{% for fact in facts %}
・{{ fact.title }}：{{ fact.value }}
{% endfor %}
{{ sender_name|block }}
--
終わり
"""
FIELDS = ["from", "to", "subject", "date", "message-id", "mime-version", "content-type"]
INNER = [*FIELDS[:5], "content-type"]

# signing.md, "Injection": what was tried against the standard library and the first writers
PAYLOADS = {
    "line feed": "a\nBcc: x@evil.invalid",
    "carriage return": "a\rBcc: x@evil.invalid",
    "CRLF": "a\r\nBcc: x@evil.invalid",
    "folded": "a\r\n Bcc: x@evil.invalid",
    "end of headers": "a\r\n\r\n<b>body</b>",
    "encoded line ends (CVE-2024-6923)": "=?utf-8?q?a=0D=0ABcc:_x@evil.invalid?=",
    "encoded in base64": "=?utf-8?b?YQ0KQmNjOiB4QGV2aWwuaW52YWxpZA==?=",
    "line separator": "a\u2028Bcc: x@evil.invalid",
    "paragraph separator": "a\u2029Bcc: x@evil.invalid",
    "next line": "a\x85Bcc: x@evil.invalid",
    "vertical tab and form feed": "a\x0b\x0cBcc: x@evil.invalid",
    "NUL": "a\0Bcc: x@evil.invalid",
    "another direction": "a\u202egpj.exe",
    "a lone surrogate": "a\ud800Bcc: x@evil.invalid",
}
SAFE = {"encoded line ends (CVE-2024-6923)", "encoded in base64"}  # one line of ASCII: shown to the letter


def template(text: str = TEMPLATE) -> TemplateText:
    found, problems = read_template("t.ja.txt.j2", text.encode())
    assert found is not None, problems
    return found


def of(mail: Message) -> tuple[bytes, bytes]:
    return mime.headers(mail, AT), mime.payload(mail, AT)


def names(fields: bytes) -> list[str]:
    """The names of the header fields by the plainest of readers: a line that does not begin with a blank is one."""
    return [
        line.partition(b":")[0].decode().lower() for line in fields.split(b"\r\n") if line and line[:1] not in b" \t"
    ]


def sound(wanted: Message) -> None:
    """Nothing but what was meant is in the mail, by two readers."""
    outer, inner = of(wanted)
    assert names(outer) == FIELDS[:5]
    assert names(inner.partition(b"\r\n\r\n")[0]) == INNER
    assert all(len(line) <= 76 for line in (outer + inner).split(b"\r\n"))
    whole = mime.signed_mail(outer, inner, b"signature", "sha-256")
    read = BytesParser(policy=policy.compat32).parsebytes(whole)
    leaves = [each for each in read.walk() if not each.is_multipart()]
    assert [each.lower() for each in read.keys()] == FIELDS  # noqa: SIM118 - with those that stand twice
    assert len(leaves) == 2 + len(wanted.attachments)
    assert parse.addresses(parse.read_mail(whole).outer.one("From")) == [wanted.sender.address]
    assert wanted.to is not None
    assert parse.addresses(parse.read_mail(whole).outer.one("To")) == [wanted.to.address]
    text = leaves[0].get_payload(decode=True)
    assert isinstance(text, bytes)
    assert text.decode().replace("\r\n", "\n") == wanted.text.rstrip("\n") + "\n"


def said(value: str) -> str:
    """A header's value by Python's own decoder."""
    return "".join(t if isinstance(t, str) else t.decode(c or "ascii") for t, c in decode_header(value))


# --- the payloads -----------------------------------------------------------------------------------------------------

WHERE: dict[str, Any] = {
    "subject": lambda text: message(subject=text),
    "sender's name": lambda text: message(sender=Party(text, mailing.SENDER.address)),
    "recipient's name": lambda text: message(to=Party(text, mailing.RECIPIENT.address)),
}
NEVER: dict[str, Any] = {
    "sender's address": lambda text: message(sender=Party("", f"{text}@example.invalid")),
    "recipient's address": lambda text: message(to=Party("", f"{text}@example.invalid")),
    "recipient's domain": lambda text: message(to=Party("", f"a@{text}.invalid")),
    "file name": lambda text: message(attachments=(Attachment(text, "application/json", b"{}"),)),
    "media type": lambda text: message(attachments=(Attachment("a.json", text, b"{}"),)),
}


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("where", WHERE)
def test_a_payload_in_a_header_is_refused_or_stands_there_to_the_letter(where: str, name: str) -> None:
    payload = PAYLOADS[name]
    if name in SAFE:
        made = WHERE[where](payload)
        sound(made)
        fields = parse.part_of(mime.headers(made, AT) + b"\r\n")
        field = {"subject": "Subject", "sender's name": "From", "recipient's name": "To"}[where]
        assert said(fields.one(field)).startswith(payload)
        assert payload.encode() not in mime.headers(made, AT)
        return
    with pytest.raises(MessageError) as caught:
        WHERE[where](payload)
    assert codes(caught.value.problems) == {"unsafe-character"}


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("where", NEVER)
def test_a_payload_in_an_address_a_file_name_or_a_kind_is_refused(where: str, name: str) -> None:
    with pytest.raises(MessageError) as caught:
        NEVER[where](PAYLOADS[name])

    assert codes(caught.value.problems) <= {"bad-address", "bad-attachment-name", "bad-media-type"}
    assert all(each.text("en").isprintable() or "\n" in each.text("en") for each in caught.value.problems)


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_in_a_fact_stays_in_its_line(name: str) -> None:
    values = sample(PAYLOADS[name])
    subject, text = filled(template(), values)

    sound(message(subject=subject, text=text))
    assert text.count("\n") == filled(template(), sample("plain"))[1].count("\n") + block(PAYLOADS[name]).count("\n")


@pytest.mark.parametrize("name", [name for name in PAYLOADS if name not in SAFE])
def test_a_payload_in_a_url_is_refused(name: str) -> None:
    for form in ("https://{}.invalid/1", "https://a.invalid/{}", "https://{}@a.invalid/"):
        for make in (urls.exact, urls.defanged, urls.host_of):
            with pytest.raises(MessageError) as caught:
                make(form.format(PAYLOADS[name]))
            assert codes(caught.value.problems) == {"bad-url"}


def sample(value: str, url: str = "hxxps://a[.]invalid/") -> dict[str, object]:
    known = {"category": value, "referral_id": "R-1", "recipient_name": value, "sender_name": value, "url": url}
    return known | {"facts": [{"title": "題", "value": value}, {"title": value, "value": "値"}]}


TEMPLATES_IN_VALUES = (
    "{{ 7*7 }}",
    "{% for a in b %}x{% endfor %}",
    "{{ self.__class__ }}",
    "{# x #}",
    "${7*7}",
    "%(x)s",
    "{0.__class__}",
)


@pytest.mark.parametrize("value", TEMPLATES_IN_VALUES)
def test_a_template_in_a_value_stays_what_it_is(value: str) -> None:
    subject, text = filled(template(), sample(value))

    assert value in subject
    assert text.count(value) == 4
    assert "49" not in text


# --- a hundred thousand of them ---------------------------------------------------------------------------------------

PIECES = (
    *PAYLOADS.values(), "\r\n", "\n", "\r", "\r\n.\r\n", "\r\nFrom x", "\r\n--=_m_", "Bcc:", "=?utf-8?q?", "?=", "<x@evil.invalid>",
    ",", ";", '"', "\\", "(", ")", " ", "  ", "\t", "--", "-- ", "{{", "}}", "{%", "あ", "警察", "葛\U000e0100城", "が", "か\u3099",
    "\u200b", "\u202e", "\u2066", "\ufeff", "\ufe0f", "👨\u200d👩", "\U000e0101", "é", "e\u0301" * 20, "a" * 90, "あ" * 50, "\x7f", "\x80",
    "\U000e0041", "\ufff9", "http://x.invalid/", "://", "@", "[.]", "%0d%0a", "xn--", "。", "．", "／", "＠", "\uffff", "\ud800", "#", "?",
)  # fmt: skip


def hostile(chance: random.Random) -> str:
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 8)))


@pytest.mark.fuzz
@pytest.mark.slow
@pytest.mark.parametrize("lane", range(4))
def test_hostile_facts_names_and_urls_add_nothing(lane: int) -> None:
    ready, lines = template(), filled(template(), sample("plain"))[1].count("\n")
    for n in range(lane, COUNT, 4):
        chance = random.Random(SEED + n)  # noqa: S311 - not a secret
        value, name = hostile(chance), hostile(chance)
        told = f"seed {SEED + n}: {value!r} {name!r}"
        try:
            shown_url = urls.defanged(f"https://{hostile(chance)}.invalid/{hostile(chance)}")
        except MessageError:
            shown_url = "-"
        subject, text = filled(ready, sample(value, shown_url))
        assert text.count("\n") == lines + block(value).count("\n"), told
        try:
            made = message(subject=subject, text=text, to=Party(name, mailing.RECIPIENT.address))
        except MessageError as error:
            whose = {each.values["where"] for each in error.problems}
            made = message(subject=subject, text=text)  # what passed the gate may stand in a mail
            if whose != {"To"}:
                raise AssertionError(told) from error
        try:
            sound(made)
        except AssertionError as error:
            raise AssertionError(told) from error


def test_a_hostile_mail_verifies_with_its_subject_to_the_letter() -> None:
    chance = random.Random(7)  # noqa: S311 - not a secret
    for _ in range(100):
        subject, text = filled(template(), sample(hostile(chance)))
        found = verify(mime_signed(message(subject=subject, text=text)), trust(), at=AT)
        assert (found.problems, found.subject.split()) == ((), subject.split())


def mime_signed(wanted: Message) -> bytes:
    return sign(wanted, signer(), at=AT, trust=trust())


# --- the gate ---------------------------------------------------------------------------------------------------------

SHOWN = {
    "a\nb\r\nc\rd\te": "a b c d e",
    "a\u202eb": "a[U+202E]b",
    "\u200ba": "[U+200B]a",
    "a\0": "a[U+0000]",
    "葛\U000e0100城": "葛\U000e0100城",  # a selector of a kanji's form: a name
    "辻\U000e0101": "辻\U000e0101",
    "葛\ufe00": "葛\ufe00",
    "☎\ufe0f": "☎\ufe0f",
    "葛\U000e0100\U000e0101": "葛\U000e0100[U+E0101]",  # two: something is hidden
    "a\U000e0101": "a[U+E0101]",
    "\ufe0f": "[U+FE0F]",
    "a \ufe0f\ufe0f": "a [U+FE0F][U+FE0F]",
    "\U000e0041": "[U+E0041]",
    "が か\u3099": "が か\u3099",
}


@pytest.mark.parametrize("written", SHOWN)
def test_what_is_not_seen_is_shown_by_its_number(written: str) -> None:
    assert one_line(written) == SHOWN[written]
    message(subject=SHOWN[written], text=SHOWN[written], to=Party(SHOWN[written], "a@b.invalid"))


def test_lines_come_out_quoted_and_not_too_many() -> None:
    assert block("a\r\n-- \n\u202eb") == "> a\n> -- \n> [U+202E]b"
    assert block("x\n" * 1000).count("\n") < 200
    assert len(one_line("x" * 10_000)) == 4_000


@settings(max_examples=300, deadline=None, derandomize=not FULL)
@given(st.text(max_size=60))
def test_whatever_passes_the_gate_may_stand_in_a_mail(value: str) -> None:
    line = one_line(value)

    assert "\n" not in line
    assert one_line(line) == line
    message(subject=f"a{line}", text=f"a{line}\n{block(value)}")


def test_unseen_characters_by_category_are_refused_everywhere() -> None:
    """A second, dumber list: whatever Unicode calls a control, a format or a separator of lines."""
    allowed = {0x20}
    for code in range(0x110000):
        sign = chr(code)
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") and code not in allowed:
            if 0x110BD <= code <= 0x1D17A or code in range(
                0x600, 0x900
            ):  # signs of Arabic, music, Kaithi: they are seen
                continue
            assert one_line(f"a{sign}b") != f"a{sign}b", f"U+{code:04X}"


# --- RFC 2047 ---------------------------------------------------------------------------------------------------------

JAPANESE = st.lists(
    st.one_of(
        st.sampled_from("あいがぎパ漢字葛城辻髙﨑ー・、。（）「」ｱｲｳ　"),
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.characters(min_codepoint=0x3041, max_codepoint=0x9FFF, categories=("Lo", "Lm")),
        st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF, categories=["Lo"]),
        st.sampled_from(("か\u3099", "葛\U000e0100", "é", "=?", "?=", "  ", "e\u0301")),
    ),
    min_size=1,
    max_size=150,
).map("".join)


@settings(max_examples=3000 if FULL else 400, deadline=None, derandomize=not FULL)
@given(JAPANESE, JAPANESE)
def test_japanese_comes_back_from_a_header_by_two_readers(subject: str, name: str) -> None:
    try:
        made = message(subject=subject, sender=Party(name[:150], mailing.SENDER.address))
    except MessageError as error:  # combining signs drawn to where they may not stand
        assert codes(error.problems) == {"unsafe-character"}  # noqa: PT017 - only some draws raise
        return
    fields = mime.headers(made, AT)
    read = parse.part_of(fields + b"\r\n")

    for decode in (said, parse.words):
        assert decode(read.one("Subject")).strip(" ") == subject.strip(" ")
    shown_name = said(read.one("From")).rpartition("<")[0].strip()
    assert re.sub(r"\\(.)", r"\1", shown_name.removeprefix('"').removesuffix('"')).strip() in (
        made.sender.name.strip(),
        made.sender.name.strip('" '),
    )
    assert parse.addresses(read.one("From")) == [mailing.SENDER.address]
    assert all(len(line) <= 76 for line in fields.split(b"\r\n"))
    assert all(len(word) <= 75 for word in re.findall(rb"=\?[^ \r]*\?=", fields))
    for word in re.findall(rb"=\?utf-8\?B\?([^?]*)\?=", fields):
        decoded = parse.decoded(parse.Part({}, word)).decode()  # each word is whole characters
        assert not (decoded and unicodedata.combining(decoded[0])) or decoded[0] in (subject[0], name[0])


def test_the_longest_subject_and_names_stay_in_their_lines() -> None:
    for text in (
        "あ" * 1000,
        "a" * 1000,
        "a " * 500,
        "a" * 67 + " b",
        "a" * 68,
        " a",
        "a ",
        " ",
        "か" + "\u3099" * 500,
        "\\" * 400,
    ):
        made = message(subject=text, sender=Party(text[:200], mailing.SENDER.address))
        sound(made)
        assert said(parse.part_of(mime.headers(made, AT) + b"\r\n").one("Subject")).strip() == text.strip()


def test_a_name_in_quotes_is_one_name() -> None:
    for name in (
        'a" <x@evil.invalid>, "b',
        "a\\",
        "a, b",
        "a <x@evil.invalid>",
        "(a)",
        "a;b:",
        "x@evil.invalid",
        "a.b",
        " a",
        "a  b",
    ):
        sound(message(sender=Party(name, mailing.SENDER.address), to=Party(name, mailing.RECIPIENT.address)))


ADDRESSES = {
    "hotline@example.invalid": ["hotline@example.invalid"],
    "A <a@b.invalid>": ["a@b.invalid"],
    '"a, <x@y.invalid>" <a@b.invalid>': ["a@b.invalid"],
    "A <a@b.invalid>, c@d.invalid": ["a@b.invalid", "c@d.invalid"],
    "": [],
    "a@b.invalid)<c@d.invalid>": [],
    "a@b.invalid <c@d.invalid>": [],
    "<a@b.invalid> <c@d.invalid>": [],
    "(a@b.invalid) c@d.invalid": [],
    "g: a@b.invalid;": [],
    "<@r.invalid:a@b.invalid>": [],
    '"a b"@c.invalid': [],
}


@pytest.mark.parametrize("written", ADDRESSES)
def test_an_address_that_can_be_read_two_ways_is_none(written: str) -> None:
    assert parse.addresses(written) == ADDRESSES[written]


# --- URLs -------------------------------------------------------------------------------------------------------------

URLS = {
    "https://board.example.invalid/1": "hxxps://board[.]example[.]invalid/1",
    "http://board.example.invalid:8080/a.b?c=d@e#f": "hxxp://board[.]example[.]invalid:8080/a.b?c=d@e#f",
    "ftp://u:p@a.invalid/": "fxp://u:p[@]a[.]invalid/",
    "HTTPS://A.invalid": "hxxps://A[.]invalid",
    "https://例え.invalid/あ": "hxxps://xn--r8jz45g[.]invalid/あ (例え[.]invalid)",
    "https://аррӏе.invalid/": "hxxps://xn--80ak6aa92e[.]invalid/ (аррӏе[.]invalid)",  # Cyrillic throughout
    "https://faß.invalid/": "hxxps://xn--fa-hia[.]invalid/ (faß[.]invalid)",
    "https://ａ.invalid/": "hxxps://a[.]invalid/ (ａ[.]invalid)",
    "https://[2001:db8::1]:80/": "hxxps://[2001[:]db8[:][:]1]:80/",
    "https://a.invalid/?u=http://b.invalid/": "hxxps://a[.]invalid/?u=http[://]b.invalid/",
    "https://192.0.2.1/": "hxxps://192[.]0[.]2[.]1/",
}


@pytest.mark.parametrize("url", URLS)
def test_a_url_is_shown_so_that_nothing_can_be_clicked(url: str) -> None:
    assert urls.defanged(url) == URLS[url]
    assert urls.exact(urls.refanged(urls.defanged(url))) == urls.exact(url)
    assert urls.exact(url).isascii()


@pytest.mark.parametrize(
    "url",
    ["", "a", "//a.invalid/", "javascript:alert(1)", "data:text/html,x", "https://", "https:///a", "https://a b.invalid/", "https://a.invalid/ b",
     "https://a.invalid\\@b.invalid/", "https://[::1/", "https://a[.]invalid/", "https://a:b:c/", "https://a:x/", "hxxps://a.invalid/", "https://a.invalid/" + "x" * 4000],
)  # fmt: skip
def test_what_is_no_url_of_a_page_is_refused(url: str) -> None:
    with pytest.raises(MessageError) as caught:
        urls.exact(url)

    assert codes(caught.value.problems) == {"bad-url"}


@settings(max_examples=5000 if FULL else 500, deadline=None, derandomize=not FULL)
@given(
    st.sampled_from(("http", "https", "ftp")),
    st.lists(st.text("abz09-_", min_size=1, max_size=8), min_size=1, max_size=4),
    st.sampled_from(("", ":80", ":")),
    st.sampled_from(("", "u@", "u:p@", "a.b@")),
    st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=40),
)
def test_a_shown_url_leads_back_to_the_url(scheme: str, labels: list[str], port: str, user: str, rest: str) -> None:
    url = f"{scheme}://{user}{'.'.join(labels)}{port}/{rest}"
    shown_url = urls.defanged(url)

    assert urls.refanged(shown_url) == url
    assert "http" not in shown_url.partition("://")[0]
    assert not re.search(r"(https?|ftp)://", shown_url) or rest.count("://") == 0


def test_no_letter_of_a_host_becomes_a_part_of_a_url() -> None:
    """Letters that normalise to `/`, `@`, `:`, `?` or `#` (such as ℀, ＠) must not change where a URL leads."""
    for code in range(0x80, 0x30000):
        sign = chr(code)
        if set(unicodedata.normalize("NFKC", sign)) & set("/@:?#[]\\%"):
            try:
                host = urls.host_of(f"https://a{sign}b.invalid/")
            except MessageError:
                continue
            assert re.fullmatch(r"[a-z0-9.-]+", host), f"U+{code:04X} {host}"


# --- the whole way ----------------------------------------------------------------------------------------------------


def test_a_day_without_an_offset_is_refused() -> None:
    with pytest.raises(MessageError):
        mime.headers(message(), AT.replace(tzinfo=None))
    assert date(2025, 10, 1) == AT.date()
