"""Screenshots for the README: `python screens.py OUT` makes the made-up school, works in it a little, and looks.

Everything on them is made up. A picture has a palette of at most 256 colours, so that it stays small.
"""

from __future__ import annotations

import base64
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any, Final

import requests
from playwright.sync_api import Browser, Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parents[3]
CHROMIUM: Final = os.environ.get("LEIDRAAD_CHROMIUM") or which("chromium-headless-shell") or "/usr/bin/chromium"
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
LARGEST: Final = 200_000
"""Bytes of a picture."""
START: Final = 90
ANNEKE, JOOST, LIEKE, SANNE = "a.hoekstra", "j.bakker", "lieke.de.haan", "s.devries"
DESK: Final[Mapping[str, Any]] = {"viewport": {"width": 1280, "height": 860}}
PHONE: Final[Mapping[str, Any]] = {
    "viewport": {"width": 390, "height": 780}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True,
}  # fmt: skip
_OFTEN: Final = "Samen besproken; zie het verslag van deze week."
_SAID: Final[Mapping[str, object]] = {
    "aanleiding": "leerkracht",
    "eerste_zorg": "Blauwe plek op de bovenarm. Komt de laatste weken moe op school.",
}
_PALETTE: Final = """async (png) => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const draw = canvas.getContext('2d');
  draw.drawImage(picture, 0, 0);
  const pixels = new Uint32Array(draw.getImageData(0, 0, picture.width, picture.height).data.buffer);
  const often = new Map();
  for (const each of pixels) often.set(each, (often.get(each) || 0) + 1);
  const parts = (each) => [each & 255, (each >> 8) & 255, (each >> 16) & 255];
  const kept = [...often].sort((one, other) => other[1] - one[1]).slice(0, 256).map(([each]) => each);
  const places = new Map(kept.map((each, place) => [each, place]));
  const colours = kept.map(parts);
  for (const each of often.keys()) {
    if (places.has(each)) continue;
    const [red, green, blue] = parts(each);
    let best = 0, least = Infinity;
    colours.forEach(([r, g, b], place) => {
      const far = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
      if (far < least) [best, least] = [place, far];
    });
    places.set(each, best);
  }
  const indices = new Uint8Array(pixels.length);
  pixels.forEach((each, at) => { indices[at] = places.get(each); });
  let text = '';
  for (let at = 0; at < indices.length; at += 32768) text += String.fromCharCode(...indices.subarray(at, at + 32768));
  return {width: picture.width, height: picture.height, colours: colours.flat(), indices: btoa(text)};
}"""
"""The 256 colours that are there most, and for each pixel which of them is nearest."""


@dataclass(frozen=True, slots=True)
class School:
    """The made-up school, served."""

    address: str
    people: Mapping[str, tuple[str, str]]
    """Login to password and token."""

    def ask(self, login: str, path: str) -> Any:
        """What the API says."""
        return self._call("GET", login, path, None)

    def send(self, login: str, path: str, **body: object) -> Any:
        """What comes of a deed."""
        return self._call("POST", login, path, body)

    def begin(self, login: str, pupil: str, message: str = "Zorg over leerling") -> str:
        """A dossier for a pupil."""
        (found,) = self.ask(login, f"pupils?q={pupil}")["items"]
        return str(self.send(login, "dossiers", pupil=found["id"], message=message, answers=_SAID)["id"])

    def find(self, login: str, dossier: str, name: str) -> str:
        """An open task."""
        items = self.ask(login, f"tasks?limit=100&dossier={dossier}")["items"]
        return next(str(each["id"]) for each in items if each["name"] == name)

    def do(self, login: str, dossier: str, name: str, **answers: object) -> None:
        """Do a task, with plain answers to what else it asks."""
        task = self.ask(login, f"tasks/{self.find(login, dossier, name)}")
        parts = (task["form_view"] or {"components": []})["components"]
        plain = {each["name"]: _plain(each) for each in parts if each["name"] and each["required"]}
        self.send(login, f"tasks/{task['id']}/complete", answers={**plain, **answers}, seen=task["version"])

    def _call(self, method: str, login: str, path: str, body: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.people[login][1]}"}
        answer = requests.request(method, f"{self.address}/api/v1/{path}", json=body, headers=headers, timeout=20)
        if not answer.ok:
            raise RuntimeError(f"{path}: {answer.text}")
        return answer.json()


