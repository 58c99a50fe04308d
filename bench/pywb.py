"""LINK_ARCHIVES against a real archive: pywb serves copies of pages of our own, and links to them break.

``--wayback`` and ``--python`` name pywb's server and the Python that has warcio (pywb brings it along); without them
nothing is done but to say so. pywb is a program beside ours, in an environment of its own:
``python3 -m venv pw && pw/bin/pip install pywb``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.linkcheck.test_linkcheck import PRESS, citing
from tests.local_site import Answer, LocalSite
from tests.program import Program, scrapy_command

# url, and when it was copied; the citation is of today, so the last of each is the right one
COPIES = {
    "/fort.html": ("2016-09-20T10:00:00Z", "2017-03-01T10:00:00Z"),
    "/wiese.html": ("2015-01-01T00:00:00Z",),
}
NEVER_COPIED = "/neu.html"
_MAKE = """
import json, sys
from io import BytesIO
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
with open(sys.argv[1], "wb") as out:
    writer = WARCWriter(out, gzip=True)
    for url, at in json.loads(sys.argv[2]):
        body = f"<html><body><h1>Fassung vom {at[:10]}</h1></body></html>".encode()
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        dated = {"WARC-Date": at}
        record = writer.create_warc_record(
            url, "response", payload=BytesIO(body), http_headers=head, warc_headers_dict=dated
        )
        writer.write_record(record)
"""


def serve(
    folder: Path, wayback: Path, python: Path, copies: list[tuple[str, str]], *, exact: bool
) -> tuple[subprocess.Popen[bytes], int]:
    """pywb with one collection, and its port; ``exact``: it redirects to the copy instead of showing it."""
    folder.mkdir()
    subprocess.run([python, "-c", _MAKE, folder / "own.warc.gz", json.dumps(copies)], check=True)
    manager = wayback.with_name("wb-manager")
    for arguments in (["init", "own"], ["add", "own", "own.warc.gz"]):
        subprocess.run([manager, *arguments], cwd=folder, check=True, capture_output=True)
    (folder / "config.yaml").write_text(
        f"collections_root: collections\nredirect_to_exact: {str(exact).lower()}\n"
        f"framed_replay: {str(not exact).lower()}\n"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with (folder / "log").open("wb") as log:
        command = [str(wayback), "-b", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    for _ in range(300):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return server, port
        time.sleep(0.1)
    server.kill()
    raise SystemExit(f"pywb does not answer: {(folder / 'log').read_text()[-2000:]}")


def look_up(site: LocalSite, folder: Path, archive_setting: str) -> dict[str, list[dict[str, object]]]:
    """What `kaaw links explain` puts forward for each link, after one run with LINK_ARCHIVES."""
    program, archive = Program(folder), folder / "archive.db"
    settings = {"ARCHIVE": archive, "DOWNLOAD_DELAY": 0, "ARCHIVE_ALLOW_NETWORKS": "127.0.0.0/8"}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    try:
        crawled = program.run(*scrapy_command("site", "-a", f"urls={site.url(PRESS)}", *options))
        checked = program.run(*scrapy_command("linkcheck", *options, "-s", f"LINK_ARCHIVES={archive_setting}"))
        if crawled.code or checked.code:
            raise SystemExit(f"{crawled.output}\n{checked.output}")
        found = {}
        for path in (*COPIES, NEVER_COPIED):
            command = [
                sys.executable,
                "-m",
                "kaaw_archive.cli",
                "links",
                "explain",
                site.url(path),
                "--json",
                "--archive",
                str(archive),
            ]
            told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            found[path] = [one for one in told["candidates"] if one["kind"] == "archive"]
        return found
    finally:
        program.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wayback", default=shutil.which("wayback"), metavar="PATH")
    parser.add_argument("--python", metavar="PATH", help="default: beside wayback")
    args = parser.parse_args()
    if args.wayback is None:
        print("pywb is not installed: nothing was tried")
        return
    wayback = Path(args.wayback).absolute()
    python = Path(args.python or wayback.with_name("python"))
    is_wrong = False
    with tempfile.TemporaryDirectory() as temporary, LocalSite() as site:
        site.add("", PRESS, citing(*(site.url(path) for path in (*COPIES, NEVER_COPIED))))
        for path in (*COPIES, NEVER_COPIED):
            site.add("", path, Answer(status=410))
        copies = [(site.url(path), at) for path, moments in COPIES.items() for at in moments]
        for exact in (False, True):
            manner = "redirects" if exact else "frames"
            server, port = serve(Path(temporary) / manner, wayback, python, copies, exact=exact)
            base = f"http://127.0.0.1:{port}/own/"
            try:
                for kind, setting in (("timegate", base), ("cdx", f"cdx:{base}cdx {base}")):
                    folder = Path(temporary) / f"{manner}-{kind}"
                    folder.mkdir()
                    found = look_up(site, folder, setting)
                    for path, moments in {**COPIES, NEVER_COPIED: ()}.items():
                        said = [str(one["captured_at"])[:10] for one in found[path]]
                        right = [moments[-1][:10]] if moments else []
                        is_wrong |= said != right
                        mark = "" if said == right else " WRONG"
                        print(f"pywb with {manner}, {kind}: {path}: {said or 'no copy'}{mark}")
            finally:
                server.terminate()
                server.wait()
    if is_wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
