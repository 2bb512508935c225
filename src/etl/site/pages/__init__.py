"""One module a page: takes the facts, gives a page's model. Pure."""
