"""A page's URL → how a person may be shown it without being able to follow it, and back.

- Only scheme and authority are changed (`hxxps://board[.]example[.]invalid/1`), and `://` further on, where a URL holds
  another: nothing clicks, no gateway rewrites it (which would break the signature), and the path stays. The exact URL
  stands in the machine-readable attachment only.
- An internationalised host is shown as its A-label first, the readable form in brackets after it: look-alike letters
  cannot hide.

Source: RFC 3986 §3 (parts of a URL); RFC 5890 (A-labels), RFC 5891 through the library `idna`.
"""

from __future__ import annotations

import re

import idna

from ihc_rules.errors import MessageError, Problem
from ihc_rules.problem_texts.text import shown as short
from ihc_rules.referral.message import UNSAFE

URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<authority>[^/?#\\\s]+)(?P<rest>(?:[/?#][^\s]*)?)", re.IGNORECASE)
AUTHORITY = re.compile(r"(?:.*@)?(?P<host>\[[0-9a-f:.]+\]|[^\[\]@:]+)(?::[0-9]*)?", re.IGNORECASE)
SCHEMES = {"http": "hxxp", "https": "hxxps", "ftp": "fxp"}
BACK = {value: name for name, value in SCHEMES.items()}
MAX_URL = 4_000  # characters


def exact(url: str) -> str:
    """A URL as machines need it: its host as A-labels, everything else untouched.

    Raises:
        MessageError: it is no URL of a web page, or holds characters that may not stand in a mail.
    """
    scheme, authority, rest = _parts(url)
    return f"{scheme}://{_ascii_authority(authority)}{_percent(rest)}"


def defanged(url: str) -> str:
    """A URL as people are shown it.

    Raises:
        MessageError: as `exact`.
    """
    scheme, authority, rest = _parts(url)
    host = _ascii_authority(authority)
    readable = "" if host.lower() == authority.lower() else f" ({_broken(authority)})"
    return f"{SCHEMES[scheme]}://{_broken(host)}{rest.replace('://', '[://]')}{readable}"


def refanged(text: str) -> str:
    """The URL again from how it was shown (without what stands in brackets after it)."""
    found = URL.match(text.partition(" (")[0])
    if found is None:
        return text
    authority = found["authority"].replace("[.]", ".").replace("[@]", "@").replace("[:]", ":")
    scheme = found["scheme"].lower()
    return f"{BACK.get(scheme, scheme)}://{authority}{found['rest'].replace('[://]', '://')}"


def host_of(url: str) -> str:
    """The host, as A-labels, without user and port.

    Raises:
        MessageError: as `exact`.
    """
    found = AUTHORITY.fullmatch(_ascii_authority(_parts(url)[1]))
    return found["host"] if found else ""


def _broken(authority: str) -> str:
    user, at, host = authority.rpartition("@")
    if host.startswith("["):  # an IPv6 address: its colons
        address, bracket, port = host.rpartition("]")
        host = address.replace(":", "[:]") + bracket + port
    return f"{user}{at}{host}".replace(".", "[.]").replace("@", "[@]")


def _parts(url: str) -> tuple[str, str, str]:
    found = URL.fullmatch(url) if len(url) <= MAX_URL and not UNSAFE.search(url) else None
    known = found is not None and found["scheme"].lower() in SCHEMES and AUTHORITY.fullmatch(found["authority"])
    if found is None or not known:
        raise MessageError([Problem("bad-url", path="page.url", values={"name": short(url)})])
    return found["scheme"].lower(), found["authority"], found["rest"]


def _ascii_authority(authority: str) -> str:
    user, at, host = authority.rpartition("@")
    if host.startswith("["):
        return f"{_percent(user)}{at}{host}"
    name, colon, port = host.partition(":")
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode()
        except (idna.IDNAError, UnicodeError):  # such as `_` or emoji: each label alone, as browsers do
            name = ".".join(_label(each) for each in re.split("[.\u3002\uff0e\uff61]", name))
    return f"{_percent(user)}{at}{name}{colon}{port}"


def _label(label: str) -> str:
    return label if label.isascii() else "xn--" + label.lower().encode("punycode").decode()


def _percent(text: str) -> str:
    return "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in text)
