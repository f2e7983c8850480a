"""`python -m ihc_rules` → the command line."""

from __future__ import annotations

import sys

from ihc_rules.cli import main

sys.exit(main())
