"""Keys of each kind → signed mails a second, beside the raw signing rate of the same library in the same run.

- `raw`: the library's bare signature over as many bytes as the signed attributes have: no mail can be faster.
- `before verifying`: headers, MIME, CMS, the whole mail; the signature is not checked again. For comparison only.
- `mails`: what `sign` does, which never leaves the check out. A check costs most with elliptic curves.
- Wall time of one thread, interleaved, the best of the rounds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from time import perf_counter

from benchmarks.timing import table
from ihc_rules.referral import mime
from ihc_rules.referral.certificate import Trust
from ihc_rules.referral.cms import attributes, micalg, signed_data
from ihc_rules.referral.message import Attachment, Message, Party
from ihc_rules.referral.sign import KeySigner, sign, signer_of
from ihc_rules.testing import certificates
from ihc_rules.testing.certificates import Kind, Leaf

KINDS: Sequence[Kind] = ("rsa2048", "rsa3072", "rsa4096", "p256", "p384")
NAMES = {"rsa2048": "RSA-2048", "rsa3072": "RSA-3072", "rsa4096": "RSA-4096", "p256": "P-256", "p384": "P-384"}
TARGETS = {"rsa2048": 55, "rsa3072": 80, "rsa4096": 80}  # per cent of the raw rate, before verifying
AT = datetime(2025, 10, 1, 3, tzinfo=UTC)
Job = Callable[[int], object]


def main(quick: bool) -> None:
    """Print the table."""
    print("\n## Signed mails a second, one thread\n")
    print(report(seconds=0.05 if quick else 0.5, rounds=2 if quick else 6))


def report(seconds: float, rounds: int) -> str:
    """The table.

    Args:
        seconds: for each figure in each round.
    """
    root = certificates.authority()
    below = root.intermediate()
    rows = []
    for kind in KINDS:
        key = certificates.key(kind)
        signer = signer_of(key, below.issue(key, Leaf()), below.chain)
        raw, before, whole = rates(jobs(signer, Trust((root.certificate,))), seconds, rounds)
        share = round(100 * before / raw)
        target = TARGETS.get(kind)
        met = "" if target is None else f"{target} %" if share >= target else f"{target} %: missed"
        rows.append((NAMES[kind], raw, before, f"{share} %", met, whole, f"{round(100 * whole / raw)} %"))
    head = ("key", "raw signatures", "before verifying", "of raw", "target", "mails, verified", "of raw")
    return table(head, rows)


def jobs(signer: KeySigner, trust: Trust) -> tuple[Job, Job, Job]:
    """The raw signature; a mail without the check; the mail as it is made."""

    def made(n: int) -> Message:
        return Message(
            f"R-{n:08}",
            "police",
            "ja",
            Party("ホットラインセンター（例）", "hotline@example.invalid"),
            Party("警察（例）", "desk@police.example.invalid"),
            f"情報提供：区分の名称（文書番号 R-{n:08}）",
            f"文書番号 R-{n:08}\n" + "次の情報を、ガイドラインに基づいて提供します。\n" * 10,
            (Attachment("referral.json", "application/json", b'{"id": "R-%08d", "facts": []}' % n * 20),),
        )

    def at(n: int) -> datetime:
        return AT + timedelta(seconds=n % 3000)

    def unverified(n: int) -> bytes:
        message, when = made(n), at(n)
        fields, inner = mime.headers(message, when), mime.payload(message, when)
        signed = attributes(inner, signer, when)
        return mime.signed_mail(
            fields, inner, signed_data(signed, signer.sign(signed), signer), micalg(signer.algorithm)
        )

    content = attributes(b"", signer, AT)
    return (
        lambda _: signer.sign(content),
        unverified,
        lambda n: sign(made(n), signer, at=at(n), trust=trust),
    )


def rates(found: Sequence[Job], seconds: float, rounds: int) -> list[float]:
    """How often each job is done in a second: each has its turn in each round, the best counts."""
    best = [0.0] * len(found)
    for _ in range(rounds):
        for which, job in enumerate(found):
            job(0)
            begin, count = perf_counter(), 0
            while (passed := perf_counter() - begin) < seconds:
                job(count)
                count += 1
            best[which] = max(best[which], count / passed)
    return best
