"""Tables on a terminal: rows of the warehouse -> rich tables; asks nothing itself."""
