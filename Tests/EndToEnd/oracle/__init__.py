"""What hublake's tables must hold, worked out anew from HubSpot's data and the data format's documentation.

Nothing here is shared with hublake or with the simulator: names, types, values and files are read by other code, written
from the documentation alone, so that the two can disagree.
"""
