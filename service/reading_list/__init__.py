"""What readers take away: places they collected, exports of them, records of searches and answers, and their
repetition."""