def _plain(part: Mapping[str, Any]) -> object:
    if part["options"]:
        first = part["options"][0]["value"]
        return [first] if part["type"] == "checklist" else first
    return {"date": time.strftime("%Y-%m-%d"), "checkbox": True, "number": 1}.get(part["type"], _OFTEN)


@contextmanager
def served(folder: Path) -> Iterator[School]:
    """Serve the made-up school on data of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "LEIDRAAD_DATA": str(folder), "PORT": str(port), "FLASK_APP": "app.cli:create_app"}
    command = [sys.executable, "-m", "flask", "serve", "--demo"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)  # noqa: S603  our own words
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address)
        text = (folder / "aanmelding.txt").read_text("utf-8")
        found = re.findall(r"aanmeldnaam +(\S+)\n +wachtwoord +(\S+)\n +token +(\S+)", text)
        yield School(address, {login: (password, token) for login, password, token in found})
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=20)


def _wait(address: str) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end:
        try:
            if requests.get(f"{address}/health", timeout=2).json()["status"] == "ok":
                return
        except (requests.RequestException, ValueError):
            time.sleep(0.2)
    raise RuntimeError(f"Leidraad gaf binnen {START} seconden geen antwoord.")


def a_week_of_work(school: School) -> Mapping[str, str]:
    """What the pictures show: a meldcode on its way, a route at its first step, a talk that is to be held."""
    milou = school.begin(ANNEKE, "Milou")
    school.do(ANNEKE, milou, "Observeren en begeleiden")
    question = school.find(ANNEKE, milou, "Verder na stap 1?")
    said = {"antwoord": "Vermoeden van geweld of mishandeling"}
    school.send(ANNEKE, f"tasks/{question}/complete", answers=said)
    school.do(SANNE, milou, "Signalen in kaart brengen")
    school.do(SANNE, milou, "Overleggen met collega")
    emre = school.begin(JOOST, "Emre")
    school.do(JOOST, emre, "Observeren en begeleiden")
    school.begin(SANNE, "Fenna")
    tijn = school.begin(LIEKE, "Tijn")
    (pupil,) = school.ask(SANNE, "pupils?q=Fenna")["items"]
    return {
        "taken": "/", "dossier": f"/dossiers/{milou}", "acuut": f"/acuut?leerling={pupil['id']}",
        "vraag": f"/taken/{school.find(SANNE, milou, 'Advies van buiten nodig?')}",
        "observatie": f"/taken/{school.find(LIEKE, tijn, 'Observeren en begeleiden')}",
    }  # fmt: skip


PICTURES: Final[tuple[tuple[str, str, Mapping[str, Any]], ...]] = (
    ("taken", SANNE, DESK), ("vraag", SANNE, DESK), ("dossier", SANNE, DESK), ("acuut", LIEKE, PHONE),
    ("observatie", LIEKE, PHONE),
)  # fmt: skip


def take(browser: Browser, school: School, places: Mapping[str, str], keep: Callable[[str, bytes], None]) -> None:
    """Look at each place as somebody who works there."""
    for name, login, screen in PICTURES:
        context = browser.new_context(**screen, base_url=school.address, locale="nl-NL", reduced_motion="reduce")
        page = context.new_page()
        _sign_in(page, login, school.people[login][0])
        page.goto(places[name])
        page.evaluate("document.fonts.ready")
        keep(name, page.screenshot())
        context.close()


def _sign_in(page: Page, login: str, password: str) -> None:
    page.goto("/aanmelden")
    page.get_by_label("Aanmeldnaam").fill(login)
    page.get_by_label("Wachtwoord", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="Aanmelden").click()
    page.wait_for_url(lambda url: "/aanmelden" not in url)


def with_palette(page: Page, png: bytes) -> bytes:
    """The same picture with a palette."""
    found = page.evaluate(_PALETTE, base64.b64encode(png).decode())
    width, height, indices = found["width"], found["height"], base64.b64decode(found["indices"])
    rows = b"".join(b"\0" + indices[at * width : (at + 1) * width] for at in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", bytes(found["colours"])), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main(out: Path) -> None:
    """Write the pictures."""
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder, served(Path(folder)) as school, sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS) as browser,
    ):  # fmt: skip
        blank = browser.new_page()

        def keep(name: str, png: bytes) -> None:
            small = with_palette(blank, png)
            if len(small) > LARGEST:
                raise RuntimeError(f"{name} is {len(small)} bytes, en {LARGEST} mag.")
            (out / f"{name}.png").write_bytes(small)
            print(f"{out / name}.png ({len(small) // 1000} kB)")

        take(browser, school, a_week_of_work(school), keep)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screens"))
