"""Checks an XML signature without the code under test: lxml canonicalises, openssl verifies. Envelope on stdin, certificate as argument, result as JSON."""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile

from lxml import etree

DS = "{http://www.w3.org/2000/09/xmldsig#}"
ID = "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd}Id"


def canonical(element):
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


root = etree.fromstring(sys.stdin.buffer.read())
signature = root.find(f".//{DS}Signature")
info = signature.find(f"{DS}SignedInfo")
digest_name = info.find(f".//{DS}DigestMethod").get("Algorithm").rsplit("#", 1)[-1]
parts = {}
for reference in info.findall(f"{DS}Reference"):
    wanted = reference.get("URI")[1:]
    found = [element for element in root.iter() if isinstance(element.tag, str) and element.get(ID) == wanted]
    digest = base64.b64encode(hashlib.new(digest_name, canonical(found[0])).digest()).decode()
    parts[etree.QName(found[0]).localname] = len(found) == 1 and digest == reference.findtext(f"{DS}DigestValue")

with tempfile.TemporaryDirectory() as folder:
    names = {name: f"{folder}/{name}" for name in ("key", "signature", "data")}
    key = subprocess.run(["openssl", "x509", "-in", sys.argv[1], "-noout", "-pubkey"], check=True, capture_output=True).stdout
    for name, content in (("key", key), ("signature", base64.b64decode(signature.findtext(f"{DS}SignatureValue"))), ("data", canonical(info))):
        with open(names[name], "wb") as file:
            file.write(content)
    verify = ["openssl", "dgst", f"-{digest_name}", "-verify", names["key"], "-signature", names["signature"], names["data"]]
    holds = subprocess.run(verify, capture_output=True).returncode == 0

json.dump({"holds": holds, "parts": parts}, sys.stdout)
