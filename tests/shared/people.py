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
