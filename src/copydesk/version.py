"""The version of copydesk, in one place: the package, the command line and every JSON row read it here."""

VERSION = "0.1.0"
