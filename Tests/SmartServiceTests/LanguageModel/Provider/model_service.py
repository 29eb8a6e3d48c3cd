"""A service that others wrote after OpenAI's API (`mockllm` of PyPI), on loopback.

The first argument is what its model says. It tells its address in a line of JSON and ends when its
standard input closes.
"""

import json
import os
import socket
import sys
import tempfile
import threading

import uvicorn

file = tempfile.NamedTemporaryFile("w", suffix=".yml")
json.dump({"responses": {}, "defaults": {"unknown_response": sys.argv[1]}}, file)
file.flush()
os.environ["MOCKLLM_RESPONSES_FILE"] = file.name

from mockllm.server import app  # noqa: E402  It reads the variable.

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
server = uvicorn.Server(uvicorn.Config(app, log_level="critical", log_config=None))


def end():
    sys.stdin.read()
    server.should_exit = True


threading.Thread(target=end, daemon=True).start()
print(json.dumps({"url": f"http://127.0.0.1:{listener.getsockname()[1]}/v1"}), flush=True)
server.run(sockets=[listener])
