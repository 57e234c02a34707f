"""Functions that worker processes can import: they read, or misbehave as the page tells them to."""

import os
import signal
import time

from copydesk.records import Article, Capture, Refusal


def read(capture: Capture) -> Article | Refusal:
    """An Article whose headline is the page's text; the words below make it misbehave."""
    text = capture.content.decode()
    if "CRASH" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "EXIT" in text:
        os._exit(3)
    if "STALL" in text:
        time.sleep(600)
    if "STOP" in text:
        os.kill(os.getpid(), signal.SIGSTOP)
    if "RAISE" in text:
        raise ZeroDivisionError("a fault\nin two lines")
    if "SLOW" in text:
        time.sleep(0.2)
    if "UNPICKLABLE" in text:
        return Article(source=capture.source, kind="article", headline=lambda: text)  # type: ignore[arg-type]
    return Article(source=capture.source, kind="article", headline=text)
