"""People who use the server."""

import uuid

from registry import Client

PASSWORD = "walks along the river"


class Person:
    """Somebody new, signed in; each sign_in() is another session of theirs."""

    def __init__(self, address: tuple[str, int], name: str):
        self._address = address
        self._credentials = {"email": f"{name}-{uuid.uuid4()}@example.org", "password": PASSWORD}
        client = Client(address)
        client.expect(201, "POST", "/v1/accounts", {**self._credentials, "name": name})
        client.close()

    def sign_in(self) -> Client:
        client = Client(self._address)
        token = client.expect(201, "POST", "/v1/sessions", self._credentials)["token"]
        client.close()
        return Client(self._address, token)


class Pair:
    """Tina, a trainer with a note about Balu, and Olaf, the owner, whose comments on it she is told of."""

    def __init__(self, address: tuple[str, int]):
        self.tina = Person(address, "Tina").sign_in()
        self._olaf = Person(address, "Olaf").sign_in()
        self.dog = self.tina.expect(201, "POST", "/v1/dogs", {"name": "Balu", "role": "trainer"})["id"]
        invitation = self.tina.expect(201, "POST", f"/v1/dogs/{self.dog}/invitations", {"role": "owner"})
        self._olaf.expect(200, "POST", f"/v1/invitations/{invitation['token']}/accept")
        note = {"type": "note", "text": "limps a little", "audience": ["trainer", "owner"]}
        self.note = self._write(self.tina, note)

    def comment(self) -> str:
        return self._write(self._olaf, {"type": "comment", "about": self.note, "text": "said the vet"})

    def remove_tina(self) -> None:
        me = self.tina.expect(200, "GET", "/v1/me")["id"]
        self._olaf.expect(204, "DELETE", f"/v1/dogs/{self.dog}/circle/{me}")

    def _write(self, who: Client, record: dict) -> str:
        record_id = str(uuid.uuid4())
        body = {"occurredAt": "2026-11-23T10:00:00Z", **record}
        who.expect(201, "PUT", f"/v1/dogs/{self.dog}/records/{record_id}", body)
        return record_id

    def close(self) -> None:
        self.tina.close()
        self._olaf.close()


# What of the pair's records must not leave by push or webhook.
KEPT = ("Balu", "Olaf", "limps", "said the vet")
