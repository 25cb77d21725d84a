"""A second SOAP stack: builds and sends messages with zeep. Takes a list of tasks as JSON on stdin, gives a list of results as JSON."""

import base64
import json
import sys
from datetime import datetime, timedelta, timezone

from lxml import etree
from zeep import Client, Settings
from zeep.exceptions import Fault
from zeep.helpers import serialize_object
from zeep.wsse import utils
from zeep.wsse.username import UsernameToken
from zeep.xsd import ComplexType, Nil
from zeep.xsd.elements import Element
from zeep.xsd.types.builtins import Base64Binary, HexBinary

clients = {}


def client_of(task):
    key = json.dumps([task["wsdl"], task.get("user")])
    if key not in clients:
        user = task.get("user")
        token = None
        if user:
            now = datetime.now(timezone.utc).replace(microsecond=0)
            times = [("Created", now), ("Expires", now + timedelta(minutes=5))]
            stamp = utils.WSU.Timestamp(*[getattr(utils.WSU, name)(at.strftime("%Y-%m-%dT%H:%M:%SZ")) for name, at in times])
            token = UsernameToken(user["name"], user["password"], use_digest=True, timestamp_token=stamp)
        clients[key] = Client(task["wsdl"], wsse=token, settings=Settings(strict=True))
    return clients[key]


def converted(client, xsd_type, value):
    """The value of our JSON as zeep takes it."""
    if value is None:
        return Nil
    if isinstance(xsd_type, ComplexType):
        return complex_value(client, xsd_type, value)
    if isinstance(xsd_type, (Base64Binary, HexBinary)) or getattr(xsd_type, "_default_qname", None) in (Base64Binary._default_qname, HexBinary._default_qname):
        return base64.b64decode(value)
    return value


def complex_value(client, declared, value):
    xsd_type = declared
    if isinstance(value, dict) and "$type" in value:
        xsd_type = next(one for one in client.wsdl.types.types if getattr(one, "name", None) == value["$type"])
    arguments = {}
    elements = dict(flat(xsd_type.elements_nested))
    for key, inner in value.items():
        if key == "$type":
            continue
        if key == "$value":
            arguments["_value_1"] = inner
        elif key.startswith("@"):
            name = next(name for name, attribute in xsd_type.attributes if getattr(attribute, "qname", None) is not None and attribute.qname.localname == local(key[1:]))
            arguments[name] = inner
        elif key == "$items":
            arguments["_value_1"] = [{name: element_value(client, elements[name], one) for name, one in item.items()} for item in inner]
        else:
            arguments[local(key)] = element_value(client, elements[local(key)], inner)
    return xsd_type(**arguments)


def element_value(client, element, value):
    if isinstance(value, list) and element.accepts_multiple:
        return [converted(client, element.type, one) for one in value]
    return converted(client, element.type, value)


def flat(nested):
    for name, element in nested:
        if isinstance(element, Element):
            yield element.attr_name, element
        else:
            yield from flat((None, one) for one in element)


def local(name):
    return name.rsplit("}", 1)[-1]


def built(task):
    """The body of the request, as zeep writes it."""
    client = client_of(task)
    service = client.bind(task["service"], task["port"])
    operation = service._binding.get(task["operation"])
    body = operation.input.body
    elements = dict(flat(body.type.elements_nested))
    value = task["value"]
    arguments = {}
    for key, inner in value.items():
        if key.startswith("@"):
            arguments[next(name for name, attribute in body.type.attributes if attribute.qname.localname == local(key[1:]))] = inner
        elif key == "$items":
            arguments["_value_1"] = [{name: element_value(client, elements[name], one) for name, one in item.items()} for item in inner]
        else:
            arguments[local(key)] = element_value(client, elements[local(key)], inner)
    envelope = client.create_message(service, task["operation"], **arguments)
    return etree.tostring(envelope.find("{*}Body")[0]).decode()


def called(task):
    client = client_of(task)
    service = client.bind(task["service"], task["port"])
    arguments = dict(task["value"])
    if task.get("headers"):
        arguments["_soapheaders"] = task["headers"]
    try:
        return serialize_object(service[task["operation"]](**arguments), dict)
    except Fault as fault:
        return {"fault": fault.message, "detail": etree.tostring(fault.detail).decode() if fault.detail is not None else None}


def outcome(task):
    try:
        return {"ok": (built if task["do"] == "build" else called)(task)}
    except Exception as error:  # what zeep cannot do is told, not died of
        return {"error": f"{type(error).__name__}: {error}"}


json.dump([outcome(task) for task in json.load(sys.stdin)], sys.stdout, default=str)
