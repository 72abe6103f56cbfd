"""An S3 server to test with: OpenStack Swift with its s3api, as Debian packages it, all four servers in one process.

swift-server.py FOLDER ACCESS_KEY SECRET_KEY PORT: the access key is account:user. Prints `ready PORT`, ends with its standard input.
"""
import os
import sys

import eventlet

eventlet.monkey_patch()

from eventlet import wsgi  # noqa: E402
from swift.common.ring.builder import RingBuilder  # noqa: E402
from swift.common.wsgi import loadapp  # noqa: E402

folder, access_key, secret_key, port = sys.argv[1:5]
account, user = access_key.split(':')
devices = os.path.join(folder, 'devices')
os.makedirs(os.path.join(devices, 'd1'), exist_ok=True)

storage = """[DEFAULT]
devices = %(devices)s
swift_dir = %(folder)s
mount_check = false
[pipeline:main]
pipeline = %(name)s-server
[app:%(name)s-server]
use = egg:swift#%(name)s
"""
proxy = """[DEFAULT]
swift_dir = %(folder)s
[pipeline:main]
pipeline = catch_errors gatekeeper listing_formats s3api tempauth copy slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_%(account)s_%(user)s = %(secret)s .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
"""


def write(path, text, **values):
    path = os.path.join(folder, path)
    with open(path, 'w') as file:
        file.write(text % dict(folder=folder, devices=devices, **values))
    return path


class Quiet:
    def write(self, text):
        pass


class Cache:
    """What memcached is for many processes, for one."""

    def __init__(self):
        self.values = {}

    def get(self, key, **_):
        return self.values.get(key)

    def set(self, key, value, **_):
        self.values[key] = value

    def delete(self, key, **_):
        self.values.pop(key, None)

    def incr(self, key, delta=1, **_):
        self.values[key] = self.values.get(key, 0) + delta
        return self.values[key]


def cached(app, cache):
    def answer(env, start_response):
        env['swift.cache'] = cache
        return app(env, start_response)
    return answer


def serve(sock, path):
    app = cached(loadapp(path, global_conf={}), Cache())
    eventlet.spawn(wsgi.server, sock, app, log=Quiet(), log_output=False, debug=False)


sockets = {name: eventlet.listen(('127.0.0.1', 0)) for name in ('account', 'container', 'object')}
for name, sock in sockets.items():
    ring = RingBuilder(1, 1, 0)
    ring.add_dev({'region': 1, 'zone': 1, 'ip': '127.0.0.1', 'port': sock.getsockname()[1], 'device': 'd1', 'weight': 1})
    ring.rebalance(seed=1)
    ring.get_ring().save(os.path.join(folder, name + '.ring.gz'))
for name, sock in sockets.items():
    serve(sock, write(name + '.conf', storage, name=name))

front = eventlet.listen(('127.0.0.1', int(port)))
serve(front, write('proxy.conf', proxy, account=account, user=user, secret=secret_key))
print('ready %d' % front.getsockname()[1], flush=True)

# Whoever started this holds the other end: when it is gone, so is this.
while True:
    eventlet.hubs.trampoline(sys.stdin.fileno(), read=True)
    if not os.read(sys.stdin.fileno(), 4096):
        os._exit(0)
