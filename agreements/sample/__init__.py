"""The sample: two collaboratives that a newcomer can walk about in.

Published facts about IMPACT carry their source. People, dates, decisions and
signatures are invented, and whatever could reflect on a body (a declined signature,
a conflict) happens in a wholly invented collaborative (settled question 39).
"""
