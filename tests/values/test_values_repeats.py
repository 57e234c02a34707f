"""What a page says twice is found, and what only looks like it is not."""

import time

from copydesk.values import repeated

FIRST = "I would replace the battery before anything else."
SECOND = "Did that last week and it made no difference at all."
STORY = [
    f"Paragraph {number} tells of the ferry that left the harbour without its captain on board." for number in range(5)
]


def test_a_post_that_quotes_an_earlier_one_repeats_it() -> None:
    assert repeated([FIRST, SECOND, FIRST, "Then it is the alternator, I fear, or a cable."], "forum") == {2}


def test_short_lines_of_a_list_may_repeat() -> None:
    item = ["In stock", "4.5 out of 5 stars"]
    assert repeated(["Blue kettle", *item, "Red kettle", *item], "listing") == set()


def test_the_refrain_of_a_song_is_no_repeat_in_an_article() -> None:
    refrain = "And the river runs down to the sea, my love, the river runs down to the sea"
    assert (
        repeated([refrain, "First verse of the song", refrain, "Second verse of the song", refrain], "article") == set()
    )


def test_a_story_that_stands_on_the_page_twice_is_given_once() -> None:
    assert repeated([*STORY, "More on this", *STORY], "article") == set(range(6, 11))


def test_a_page_of_one_line_takes_no_long_time() -> None:
    start = time.process_time()
    for kind in ("article", "forum"):
        repeated(["one line and no other"] * 50_000, kind)
        repeated(["a b", *["c"] * 200] * 250, kind)
    assert time.process_time() - start < 5
