"""`python tests/faults/kill_rounds.py [--rounds 60] [--captures 1200] [--pages FOLDER]`

Kills `copydesk add` with SIGKILL at random moments, by turns the main process, a worker, or all of them, and runs the
same command again, until the archive is complete; then compares it to the byte with one that was never disturbed, asks
`check`, and begins anew. Prints what it did; ends with code 1 at the first difference.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.pages import find_pages, load_page  # noqa: E402
from bench.warcs import write_warcs  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill `copydesk add` at random moments.")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--captures", type=int, default=1200)
    parser.add_argument("--pages", type=Path, action="append", help="a folder of pages; the examples by default")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pages = [load_page(path).content for path in find_pages(options.pages or [])]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = write_warcs(pages, folder / "crawl", options.captures, per_file=max(options.captures // 10, 1))
        return run(folder, [str(path) for path in inputs], options.rounds, random.Random(options.seed))


def run(folder: Path, inputs: list[str], rounds: int, chance: random.Random) -> int:
    reference = folder / "reference"
    began = time.monotonic()
    if add(reference, inputs).wait() != 0:
        print("the undisturbed run failed")
        return 1
    seconds = time.monotonic() - began
    wanted = fingerprint(reference)
    print(f"undisturbed: {seconds:.1f} s, {len(wanted)} files")
    archive, done, archives = folder / "archive", 0, 0
    kinds = {"main": 0, "worker": 0, "all": 0}
    while done < rounds:
        kind = chance.choice(list(kinds))
        process = add(archive, inputs)
        time.sleep(chance.uniform(0.0, seconds))
        ended = process.poll() is not None
        if not ended:
            kill(process, kind, chance)
            kinds[kind] += 1
            done += 1
            if kind == "worker":
                ended = process.wait() == 0
                if not ended:
                    print(f"round {done}: a killed worker ended the run with code {process.returncode}")
                    return 1
            else:
                process.wait()
        if ended:
            archives += 1
            if not is_same(archive, wanted):
                return 1
            shutil.rmtree(archive)
        print(f"\r{done} kills, {archives} complete archives", end="", flush=True)
    if add(archive, inputs).wait() != 0 or not is_same(archive, wanted):
        return 1
    print(f"\n{done} kills ({', '.join(f'{count} {kind}' for kind, count in kinds.items())}), {archives + 1} archives, "
          "each equal to the undisturbed one to the byte; check found no faults")  # fmt: skip
    return 0


def add(archive: Path, inputs: list[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "copydesk", "add", "-q", "-j", "2", str(archive), *inputs]
    return subprocess.Popen(command, start_new_session=True)


def kill(process: subprocess.Popen[bytes], kind: str, chance: random.Random) -> None:
    """SIGKILL to the main process, to one worker, or to both and everything they started."""
    if kind == "all":
        os.killpg(process.pid, signal.SIGKILL)
        return
    workers = children(process.pid)
    victim = chance.choice(workers) if kind == "worker" and workers else process.pid
    if kind == "worker" and not workers:
        return
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:
        return


def children(pid: int) -> list[int]:
    """Processes that a process started, the interpreter's resource tracker aside."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"spawn_main" in command:
                found.append(int(child))
    return found


def fingerprint(archive: Path) -> dict[str, str]:
    """The digest of every file that makes the archive what it is."""
    paths = [path for path in archive.rglob("*") if path.suffix == ".parquet" or path.name == "manifest.json"]
    return {str(path.relative_to(archive)): sha256(path.read_bytes()).hexdigest() for path in paths}


def is_same(archive: Path, wanted: dict[str, str]) -> bool:
    found = fingerprint(archive)
    if found != wanted:
        print("\ndiffers:", sorted(name for name in found.keys() | wanted if found.get(name) != wanted.get(name)))
        return False
    checked = subprocess.run([sys.executable, "-m", "copydesk", "check", str(archive)], capture_output=True, text=True)
    if checked.returncode != 0 or "no faults; index: complete" not in checked.stdout:
        print("\ncheck:", checked.returncode, checked.stdout, checked.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
