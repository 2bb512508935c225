"""Identity numbers in a file that is being read: hidden before anything else looks at it, and said."""
