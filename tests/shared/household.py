"""A dog with something of everything: a circle, an organization, a record of every type, revisions, a photo."""

import base64
import hashlib
import json
import struct
import uuid
import zlib

from registry import ROOT, Client

PASSWORD = "walks along the river"
TRAINER = "trainer@example.org"
OWNER = "owner@example.org"
WHEN = "2026-11-23T10:00:00+01:00"
# What the generator would not get right.
MORE = {
    "observation": {"observedSeconds": 600, "method": "continuous"},
    "phase": {"targetId": "target"},
}


def sign_in(address: tuple[str, int], email: str) -> Client:
    client = Client(address)
    token = client.expect(201, "POST", "/v1/sessions", {"email": email, "password": PASSWORD})["token"]
    client.close()
    return Client(address, token)


def picture() -> bytes:
    """A PNG of 64 by 48 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"".join(bytes((x * 4, y * 5, 128)) for x in range(64)) for y in range(48))
    head = struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Household:
    """Written by the API of a running server."""

    def __init__(self, address: tuple[str, int]):
        self._address = address
        client = Client(address)
        for email, name in ((TRAINER, "Tina Trainer"), (OWNER, "Olaf Owner")):
            client.expect(201, "POST", "/v1/accounts", {"email": email, "password": PASSWORD, "name": name})
        client.close()
        self.trainer, self.owner = sign_in(address, TRAINER), sign_in(address, OWNER)
        self.dog = self.trainer.expect(201, "POST", "/v1/dogs", {"name": "Balu", "role": "trainer"})["id"]
        invitation = self.trainer.expect(201, "POST", f"/v1/dogs/{self.dog}/invitations", {"role": "owner"})
        self.owner.expect(200, "POST", f"/v1/invitations/{invitation['token']}/accept")
        self.records: dict[str, str] = {}  # Ids by type.
        types = json.loads((ROOT / "frontend/src/shared/api/recordTypes.json").read_text(encoding="utf-8"))
        self._types = types
        # Others refer to these.
        for name in ("note", "target", "behavior-definition", *types):
            if name not in self.records and name != "attachment":
                self._write_first(name)
        self._revise()
        self.photo = self._attach(picture())
        self._write_the_rest()

    def _path(self, record_id: str) -> str:
        return f"/v1/dogs/{self.dog}/records/{record_id}"

    def put(self, who: Client, body: dict) -> str:
        record_id = str(uuid.uuid4())
        status, answer = who.request("PUT", self._path(record_id), {"occurredAt": WHEN, **body})
        assert status == 201, f"{body}: {status} {answer}"
        return record_id

    def _write_first(self, name: str) -> None:
        kind = self._types[name]
        body = {field: self._value(kind["fields"][field]) for field in kind["required"]}
        for field, value in MORE.get(name, {}).items():
            body[field] = self.records[value] if field.endswith("Id") else value
        self.records[name] = self.put(self.trainer, {"type": name, **body})

    def _value(self, schema: dict) -> object:
        """The simplest that fits."""
        if "x-references" in schema or schema.get("format") == "uuid":
            wanted = schema.get("x-references", "note")
            wanted = wanted if wanted in self._types else "note"
            if wanted not in self.records:
                self._write_first(wanted)
            return self.records[wanted]
        if "enum" in schema:
            return schema["enum"][0]
        match schema.get("type"):
            case "array":
                return [self._value(schema["items"])]
            case "object":
                wanted = schema.get("required") or list(schema["properties"])[:1]
                return {name: self._value(schema["properties"][name]) for name in wanted}
            case "integer" | "number":
                return max(1, schema.get("minimum", 1))
            case "boolean":
                return True
            case _:
                return {"date": "2026-11-20", "date-time": WHEN}.get(schema.get("format", ""), "größer \U0001f415")

    def _revise(self) -> None:
        """Changed, hidden, deleted and restored ones."""
        note = {"type": "note", "occurredAt": WHEN}
        self.trainer.expect(200, "PUT", self._path(self.records["note"]), {**note, "text": "limps after the lake"})
        hidden = self.put(self.trainer, {"type": "note", "text": "for nobody else", "audience": []})
        gone = self.put(self.owner, {"type": "note", "text": "deleted"})
        self.owner.expect(200, "DELETE", self._path(gone))
        back = self.put(self.owner, {"type": "note", "text": "deleted and back"})
        self.owner.expect(200, "DELETE", self._path(back))
        self.owner.expect(200, "PATCH", self._path(back), {"deleted": False})
        self.records.update(hidden=hidden, gone=gone, back=back)

    def _attach(self, content: bytes) -> str:
        begun = self.owner.expect(
            201, "POST", f"/v1/dogs/{self.dog}/uploads", {"length": len(content), "recordId": self.records["note"]}
        )
        checksum = "sha256 " + base64.b64encode(hashlib.sha256(content).digest()).decode()
        status, answer = self.owner.send(
            "PATCH",
            f"/v1/dogs/{self.dog}/uploads/{begun['id']}",
            content,
            {
                "Tus-Resumable": "1.0.0",
                "Upload-Offset": "0",
                "Upload-Checksum": checksum,
                "Content-Type": "application/offset+octet-stream",
            },
        )
        assert status == 204, answer
        return begun["id"]

    def _write_the_rest(self) -> None:
        self.trainer.expect(201, "POST", "/v1/organizations", {"name": "Dog School"})
        self.trainer.expect(201, "POST", f"/v1/dogs/{self.dog}/invitations", {"role": "walker"})
        self.trainer.expect(201, "POST", f"/v1/dogs/{self.dog}/share-links", {"recordId": self.records["note"]})
        self.owner.request("POST", "/v1/me/calendar-feed")
        self.owner.request("POST", "/v1/me/tokens", {"name": "script", "scope": "read", "password": PASSWORD})
        self.trainer.expect(200, "GET", "/v1/search?q=lake")

    def close(self) -> None:
        self.trainer.close()
        self.owner.close()


def everything(client: Client) -> dict[str, dict]:
    """What a new device gets, by id."""
    found, cursor = {}, {}
    while True:
        answer = client.expect(200, "POST", "/v1/sync", cursor)
        found.update((change["record"]["id"], change["record"]) for change in answer["changes"] if "record" in change)
        if not answer["more"]:
            return found
        cursor = {"cursor": answer["cursor"]}
