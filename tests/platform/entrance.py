"""The way people come in: by TLS at the gateway's load balancer, for the clients of tests/shared."""

import contextlib
import socket
import ssl

from cluster import Cluster

HOST = "doggy.test"
ADDRESS = (HOST, 443)  # for Client, Person, Live
GATEWAY = "10.77.0.10"


@contextlib.contextmanager
def of(cluster: Cluster):
    """While it lasts, this thread and those it starts are beside the cluster's nodes, and connections to HOST are
    opened at the gateway; to port 443 with TLS, and the certificate is checked."""
    context = ssl.create_default_context(cafile=cluster.authority)
    plain = socket.create_connection

    def connect(address, *arguments, **options):
        if address[0] != HOST:
            return plain(address, *arguments, **options)
        connection = plain((GATEWAY, address[1]), *arguments, **options)
        return context.wrap_socket(connection, server_hostname=HOST) if address[1] == 443 else connection

    cluster.join_network()
    socket.create_connection = connect
    try:
        yield
    finally:
        socket.create_connection = plain
