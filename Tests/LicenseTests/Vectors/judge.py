"""Says which signatures OpenSSL's libcrypto takes, as `openssl pkeyutl -verify -rawin` does, many in one process.

    judge.py PUBLIC-KEY.der < LINES

A line: a message and its signature, each in base64. Writes the numbers of the lines that verify, from 0.
"""

import base64
import ctypes
import sys

crypto = ctypes.CDLL("libcrypto.so.3")
for name in ("d2i_PUBKEY", "EVP_MD_CTX_new"):
    getattr(crypto, name).restype = ctypes.c_void_p


def public_key(path):
    der = open(path, "rb").read()
    start = ctypes.c_char_p(der)
    key = crypto.d2i_PUBKEY(None, ctypes.byref(start), ctypes.c_long(len(der)))
    if not key:
        sys.exit(f"{path} is not a public key")
    return ctypes.c_void_p(key)


def verifies(key, message, signature):
    context = ctypes.c_void_p(crypto.EVP_MD_CTX_new())
    if crypto.EVP_DigestVerifyInit(context, None, None, None, key) != 1:
        sys.exit("libcrypto does not verify with this key")
    taken = crypto.EVP_DigestVerify(
        context, signature, ctypes.c_size_t(len(signature)), message, ctypes.c_size_t(len(message)))
    crypto.EVP_MD_CTX_free(context)
    return taken == 1


key = public_key(sys.argv[1])
for number, line in enumerate(sys.stdin):
    message, signature = (base64.b64decode(part, validate=True) for part in line.split())
    if verifies(key, message, signature):
        print(number)
