"""Where the weights come from: labelled sets in, a weights file and a table of scores out.

An optional extra (`pip install copydesk[lab]`); nothing in the program imports it.
"""
