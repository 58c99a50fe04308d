"""Names of the faults of certificates, as captures store them; nothing here loads a TLS library."""

from __future__ import annotations

HOSTNAME_MISMATCH = "hostname mismatch"
UNREADABLE = "unreadable certificate"
ISSUER_UNKNOWN = "issuer not known"
SELF_SIGNED_IN_CHAIN = "self-signed certificate in the chain"
# codes of X509_STORE_CTX_get_error(3)
BY_CODE = {
    2: ISSUER_UNKNOWN,
    9: "certificate is not yet valid",
    10: "certificate has expired",
    18: "self-signed certificate",
    19: SELF_SIGNED_IN_CHAIN,
    20: ISSUER_UNKNOWN,
    21: ISSUER_UNKNOWN,
    23: "certificate was revoked",
}
# Faults that show that a program between us and the sites decrypts TLS with an authority of its own
OF_A_FOREIGN_ISSUER = frozenset({ISSUER_UNKNOWN, SELF_SIGNED_IN_CHAIN})
