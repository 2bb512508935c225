"""The province pages: what stands in the warehouse as static HTML for people who would rather look than query."""
