"""A seeded random life of an account beside hublake's syncs, and what the tables must hold after each of them.

A *sequence* is a list of steps (changes of the account, moves of the clock, syncs of several kinds) that follows from a seed
alone. A step says no ids: it is dice that pick among what the account has when its turn comes, so any part of a sequence can be
left out and the rest still means something. That is what makes a failure replayable, and shrinkable.
"""
