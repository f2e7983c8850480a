"""A command of `ihc-rules` on a terminal of its own → what it prints; what is typed into it."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

TERMINAL = 10  # seconds to wait for a prompt


class Conversation:
    """`ihc-rules` on a terminal of its own; a prompt ends with `> `."""

    def __init__(self, *words: str | Path, cwd: Path, lang: str = "en", at: str | None = "2025-10-01") -> None:
        self.master, terminal = pty.openpty()
        command = [sys.executable, "-m", "ihc_rules", *map(str, words), "--lang", lang]
        command += [] if at is None else ["--at", at]
        environment = {**os.environ, "TERM": "dumb", "COLUMNS": "200"}
        self.process = subprocess.Popen(
            command, stdin=terminal, stdout=terminal, stderr=terminal, cwd=cwd, env=environment, close_fds=True
        )
        os.close(terminal)
        self.seen = ""

    def read(self, *, to_the_end: bool = False) -> str:
        """What is printed up to the next prompt, or to the end."""
        found, end = b"", time.monotonic() + TERMINAL
        while time.monotonic() < end:
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    found += os.read(self.master, 65536)
                except OSError:  # the other side has closed it
                    break
                if not to_the_end and found.endswith(b"> "):
                    break
            elif self.process.poll() is not None and not to_the_end:
                break
        text = found.decode(errors="replace")
        self.seen += text
        return text

    def say(self, words: str | bytes) -> None:
        """Type a line."""
        os.write(self.master, (words if isinstance(words, bytes) else words.encode()) + b"\n")

    def answer(self, words: str | bytes) -> str:
        """Type a line; what is printed up to the next prompt."""
        self.say(words)
        return self.read()

    def interrupt(self) -> None:
        """Ctrl-C, once the prompt waits: Python leaves a signal between prompt and reading until the line is read."""
        time.sleep(0.5)
        self.process.send_signal(signal.SIGINT)

    def close(self) -> int:
        """Read to the end; the exit code."""
        self.read(to_the_end=True)
        os.close(self.master)
        return self.process.wait(timeout=TERMINAL)
