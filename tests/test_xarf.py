"""A met provision → an XARF report that its own schemas accept, or the reason why there is none."""

from __future__ import annotations

import json
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from ihc_rules.referral.compose import Case
from ihc_rules.referral.message import Party
from ihc_rules.referral.xarf import Organisation, Unmappable, xarf
from tests.own_guideline import AT, decided, fact, own, provision

SPEC = find_spec("xarf")  # for the schemas that it carries; nothing of it is imported
pytestmark = pytest.mark.skipif(SPEC is None, reason="not installed: xarf")
WHO = Organisation("Hotline", "hotline@example.invalid", "example.invalid")
HOTLINE = Party("Hotline", "hotline@example.invalid")
TYPES = ("csam", "csem", "investment_fraud", "phishing")
GUIDELINE = own(
    facts=[fact("a.one")],
    provisions=[
        *(provision(f"H-0{n}", {"a.one": True}, xarf=name) for n, name in enumerate(TYPES, 1)),
        provision("H-09", {"a.one": True}),
    ],
)


def validator() -> Draft202012Validator:
    assert SPEC is not None
    assert SPEC.submodule_search_locations
    folder = Path(next(iter(SPEC.submodule_search_locations))) / "schemas"
    found = [json.loads(path.read_text(encoding="utf-8")) for path in folder.rglob("*.json")]
    registry: Registry[Any] = Registry().with_resources((each["$id"], Resource.from_contents(each)) for each in found)
    master = next(each for each in found if each["$id"].endswith("xarf-v4-master.json"))
    return Draft202012Validator(master, registry=registry)


def report(number: int, url: str | None = "https://board.example.invalid/1", met: bool = True, **more: Any) -> Any:
    decision = decided(GUIDELINE, {"a.one": met})
    case = Case("R-0001", date(2025, 10, 1), HOTLINE, url=url, **more)
    return xarf(decision, f"H-0{number}", case=case, organisation=WHO, at=AT)


@pytest.mark.parametrize(
    "url", ["https://board.example.invalid/1", "https://例え.invalid/あ?b=c", "http://192.0.2.1:8080/"]
)
@pytest.mark.parametrize("number", range(1, 5))
def test_what_fits_a_type_is_accepted_by_its_schema(number: int, url: str) -> None:
    classification = {1: "A1", 2: "grooming"}.get(number)
    made = report(number, url, classification=classification)

    assert [error.message for error in validator().iter_errors(made)] == []
    assert made["url"].isascii()
    assert {"evidence", "_internal", "description"}.isdisjoint(made)
    assert made == report(number, url, classification=classification)  # the same, always


REASONS: dict[str, tuple[dict[str, Any], str]] = {
    "not met": ({"number": 4, "met": False}, "xarf-not-met"),
    "no type": ({"number": 9}, "xarf-no-type"),
    "no classification": ({"number": 1}, "xarf-no-classification"),
    "a classification that there is not": ({"number": 1, "classification": "C9"}, "xarf-no-classification"),
    "a classification of another type": ({"number": 2, "classification": "baseline"}, "xarf-no-classification"),
    "no page": ({"number": 4, "url": None}, "no-url"),
}


@pytest.mark.parametrize("name", REASONS)
def test_where_none_fits_the_reason_is_told(name: str) -> None:
    words, code = REASONS[name]
    made = report(**words)

    assert isinstance(made, Unmappable)
    assert made.reason.code == code
    assert made.reason.text("ja") != made.reason.text("en")


def test_the_schemas_would_refuse_another() -> None:
    made = report(4)

    assert list(validator().iter_errors(made | {"type": "obscenity"}))
    assert list(validator().iter_errors({key: value for key, value in made.items() if key != "url"}))
