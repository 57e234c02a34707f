"""Numbers with their nouns, as people read them."""


def counted(number: int, noun: str) -> str:
    """`1 shard`, `2,000 shards`. noun: one that takes an s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
