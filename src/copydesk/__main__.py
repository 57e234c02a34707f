"""`python -m copydesk` is `copydesk`."""

import sys

from copydesk.cli import main

sys.exit(main())
