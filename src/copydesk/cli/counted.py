"""Numbers with their nouns, as people read them."""


def counted(number: int, noun: str) -> str:
    """`1 shard`, `2,000 shards`, `2 addresses`."""
    ending = "" if number == 1 else "es" if noun.endswith("s") else "s"
    return f"{number:,} {noun}{ending}"
