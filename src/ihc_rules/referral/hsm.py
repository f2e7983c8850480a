"""A key in a device (PKCS#11) → a signer: the key never leaves it, and the device sees about 200 bytes a mail.

- Extra `hsm` (python-pkcs11); imported only where used. What the device returns is verified by `sign`, always.

Source: PKCS#11 v3 (CKM_SHA256_RSA_PKCS, CKM_ECDSA); RFC 5753 §2.1 (DER of an ECDSA signature).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cryptography import x509

from ihc_rules.errors import MessageError, Problem
from ihc_rules.problem_texts.text import shown
from ihc_rules.referral.cms import Algorithm
from ihc_rules.referral.sign import algorithm_of


@dataclass(frozen=True)
class TokenSigner:
    """A signer whose key is in a device.

    Attributes:
        key: the private key's handle in an open session.
    """

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    algorithm: Algorithm
    key: Any

    def sign(self, content: bytes) -> bytes:
        """Have the device sign bytes.

        Raises:
            MessageError: the device refused or failed.
        """
        import pkcs11  # noqa: PLC0415 - the extra `hsm`
        from pkcs11.util.ec import encode_ecdsa_signature  # noqa: PLC0415

        try:
            if self.algorithm == "rsa-sha256":
                return bytes(self.key.sign(content, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
            digest = hashlib.new(self.algorithm.removeprefix("ec-"), content).digest()
            return bytes(encode_ecdsa_signature(self.key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA)))
        except pkcs11.PKCS11Error as error:
            raise _failed(error) from None


def open_token(module: str, token: str, pin: str, label: str, certificates: Iterable[x509.Certificate]) -> TokenSigner:
    """A signer with a key of a token.

    Args:
        module: path of the device's PKCS#11 library. token: its label. label: that of the private key.
        certificates: the signer's, then the intermediates.

    Raises:
        MessageError: the extra is not installed, or the device, the token, the PIN or the key does not answer.
    """
    try:
        import pkcs11  # noqa: PLC0415
    except ImportError:
        raise MessageError([Problem("unreadable-key", values={"found": "pip install 'ihc-rules[hsm]'"})]) from None
    own, *chain = certificates
    try:
        slot = pkcs11.lib(module).get_token(token_label=token)
        try:
            session = slot.open(user_pin=pin)
        except pkcs11.UserAlreadyLoggedIn:  # by another session of this process
            session = slot.open()
        key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=label)
    except (pkcs11.PKCS11Error, RuntimeError) as error:
        raise _failed(error) from None
    return TokenSigner(own, tuple(chain), algorithm_of(own.public_key()), key)


def _failed(error: Exception) -> MessageError:
    return MessageError([Problem("device-failed", values={"found": shown(f"{type(error).__name__} {error}".strip())})])
