"""What a template may not hold → a Problem with its place, soon; never an exception, never something that runs."""

from __future__ import annotations

import time

import pytest

from ihc_rules.errors import MessageError
from ihc_rules.referral.compose.compose import filled
from ihc_rules.referral.compose.gate import ENVIRONMENT
from ihc_rules.referral.compose.syntax import TemplateText, read_template
from tests.mailing import codes

SECONDS = 2.0

# what stands in the text (line 3) → code
REFUSED: dict[str, tuple[str, str]] = {
    "a class": ("{{ url.__class__ }}", "unknown-placeholder"),
    "the way to every class": ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "template-construct"),
    "a class by index": ("{{ url['__class__'] }}", "template-construct"),
    "a class by filter": ("{{ url|attr('__class__') }}", "template-construct"),
    "a format string": ("{{ '{0.__class__}'.format(url) }}", "template-construct"),
    "a format by filter": ("{{ '%s'|format(url) }}", "template-construct"),
    "a format map": ("{{ url.format_map(x) }}", "template-construct"),
    "itself": ("{{ self }}", "unknown-placeholder"),
    "itself, further": ("{{ self.__init__.__globals__ }}", "template-construct"),
    "a global": ("{{ lipsum.__globals__ }}", "unknown-placeholder"),
    "a cycler": ("{{ cycler('a').next }}", "template-construct"),
    "a range": ("{% for x in range(10**9) %}x{% endfor %}", "template-construct"),
    "a list of its own": ("{% for x in [1, 2] %}x{% endfor %}", "template-construct"),
    "a name as a list": ("{% for x in url %}x{% endfor %}", "unknown-placeholder"),
    "a long text": ("{{ 'a' * 10**9 }}", "template-construct"),
    "a large number": ("{{ 9**999999 }}", "template-construct"),
    "a number of 5,000 digits": ("{{ " + "9" * 5000 + " }}", "template-syntax"),
    "a constant": ("{{ 'a' }}", "template-construct"),
    "a sum": ("{{ url + url }}", "template-construct"),
    "texts joined": ("{{ url ~ url }}", "template-construct"),
    "a call": ("{{ url() }}", "template-construct"),
    "a method": ("{{ url.upper() }}", "template-construct"),
    "a comparison": ("{% if url == 'a' %}x{% endif %}", "template-construct"),
    "a test": ("{% if url is defined %}x{% endif %}", "template-construct"),
    "a choice": ("{{ url if urgent else day }}", "template-construct"),
    "another filter": ("{{ url|upper }}", "template-construct"),
    "what is safe": ("{{ url|safe }}", "template-construct"),
    "an argument": ("{{ url|block(1) }}", "template-construct"),
    "a loop in a loop": (
        "{% for x in facts %}{% for y in facts %}x{% endfor %}{% endfor %}",
        "template-construct",
    ),
    "a recursive loop": ("{% for x in facts recursive %}{{ loop(x) }}{% endfor %}", "template-construct"),
    "a loop with a condition": ("{% for x in facts if x %}x{% endfor %}", "template-construct"),
    "two names in a loop": ("{% for a, b in facts %}x{% endfor %}", "template-construct"),
    "a field that there is not": ("{% for x in facts %}{{ x.secret }}{% endfor %}", "unknown-placeholder"),
    "more of a loop": ("{% for x in facts %}{{ loop.cycle }}{% endfor %}", "unknown-placeholder"),
    "a loop's name outside": ("{% for x in facts %}x{% endfor %}{{ x.value }}", "unknown-placeholder"),
    "a field of a field": ("{% for x in facts %}{{ x.value.real }}{% endfor %}", "template-construct"),
    "an assignment": ("{% set url = 'x' %}", "template-construct"),
    "a block assignment": ("{% set x %}a{% endset %}", "template-construct"),
    "a macro": ("{% macro m() %}x{% endmacro %}", "template-construct"),
    "a call block": ("{% call m() %}x{% endcall %}", "template-construct"),
    "a filter block": ("{% filter block %}x{% endfilter %}", "template-construct"),
    "a block": ("{% block x %}x{% endblock %}", "template-construct"),
    "with": ("{% with x = 1 %}x{% endwith %}", "template-construct"),
    "autoescape": ("{% autoescape false %}x{% endautoescape %}", "template-construct"),
    "an include": ("{% include '/etc/passwd' %}", "template-construct"),
    "an import": ("{% import 'x' as y %}", "template-construct"),
    "a parent": ("{% extends 'x' %}", "template-construct"),
    "a tag that there is not": ("{% do url %}", "template-syntax"),
    "debug": ("{% debug %}", "template-syntax"),
    "an open bracket": ("{{ url", "template-syntax"),
    "an open tag": ("{% if urgent %}", "template-syntax"),
    "an end alone": ("{% endif %}", "template-syntax"),
    "a comment without end": ("{# x", "template-syntax"),
    "brackets by the thousand": ("{{ " + "(" * 9000 + "url" + ")" * 9000 + " }}", "template-syntax"),
    "filters by the thousand": ("{{ url" + "|block" * 3000 + " }}", "template-syntax"),
    "negations by the thousand": ("{% if " + "not " * 4000 + "urgent %}x{% endif %}", "template-syntax"),
    "conditions inside each other": ("{% if urgent %}" * 7 + "x" + "{% endif %}" * 7, "template-construct"),
    "conditions by the thousand": ("{% if urgent %}" * 700 + "{% endif %}" * 700, "template-syntax"),
    "sums by the thousand": ("{{ url" + "+1" * 9000 + " }}", "template-construct"),
    "too long": ("x" * 20_001, "message-too-long"),
    "another direction": ("a\u202eb", "unsafe-character"),
    "an unseen sign": ("a\u200bb", "unsafe-character"),
    "a tab": ("a\tb", "unsafe-character"),
    "NUL": ("a\0b", "unsafe-character"),
    "the reporter": ("{{ reference }}", "unknown-placeholder"),
    "the decision": ("{{ decision.report.reference }}", "template-construct"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_template_that_could_do_more_than_be_filled_in_is_a_problem(name: str) -> None:
    text, code = REFUSED[name]
    begin = time.monotonic()
    found, problems = read_template("t.ja.txt.j2", f"件名：x\n\n{text}\n".encode())

    assert found is None
    assert codes(problems) == {code}
    assert all(each.place is not None and each.place.line in (1, 3) for each in problems)
    assert all(len(each.text(lang)) < 22_000 for each in problems for lang in ("ja", "en"))
    assert time.monotonic() - begin < SECONDS


FRAMES = {
    "nothing": b"",
    "no subject": b"{{ day }} x\n\ny\n",
    "no text": "件名：x\n\n".encode(),
    "no empty line": "件名：x\ny\n".encode(),
    "an empty subject": "件名：\n\nx\n".encode(),
    "Shift_JIS": "件名：x\n\ny\n".encode("cp932"),
    "what begins in the subject and ends in the text": "件名：{% if urgent %}x\n\ny{% endif %}\n".encode(),
    "what is quoted in the subject only": "件名：{% raw %}\n\n{{ self.__class__ }}{% endraw %}\n".encode(),
    "what is a comment in the subject only": "件名：x {#\n\n{{ self.__class__ }} #}\n".encode(),
    "a surrogate": b"\xe4\xbb\xb6\xe5\x90\x8d\xef\xbc\x9a\xed\xa0\x80\n\nx\n",
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_template_of_another_form_is_a_problem(name: str) -> None:
    found, problems = read_template("t.ja.txt.j2", FRAMES[name])

    assert found is None
    assert len(problems) >= 1
    assert codes(problems) <= {"template-without-subject", "template-syntax", "encoding", "unknown-placeholder"}


def test_the_place_is_that_of_the_file() -> None:
    text = "件名：x\n\na\n{% if urgent %}\nb {{ urll }}\n{% endif %}\n{{ x.y.z }}\n"
    _, problems = read_template("t.ja.txt.j2", text.encode())

    assert [(each.place.line, each.place.column, each.code) for each in problems if each.place] == [
        (5, 6, "unknown-placeholder"),
        (7, 1, "template-construct"),
    ]
    assert problems[0].suggestion == "url"


def test_line_ends_of_windows_and_a_mark_of_utf_8_are_no_problem() -> None:
    found, problems = read_template("t.ja.txt.j2", "\ufeff件名：x\r\n\r\ny\r\n".encode())

    assert problems == []
    assert found == TemplateText("t.ja.txt.j2", "x", "y\n", frozenset())


def test_a_template_may_hold_what_it_needs() -> None:
    text = (
        "Subject: {{ category }}\n\n{# a note #}{% if urgent and not urgency_open or changes %}a{% elif urgent %}b"
        "{% else %}c{% endif %}\n{% for x in facts %}{% if loop.first %}- {% endif %}{{ x.title }}{{ x.value|block }}"
        "{% else %}none{% endfor %}\n{% raw %}{{ x }}{% endraw %}"
    )
    found, problems = read_template("t.en.txt.j2", text.encode())

    assert problems == []
    assert found is not None
    assert found.names == {"category", "urgent", "urgency_open", "changes", "facts"}
    assert "{{ x }}" in filled(found, dict.fromkeys(found.names, "") | {"facts": []})[1]


def test_what_is_filled_in_has_a_bound() -> None:
    found, _ = read_template(
        "t.ja.txt.j2", ("件名：x\n\n{% for x in facts %}" + "{{ url }}" * 1000 + "{% endfor %}").encode()
    )
    assert found is not None
    begin = time.monotonic()
    with pytest.raises(MessageError) as caught:
        filled(found, {"url": "x" * 4000, "facts": [{}] * 1000})

    assert codes(caught.value.problems) == {"message-too-long"}
    assert time.monotonic() - begin < SECONDS


def test_a_placeholder_without_a_value_is_told() -> None:
    found, _ = read_template("t.ja.txt.j2", "件名：x\n\n{{ url }}\n".encode())
    assert found is not None
    with pytest.raises(MessageError) as caught:
        filled(found, {})

    assert codes(caught.value.problems) == {"placeholder-without-value"}


def test_were_the_whitelist_passed_the_sandbox_would_still_stand() -> None:
    from jinja2.exceptions import SecurityError, TemplateError, UndefinedError  # noqa: PLC0415 - as `gate` does

    for text in (
        "{{ url.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ url.format.__globals__ }}",
        "{{ range(3) }}",
        "{{ lipsum() }}",
        "{{ url|upper }}",
    ):
        with pytest.raises((SecurityError, UndefinedError, TemplateError)):
            ENVIRONMENT.from_string(text).render(url="x")
