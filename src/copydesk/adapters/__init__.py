"""For those who come from elsewhere; import the one you need: `from copydesk.adapters import trafilatura`."""
