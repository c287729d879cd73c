"""sink.py [--tls CERT KEY] -- a real SMTP server that delivers nothing (aiosmtpd), on a free port of the loopback.

The first line on standard output is its port, each further one a mail as JSON: from, to, user, tls, data. With --tls it
demands STARTTLS and AUTH (app / secret). Addresses that begin with "bounce" are refused for good, with "later" the first
time only. It ends when its standard input does.
"""
import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    def __init__(self):
        self.seen = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('bounce'):
            return '550 5.1.1 <' + address + '> unknown here'
        if address.startswith('later') and address not in self.seen:
            self.seen.add(address)
            return '451 4.7.1 greylisted'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        user = session.auth_data.login.decode() if session.authenticated else None
        print(json.dumps({'from': envelope.mail_from, 'to': envelope.rcpt_tos, 'user': user, 'tls': session.ssl is not None,
                          'data': envelope.content.decode('ascii')}), flush=True)
        return '250 OK'


def authenticate(server, session, envelope, mechanism, data):
    good = mechanism in ('LOGIN', 'PLAIN') and data.login == b'app' and data.password == b'secret'
    return AuthResult(success=good, handled=False, auth_data=data if good else None)


async def main():
    options = {}
    if sys.argv[1:2] == ['--tls']:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        options = {'tls_context': context, 'require_starttls': True, 'auth_required': True, 'authenticator': authenticate}
    loop = asyncio.get_running_loop()
    handler = Handler()
    server = await loop.create_server(lambda: SMTP(handler, loop=loop, hostname='sink.example', **options), '127.0.0.1', 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
