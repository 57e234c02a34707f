"""A labelled page to an Article: each field weighed over what the page shows and what its head says."""

from copydesk.article.build import build_article
from copydesk.article.confidence import uncalibrated

__all__ = ["build_article", "uncalibrated"]
