"""What reading a page costs: `python -m bench [FOLDER ...]`, and what it costs others on the same pages."""
