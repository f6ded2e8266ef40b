"""Method cards, by what they answer."""
