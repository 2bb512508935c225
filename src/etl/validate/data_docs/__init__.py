"""Great Expectations' Data Docs of a run, from the counts that are kept of it; pages that load nothing from elsewhere."""
